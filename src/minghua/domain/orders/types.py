"""The words of the orders room: what was bought, what came back, and what tied the two."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from minghua.kernel.vocabularies import Term, Vocabularies


class Kind(StrEnum):
    """A sale is something a customer bought; an adjustment only corrects the books."""

    SALE = "sale"
    ADJUSTMENT = "adjustment"


class Status(StrEnum):
    """How far an order has come."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Match(StrEnum):
    """Why a return line is tied to an order line, or why it is not."""

    EXACT = "exact"
    PRICE_DIFFERS = "price_differs"
    SPLIT = "split"
    BY_HAND = "by_hand"
    PENDING = "pending"
    NO_CUSTOMER = "no_customer"
    NO_PRIOR_SALE = "no_prior_sale"
    QUANTITY_EXCEEDS = "quantity_exceeds"
    NOT_MERCHANDISE = "not_merchandise"


TIED = frozenset({Match.EXACT, Match.PRICE_DIFFERS, Match.SPLIT, Match.BY_HAND})


class OnDifference(StrEnum):
    """What to do when a number is already known with other content."""

    REFUSE = "refuse"
    UPDATE = "update"
    SKIP = "skip"


class Outcome(StrEnum):
    """What recording did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


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

    number: str
    code: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class ManyRecorded:
    """What a bulk write did: ids by number, and the numbers created, updated, unchanged, skipped, refused."""

    ids: dict[str, int]
    created: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    skipped: tuple[str, ...]
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


VOCABULARIES: Vocabularies = {
    "orders.kind": (Term("sale", "销售", "Sale"), Term("adjustment", "调整", "Adjustment")),
    "orders.status": (
        Term("open", "未完成", "Open"),
        Term("completed", "已完成", "Completed"),
        Term("cancelled", "已取消", "Cancelled"),
    ),
    "orders.kind_reason": (
        Term("bad_debt", "坏账调整", "Bad debt"),
        Term("bank_or_fee", "手续费或账务行", "Fee or book entry"),
        Term("stock_write_off", "库存报损", "Stock written off"),
        Term("stock_found", "库存盘盈", "Stock found"),
        Term("free_goods", "免费赠送", "Free goods"),
    ),
    "orders.channel": (
        Term("store", "门店", "Store"),
        Term("phone", "电话", "Phone"),
        Term("wechat", "微信", "WeChat"),
        Term("web", "网店", "Web shop"),
        Term("visit", "上门", "Visit"),
        Term("import", "导入", "Import"),
    ),
    "orders.match": (
        Term("exact", "同价原单", "Same product and price"),
        Term("price_differs", "同品不同价", "Same product, other price"),
        Term("split", "分摊到多单", "Spread over several purchases"),
        Term("by_hand", "人工关联", "Tied by hand"),
        Term("pending", "待匹配", "Not matched yet"),
        Term("no_customer", "退货没有客户", "The return names no customer"),
        Term("no_prior_sale", "此前没有购买记录", "No earlier purchase"),
        Term("quantity_exceeds", "超出可退数量", "More than was bought"),
        Term("not_merchandise", "不是商品(运费、折扣等)", "Not merchandise (postage, discount…)"),
    ),
}
