"""Orders, returns and their lines as people see them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order on a list."""

    id: int
    number: str
    source: str
    customer_id: int | None
    customer_name: str
    placed_at: datetime
    placed_on: date
    total_minor: int
    returned_minor: int
    currency: str
    line_count: int
    kind: str
    kind_reason: str
    status: str
    channel: str


@dataclass(frozen=True, slots=True)
class LineCard:
    """One line of an order with how much of it came back."""

    id: int
    position: int
    product_id: int
    sku: str
    product: str
    unit: str
    description: str
    quantity_milli: int
    unit_price_e4: int
    amount_minor: int
    returned_milli: int


@dataclass(frozen=True, slots=True)
class ReturnLineCard:
    """One line of a return, or a part of it, with the purchase it is tied to and why or why not."""

    id: int
    return_id: int
    number: str
    returned_at: datetime
    customer_id: int | None
    customer_name: str
    product_id: int
    sku: str
    product: str
    quantity_milli: int
    unit_price_e4: int
    amount_minor: int
    currency: str
    match: str
    order_id: int | None
    order_number: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order whole: head, lines, the returned lines tied to it."""

    order: OrderRow
    lines: tuple[LineCard, ...]
    returned: tuple[ReturnLineCard, ...]
    fingerprint: str
    import_run_id: int | None


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One return on a list or its page."""

    id: int
    number: str
    source: str
    customer_id: int | None
    customer_name: str
    order_id: int | None
    order_number: str
    returned_at: datetime
    total_minor: int
    currency: str
    reason: str
    untied: int


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """One return whole."""

    head: ReturnRow
    lines: tuple[ReturnLineCard, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order line a return line could be tied to by hand."""

    order_line_id: int
    order_id: int
    number: str
    placed_at: datetime
    customer_name: str
    unit_price_e4: int
    currency: str
    left_milli: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """Completed sales and returns of a stretch of days, in minor units of one currency."""

    sold_minor: int
    back_minor: int
