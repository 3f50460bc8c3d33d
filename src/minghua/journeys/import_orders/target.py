"""Orders as a target of imports: how rows form documents, what is checked, stored, finished and taken back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from minghua.domain.orders import queries as order_reads
from minghua.foundation.imports.spool import Spool
from minghua.foundation.imports.targets import Outcome, RunFacts, Step
from minghua.foundation.imports.types import ImportField, Line, Options, Problem, Unit
from minghua.foundation.people.types import Actor
from minghua.journeys.import_orders import documents, finishing, goods, parties, storing, undoing
from minghua.journeys.import_orders.documents import Document, Rejected
from minghua.journeys.import_orders.fields import FIELDS
from minghua.journeys.import_orders.parties import Parties, key_of
from minghua.journeys.import_orders.storing import Ledger
from minghua.kernel.words import Text


class OrdersTarget:
    """Files of order lines."""

    code: Final = "orders"
    label: Final = Text("订单", "Orders")
    phases: Final = ("ties", "standing")

    def fields(self) -> tuple[ImportField, ...]:
        """Return what a file can fill."""
        return FIELDS

    def place(self, line: Line, options: Options) -> tuple[str, int]:
        """Return the order number as key; returns come after orders."""
        number = line.values.get("number")
        if not number:
            return f"#{line.number}", 0
        source = line.values.get("source")
        said, prefix = line.values.get("document"), options.return_prefix
        returned = order_reads.is_return_by_name(number, document=said, prefix=prefix)
        return (f"{source}/{number}" if source else number), int(returned is True)

    def arrange(self, spool: Spool, options: Options) -> Iterable[Problem]:
        """Orders need no look across rows beyond their number."""
        return ()

    def check(self, units: Sequence[Unit], run: RunFacts, *, by: Actor, at: datetime) -> Outcome:
        """Return what storing these units would do."""
        ledger = Ledger()
        read = _read(units, run, ledger)
        people, products = parties.known(read, run, by=by), goods.known(read, by=by)
        new_goods = goods.missing(read, products) if by.may("products.edit") else {}
        ledger.outcome.mentions |= {("customers.created", "/".join(key)) for key in people.news}
        ledger.outcome.mentions |= {("products.created", sku.upper()) for sku in new_goods}
        coming = dict.fromkeys((item.sku for one in read for item in one.items), 0) if by.may("products.edit") else {}
        fitting = storing.fit(read, people, coming | products, ledger)
        certain = [one for one in fitting if _is_certain(one, people, products)]
        doubtful = [one for one in fitting if not _is_certain(one, people, products)]
        _forecast(certain, people, products, run, ledger, by=by, at=at)
        _forecast_strangers(doubtful, run, ledger, by=by)
        return ledger.outcome

    def apply(self, units: Sequence[Unit], run: RunFacts, *, by: Actor, at: datetime) -> Outcome:
        """Store these units with the products and customers they need."""
        ledger = Ledger()
        read = _read(units, run, ledger)
        products, new_products = goods.store(read, run, by=by, at=at)
        goods.complete(read, run, by=by, at=at)
        people = parties.known(read, run, by=by)
        parties.store(people, run, by=by, at=at)
        ledger.outcome.counts.update({"products.created": new_products, "customers.created": people.created})
        fitting = storing.fit(read, people, products, ledger)
        storing.record(fitting, people, products, run, ledger, by=by, at=at)
        return ledger.outcome

    def step(self, phase: str, cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
        """Tie returns to orders, then judge the standing of every customer touched."""
        return finishing.step(phase, cursor, run, by=by, at=at)

    def dependents(self, run: RunFacts, *, by: Actor) -> Sequence[Text]:
        """Return what stands on the run's orders, customers and products."""
        return undoing.dependents(run, by=by)

    def undo(self, cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
        """Take back a piece of the run."""
        return undoing.undo(cursor, run, by=by, at=at)


def _read(units: Sequence[Unit], run: RunFacts, ledger: Ledger) -> list[Document]:
    """Return the readable documents; the others are counted as failed."""
    found: list[Document] = []
    for unit in units:
        one = documents.read(unit, run.options)
        if isinstance(one, Rejected):
            ledger.outcome.counts[f"{one.noun}.failed"] += 1
            ledger.outcome.counts["lines.failed"] += len(unit.lines)
            ledger.outcome.problems.append((unit.seq, one.problem))
        else:
            found.append(one)
    return found


def _is_certain(document: Document, people: Parties, products: Mapping[str, int]) -> bool:
    known_party = not document.party.is_known or key_of(document) in people.ids
    return known_party and all(item.sku in products for item in document.items)


def _forecast(
    some: Sequence[Document],
    people: Parties,
    products: Mapping[str, int],
    run: RunFacts,
    ledger: Ledger,
    *,
    by: Actor,
    at: datetime,
) -> None:
    for returning in (False, True):
        chosen = [document for document in some if document.is_return is returning]
        build = storing.new_return if returning else storing.new_order
        news: list[Any] = [
            build(one, people.ids[key_of(one)] if one.party.is_known else None, products, run) for one in chosen
        ]
        if news:
            many = storing.forecast(news, run, returning=returning, by=by, at=at)
            storing.foretell(chosen, many, run, ledger)


def _forecast_strangers(some: Sequence[Document], run: RunFacts, ledger: Ledger, *, by: Actor) -> None:
    """A document with an unknown customer or product is new, unless its number is known with other content."""
    storing.foretell_strangers(some, storing.known_numbers(some, by=by), run, ledger)
