"""Kinds, states and reasons of orders and returns, and what people call them."""

from enum import StrEnum

from minghua.kernel.vocabularies import Term, Vocabularies
from minghua.kernel.words import Text


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

SOURCES: dict[str, Text] = {
    "route": Text("送货路线", "Delivery route"),
    "minghua": Text("手工登记", "Recorded by hand"),
    "demo": Text("演示数据", "Demo data"),
}
