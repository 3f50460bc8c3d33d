"""Words of units in customers' hands: what is told when one is recorded, and how it is shown."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from minghua.domain.service.types.entitlements import CardState, Cover

SUBJECT = "service.Holding"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHolding:
    """A unit and who has it, as a form, a file or a program tells it; `key` names it once."""

    customer_id: int
    product_id: int
    key: str
    household_id: int | None = None
    serial: str = ""
    place: str = ""
    purchased_on: date | None = None
    installed_on: date | None = None
    sold_together: int = 1
    evidence: str = ""
    how: str = "hand"
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """One spell of a unit with a customer."""

    customer_id: int
    customer: str
    household_id: int | None
    household: str
    place: str
    from_on: date
    until_on: date | None
    how: str
    order_id: int | None


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card of a unit: in the customer's hand or owed, by whom it was confirmed."""

    id: int
    code: str
    state: CardState
    evidence: str
    confirmed_by: str
    confirmed_at: datetime | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit in a customer's hands, as lists show it; `level` is the highest of its problems."""

    id: int
    customer_id: int
    customer: str
    product_id: int
    sku: str
    product: str
    serial: str
    place: str
    purchased_on: date | None
    installed_on: date | None
    from_on: date
    until_on: date | None
    level: int


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit whole: where it stood, what it is entitled to on a day and why, its cards, whether it is out of use."""

    unit: UnitRow
    retired_on: date | None
    sold_together: int
    evidence: str
    history: tuple[HoldingRow, ...]
    cover: Cover
    cards: tuple[CardRow, ...]
    out_of_use: tuple[tuple[str, date, date | None], ...]


class SaleUnits(NamedTuple):
    """What a sale made: its units, those whose card was handed over, and those to which one is owed and promised."""

    units: tuple[int, ...]
    handed: tuple[int, ...]
    owed: tuple[int, ...]
