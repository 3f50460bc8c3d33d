"""The facts a contribution is judged by, and the statement that comes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from minghua.domain.value.types.words import COSTS, Part


@dataclass(frozen=True, slots=True)
class Dated:
    """A value in force from a day on, until a later one begins."""

    valid_from: date
    value: int


@dataclass(frozen=True, slots=True)
class OrderFact:
    """One completed sale of the period, in minor units."""

    placed_on: date
    total_minor: int


@dataclass(frozen=True, slots=True)
class GoodsFact:
    """Goods on one line; `listed_minor` is the undated cost that stands on the product, None when it has none."""

    on: date
    product_id: int
    quantity_milli: int
    listed_minor: int | None


@dataclass(frozen=True, slots=True)
class EntryFact:
    """A cost that was posted, signed; a reversal is negative."""

    part: Part
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Rates:
    """What the parameters say: logistics of an order from day to day, and the share of returned goods kept."""

    order_logistics: tuple[Dated, ...] = ()
    returned_stock: int = 100


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """Everything of one customer in one period and one currency."""

    orders: tuple[OrderFact, ...] = ()
    sold: tuple[GoodsFact, ...] = ()
    returned_minor: tuple[int, ...] = ()
    came_back: tuple[GoodsFact, ...] = ()
    bad_debts: tuple[int, ...] = ()
    entries: tuple[EntryFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a customer brought: every part as a positive amount, how many records stand behind it, and the net."""

    parts: Mapping[Part, int]
    counts: Mapping[Part, int] = field(default_factory=dict)
    uncosted: int = 0

    @property
    def net_minor(self) -> int:
        """Sales less every cost (R11.1)."""
        return self.parts.get(Part.SALES, 0) - sum(self.parts.get(part, 0) for part in COSTS)

    @property
    def net_sales_minor(self) -> int:
        """Sales after returns."""
        return self.parts.get(Part.SALES, 0) - self.parts.get(Part.RETURNS, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What a customer's engaged assets bring in a period; amounts in minor units, `rate` None where it does not apply (R11.3)."""

    net_minor: int
    sales_minor: int
    assets_minor: int
    rate: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCost:
    """A cost as a journey posts it; (source, key) names it once for ever."""

    customer_id: int
    part: Part
    amount_minor: int
    event_at: datetime
    source: str
    key: str
    currency: str = "CNY"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ContactFact:
    """What a contact's cost depends on."""

    channel: str
    direction: str
    topic: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class ServiceRates:
    """Unit costs of service in minor units, as of the day of the contact."""

    call_minute: int
    visit: int
    contact: int
