"""What is told to this room, and what it answers when something was recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from minghua.domain.orders.types.words import Outcome, Status


class DocumentName(NamedTuple):
    """What names an order or a return: a number says nothing without its source."""

    source: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """One line: thousandths of a unit, ten-thousandths of a currency unit each; returns give positive quantities."""

    product_id: int
    quantity_milli: int
    unit_price_e4: int
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order as its source tells it; (source, number) names it once and for all."""

    source: str
    number: str
    placed_at: datetime
    lines: tuple[NewLine, ...]
    customer_id: int | None = None
    currency: str = "CNY"
    channel: str = ""
    status: Status = Status.COMPLETED
    import_run_id: int | None = None

    @property
    def name(self) -> DocumentName:
        """Return what names it."""
        return DocumentName(self.source, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReturn:
    """Goods that came back or were cancelled; quantities and amounts are positive."""

    source: str
    number: str
    returned_at: datetime
    lines: tuple[NewLine, ...]
    customer_id: int | None = None
    currency: str = "CNY"
    reason: str = ""
    import_run_id: int | None = None

    @property
    def name(self) -> DocumentName:
        """Return what names it."""
        return DocumentName(self.source, self.number)


@dataclass(frozen=True, slots=True)
class OrderRecorded:
    """The stored order's id and facts, what recording it did, and the customers whose trade changed."""

    order_id: int
    number: str
    customer_id: int | None
    kind: str
    status: str
    placed_at: datetime
    placed_on: date
    total_minor: int
    currency: str
    outcome: Outcome
    touched: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReturnRecorded:
    """The stored return's id and facts, what recording it did, and how many lines could not be tied."""

    return_id: int
    number: str
    customer_id: int | None
    order_id: int | None
    returned_at: datetime
    total_minor: int
    currency: str
    untied: int
    outcome: Outcome
    touched: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Refused:
    """One row of a bulk write that was not stored, with the code of the reason."""

    name: DocumentName
    code: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class ManyRecorded:
    """What a bulk write did: ids by name, and the names created, updated, unchanged, skipped, refused."""

    ids: dict[DocumentName, int]
    created: tuple[DocumentName, ...]
    updated: tuple[DocumentName, ...]
    unchanged: tuple[DocumentName, ...]
    skipped: tuple[DocumentName, ...]
    refused: tuple[Refused, ...]
    lines: int
    customer_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import took away, and the customers whose trade changed."""

    orders: int
    order_lines: int
    returns: int
    return_lines: int
    customer_ids: frozenset[int]
