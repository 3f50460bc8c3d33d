"""Reads the rows of one number as a document: an order, or a return, with everything that is wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import DocumentName
from minghua.foundation.imports.types import EXCERPT, Line, Options, Problem, Severity, Unit

_HEAD = ("placed_at", "currency", "status", "channel", "document", "source")
_WORDS = {"placed_at": ("时间", "time"), "currency": ("币种", "currency")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line as the file tells it; negative quantities come back."""

    row: int
    sku: str
    description: str
    category: str
    quantity_milli: int
    unit_price_e4: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who bought, as the file tells it; nothing at all is a walk-in."""

    external_id: str = ""
    number: str = ""
    name: str = ""
    mobile: str = ""
    country: str = ""
    owner: str = ""

    @property
    def is_known(self) -> bool:
        """Return whether the file names a customer."""
        return bool(self.external_id or self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All rows of one number, read."""

    unit: Unit
    number: str
    is_return: bool
    placed_at: datetime
    items: tuple[Item, ...]
    party: Party
    currency: str
    status: str
    channel: str
    source: str
    reason: str
    problems: tuple[Problem, ...]
    skipped: int = 0

    @property
    def name(self) -> DocumentName:
        """Return what names it in the books."""
        return DocumentName(self.source, self.number)

    @property
    def noun(self) -> str:
        """Return what is counted."""
        return "returns" if self.is_return else "orders"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number that stays out, and why."""

    unit: Unit
    noun: str
    problem: Problem


def read(unit: Unit, options: Options) -> Document | Rejected:
    """Return the document of a unit, or why it cannot be one (docs/rules/import.md)."""
    good = [line for line in unit.lines if not line.bad]
    bad = [line for line in unit.lines if line.bad]
    noun = "returns" if unit.rank else "orders"
    if not good or (bad and not options.skip_bad_lines):
        return Rejected(unit, noun, Problem(bad[0].number, "", "bad_unit", unit.key[:EXCERPT]))
    fault = _contradiction(good)
    if fault is not None:
        return Rejected(unit, noun, fault)
    problems = [_note(line, "skipped_line") for line in bad] + _differences(good)
    return _document(unit, good, problems, options, skipped=len(bad))


def _contradiction(lines: Sequence[Line]) -> Problem | None:
    """Return what no order can be: several customers, nothing ordered, a return that also sells."""
    for name in ("customer", "customer_number"):
        values = {line.values.get(name) for line in lines}
        if len(values) > 1:
            return _fault(lines[0], name, "mixed_customer")
    zero = next((line for line in lines if line.values["quantity"] == 0), None)
    if zero is not None:
        return _fault(zero, "quantity", "zero_quantity")
    return None


def _fault(line: Line, field: str, code: str) -> Problem:
    return Problem(line.number, field, code, str(line.values.get(field) or "")[:EXCERPT])


def _note(line: Line, code: str) -> Problem:
    return Problem(line.number, "", code, "", Severity.WARNING)


def _differences(lines: Sequence[Line]) -> list[Problem]:
    """Return a note for each fact of the head on which rows disagree; the first row's word counts."""
    first, notes = lines[0].values, []
    for name, (zh, en) in _WORDS.items():
        other = next((line for line in lines if line.values.get(name) != first.get(name)), None)
        if other is not None:
            params = {"what_zh": zh, "what_en": en}
            notes.append(Problem(other.number, name, "mixed_order", "", Severity.WARNING, params))
    return notes


def _document(
    unit: Unit, lines: Sequence[Line], problems: Iterable[Problem], options: Options, *, skipped: int
) -> Document | Rejected:
    head: dict[str, Any] = {name: lines[0].values.get(name) for name in _HEAD}
    items = tuple(_item(line) for line in lines)
    number = lines[0].values["number"]
    is_return = order_reads.comes_back(number, items, document=head["document"], prefix=options.return_prefix)
    mixed = next((item for item in items if is_return and item.quantity_milli > 0 and head["document"] is None), None)
    if mixed is not None:
        return Rejected(unit, "returns", Problem(mixed.row, "quantity", "mixed_signs", unit.key[:EXCERPT]))
    return Document(
        unit=unit,
        number=number,
        is_return=is_return,
        placed_at=head["placed_at"],
        items=items,
        party=_party(lines),
        currency=(head["currency"] or options.currency).upper(),
        status=head["status"] or "completed",
        channel=head["channel"] or "import",
        source=head["source"] or options.source,
        reason=_first(lines, "reason"),
        problems=tuple(problems),
        skipped=skipped,
    )


def _item(line: Line) -> Item:
    values = line.values
    return Item(
        row=line.number,
        sku=values["sku"],
        description=values.get("description") or "",
        category=values.get("category") or "",
        quantity_milli=values["quantity"],
        unit_price_e4=values["unit_price"],
    )


def _party(lines: Sequence[Line]) -> Party:
    return Party(
        external_id=_first(lines, "customer"),
        number=_first(lines, "customer_number"),
        name=_first(lines, "customer_name"),
        mobile=_first(lines, "mobile"),
        country=_first(lines, "country"),
        owner=_first(lines, "owner"),
    )


def _first(lines: Sequence[Line], name: str) -> Any:
    return next((line.values[name] for line in lines if line.values.get(name)), "")
