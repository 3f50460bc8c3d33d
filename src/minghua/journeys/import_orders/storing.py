"""Stores a batch of documents, or tells what storing it would do, and accounts for every row of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import ManyRecorded, NewLine, NewOrder, NewReturn, OnDifference, Refused, Status
from minghua.foundation.imports.targets import Outcome, RunFacts
from minghua.foundation.imports.types import EXCERPT, Mode, Problem, Severity
from minghua.foundation.people.types import Actor
from minghua.journeys.import_orders.documents import Document
from minghua.journeys.import_orders.parties import Parties, key_of
from minghua.kernel.errors import Refusal

_DIFFERENCE: Final = {
    Mode.INSERT: OnDifference.SKIP,
    Mode.UPDATE: OnDifference.UPDATE,
    Mode.UPSERT: OnDifference.UPDATE,
}
ORDER, RETURN = "order", "return"
_CHUNK: Final = 500


def new_order(document: Document, customer_id: int | None, products: Mapping[str, int], run: RunFacts) -> NewOrder:
    """Return the order a document tells of."""
    return NewOrder(
        source=document.source,
        number=document.number,
        placed_at=document.placed_at,
        lines=_lines(document, products, sign=1),
        customer_id=customer_id,
        currency=document.currency,
        channel=document.channel,
        status=Status(document.status),
        import_run_id=run.run_id,
    )


def new_return(document: Document, customer_id: int | None, products: Mapping[str, int], run: RunFacts) -> NewReturn:
    """Return the return a document tells of; its quantities are positive."""
    return NewReturn(
        source=document.source,
        number=document.number,
        returned_at=document.placed_at,
        lines=_lines(document, products, sign=-1),
        customer_id=customer_id,
        currency=document.currency,
        reason=document.reason,
        import_run_id=run.run_id,
    )


def _lines(document: Document, products: Mapping[str, int], *, sign: int) -> tuple[NewLine, ...]:
    return tuple(
        NewLine(
            product_id=products[item.sku],
            quantity_milli=abs(item.quantity_milli) if sign < 0 else item.quantity_milli,
            unit_price_e4=item.unit_price_e4,
            description=item.description,
        )
        for item in document.items
    )


class Ledger:
    """Counts what became of each document and each of its rows."""

    def __init__(self) -> None:
        self.outcome = Outcome()

    def settle(self, document: Document, what: str) -> None:
        """Count a document and its lines under created, updated, unchanged or skipped."""
        counts = self.outcome.counts
        counts[f"{document.noun}.{what}"] += 1
        line = "return" if document.is_return else "order"
        kept = {"created": line, "updated": line, "unchanged": "unchanged", "skipped": "skipped"}[what]
        counts[f"lines.{kept}"] += len(document.items)
        counts["lines.skipped"] += document.skipped
        self.outcome.problems += [(document.unit.seq, problem) for problem in document.problems]

    def refuse(self, document: Document, problem: Problem) -> None:
        """Count a document that stays out, and say why."""
        self.outcome.counts[f"{document.noun}.failed"] += 1
        self.outcome.counts["lines.failed"] += len(document.unit.lines)
        row = problem.row or document.unit.lines[0].number
        told = Problem(row, problem.field, problem.code, problem.excerpt, problem.severity, problem.params)
        self.outcome.problems.append((document.unit.seq, told))

    def pass_over(self, document: Document, code: str) -> None:
        """Count a document that the chosen mode leaves alone."""
        self.settle(document, "skipped")
        row = document.unit.lines[0].number
        note = Problem(row, "number", code, document.number[:EXCERPT], Severity.WARNING)
        self.outcome.problems.append((document.unit.seq, note))


def fit(documents: Sequence[Document], parties: Parties, products: Mapping[str, int], ledger: Ledger) -> list[Document]:
    """Return the documents whose customer and products are there; the others are refused."""
    kept = []
    for document in documents:
        fault = parties.faults.get(key_of(document)) if document.party.is_known else None
        lost = next((item for item in document.items if item.sku not in products), None)
        if fault is not None:
            ledger.refuse(document, fault)
        elif lost is not None:
            ledger.refuse(document, Problem(lost.row, "sku", "unknown_product", lost.sku[:EXCERPT]))
        else:
            kept.append(document)
    return kept


def record(
    documents: Sequence[Document],
    parties: Parties,
    products: Mapping[str, int],
    run: RunFacts,
    ledger: Ledger,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Store the documents; what differs from what we know is remembered first, for the undo."""
    for returning in (False, True):
        some = [document for document in documents if document.is_return is returning]
        build = new_return if returning else new_order
        news = [build(document, _customer(document, parties), products, run) for document in some]
        if not news:
            continue
        some, news = _within_mode(some, news, run, ledger, returning=returning, by=by, at=at)
        _remember(news, run, ledger, returning=returning, by=by, at=at)
        _judged(some, _keep(news, run, returning=returning, by=by, at=at), ledger)


def _customer(document: Document, parties: Parties) -> int | None:
    return parties.ids[key_of(document)] if document.party.is_known else None


def _keep(news: list[Any], run: RunFacts, *, returning: bool, by: Actor, at: datetime) -> ManyRecorded:
    how = _DIFFERENCE[run.options.mode]
    if returning:
        return orders.record_returns_many(news, on_difference=how, tie_later=True, by=by, at=at)
    return orders.record_many(news, on_difference=how, by=by, at=at)


def _within_mode(
    some: list[Document], news: list[Any], run: RunFacts, ledger: Ledger, *, returning: bool, by: Actor, at: datetime
) -> tuple[list[Document], list[Any]]:
    """In update mode only known numbers go on."""
    if run.options.mode != Mode.UPDATE:
        return some, news
    known = forecast(news, run, returning=returning, by=by, at=at)
    absent = set(known.created)
    for document in some:
        if document.name in absent:
            ledger.pass_over(document, "not_found")
    pairs = [(doc, new) for doc, new in zip(some, news, strict=True) if doc.name not in absent]
    return [doc for doc, _ in pairs], [new for _, new in pairs]


def forecast(news: list[Any], run: RunFacts, *, returning: bool, by: Actor, at: datetime) -> ManyRecorded:
    """Return what recording these would do."""
    how = _DIFFERENCE[run.options.mode]
    tell = orders.forecast_returns_many if returning else orders.forecast_many
    return tell(news, on_difference=how, by=by, at=at)


def _remember(news: list[Any], run: RunFacts, ledger: Ledger, *, returning: bool, by: Actor, at: datetime) -> None:
    """Keep the content that is about to be replaced."""
    if run.options.mode == Mode.INSERT or not news:
        return
    known = forecast(news, run, returning=returning, by=by, at=at)
    ids = [known.ids[name] for name in known.updated]
    if not ids:
        return
    before: list[tuple[str, int, Any]]
    if returning:
        before = [(RETURN, c.return_id, c.new) for c in order_reads.return_contents(_rows_of(ids, by, returning=True))]
    else:
        before = [(ORDER, c.order_id, c.new) for c in order_reads.order_contents(_rows_of(ids, by, returning=False))]
    ledger.outcome.changes += [(kind, pk, _plain(asdict(new))) for kind, pk, new in before]
    touched = {new.customer_id for _, _, new in before if new.customer_id is not None}
    ledger.outcome.touched |= touched


def _rows_of(ids: list[int], by: Actor, *, returning: bool) -> Any:
    return (order_reads.returns(by) if returning else order_reads.orders(by)).filter(pk__in=ids)


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in facts.items()}


def _judged(documents: Sequence[Document], many: ManyRecorded, ledger: Ledger) -> None:
    refused = {one.name: one for one in many.refused}
    verdicts = {name: what for what in ("created", "updated", "unchanged", "skipped") for name in getattr(many, what)}
    for document in documents:
        if document.name in refused:
            ledger.refuse(document, problem_of(refused[document.name], document))
        elif verdicts[document.name] == "skipped":
            ledger.pass_over(document, "exists")
        else:
            ledger.settle(document, verdicts[document.name])
    ledger.outcome.touched |= many.customer_ids


def foretell(documents: Sequence[Document], many: ManyRecorded, run: RunFacts, ledger: Ledger) -> None:
    """Count what recording would do, under the chosen mode."""
    absent = set(many.created) if run.options.mode == Mode.UPDATE else set()
    for document in documents:
        if document.name in absent:
            ledger.pass_over(document, "not_found")
    _judged([document for document in documents if document.name not in absent], many, ledger)


def known_numbers(documents: Sequence[Document], *, by: Actor) -> set[tuple[str, str]]:
    """Return the (source, number) pairs that are stored already, of orders and of returns."""
    found: set[tuple[str, str]] = set()
    for rows, returning in ((order_reads.orders(by), False), (order_reads.returns(by), True)):
        numbers = sorted({one.number for one in documents if one.is_return is returning})
        for start in range(0, len(numbers), _CHUNK):
            some = rows.filter(number__in=numbers[start : start + _CHUNK])
            found.update(some.order_by().values_list("source", "number"))
    return found


def foretell_strangers(
    documents: Sequence[Document], known: set[tuple[str, str]], run: RunFacts, ledger: Ledger
) -> None:
    """Count documents that name an unknown customer or product: new, or different from what is stored."""
    mode = run.options.mode
    for document in documents:
        if document.name not in known:
            if mode == Mode.UPDATE:
                ledger.pass_over(document, "not_found")
            else:
                ledger.settle(document, "created")
        elif mode == Mode.INSERT:
            ledger.pass_over(document, "exists")
        else:
            ledger.settle(document, "updated")


def problem_of(refused: Refused, document: Document) -> Problem:
    """Return a refused number in the words of its room."""
    try:
        orders.refuse(refused)
    except Refusal as refusal:
        params = {
            "zh": refusal.message("zh-hans"),
            "en": refusal.message("en"),
            "do_zh": refusal.advice("zh-hans"),
            "do_en": refusal.advice("en"),
        }
        row = document.unit.lines[0].number
        return Problem(row, refused.field, "refused", document.number[:EXCERPT], params=params)
