"""What can be told: the kinds of events, and which acts of the audit record they are made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from minghua.kernel.words import Text

PING: Final = "webhook.ping"
KINDS: Final[dict[str, Text]] = {
    "customer.created": Text("新建客户", "Customer created"),
    "customer.updated": Text("客户档案变更", "Customer updated"),
    "customer.assigned": Text("客户换人或进出公海", "Customer assigned or pooled"),
    "customer.merged": Text("客户合并", "Customers merged"),
    "customer.unmerged": Text("合并被撤销", "Merge undone"),
    "customer.erased": Text("客户信息被删除", "Customer erased"),
    "order.recorded": Text("登记订单", "Order recorded"),
    "order.updated": Text("订单内容变更", "Order updated"),
    "order.cancelled": Text("订单取消", "Order cancelled"),
    "return.recorded": Text("登记退货", "Return recorded"),
    "contact.logged": Text("记录跟进", "Contact logged"),
    "delivery.recorded": Text("登记送货", "Delivery recorded"),
    "delivery.withdrawn": Text("送货记录撤回", "Delivery withdrawn"),
    "import.finished": Text("导入完成", "Import finished"),
    "import.undone": Text("导入被撤销", "Import undone"),
}
Data = Mapping[str, Any]


def _nothing(data: Data) -> dict[str, Any]:
    return {}


def _changed(data: Data) -> dict[str, Any]:
    fields = data.get("fields")
    return {"fields": sorted(fields)} if isinstance(fields, list) else {}


def _hands(data: Data) -> dict[str, Any]:
    owner, pool = data.get("owner"), data.get("pool")
    pairs = isinstance(owner, list) and isinstance(pool, list) and len(owner) == len(pool) == 2
    return {"owner_id": owner[1], "pool_id": pool[1], "reason": data.get("reason")} if pairs else {}  # type: ignore[index]


def _merged(data: Data) -> dict[str, Any]:
    named = {name: data.get(name) for name in ("into", "from", "winner", "loser", "merged")}
    return {f"{name}_id": value for name, value in named.items() if isinstance(value, int | list)}


def _total(data: Data) -> dict[str, Any]:
    return {name: data[name] for name in ("total_minor", "count", "first", "last", "run") if name in data} | (
        {"count": data["n"]} if "n" in data else {}
    )


def _channel(data: Data) -> dict[str, Any]:
    return {name: data[name] for name in ("channel", "direction") if name in data}


def _counts(data: Data) -> dict[str, Any]:
    return {"counts": {name: number for name, number in data.items() if isinstance(number, int)}}


@dataclass(frozen=True, slots=True)
class Making:
    """How an act becomes an event: its kind, what its subject is called, and what may be told of it (no personal data)."""

    kind: str
    subject: str
    told: Callable[[Data], dict[str, Any]] = _nothing


MADE_OF: Final[dict[str, Making]] = {
    "customer.created": Making("customer.created", "customer"),
    "customers.created": Making("customer.created", "customers", _total),
    "customer.edited": Making("customer.updated", "customer", _changed),
    "customers.updated": Making("customer.updated", "customers", _total),
    "customer.closed": Making("customer.updated", "customer", lambda _: {"fields": ["closed_at"]}),
    "customer.reopened": Making("customer.updated", "customer", lambda _: {"fields": ["closed_at"]}),
    "customer.verified": Making("customer.updated", "customer", lambda _: {"fields": ["verified_at"]}),
    "customer.passed_on": Making("customer.assigned", "customer", _hands),
    "customer.merged": Making("customer.merged", "customer", _merged),
    "customer.unmerged": Making("customer.unmerged", "customer", _merged),
    "customer.erased": Making("customer.erased", "customer"),
    "order.recorded": Making("order.recorded", "order", _total),
    "order.replaced": Making("order.updated", "order", _total),
    "order.cancelled": Making("order.cancelled", "order"),
    "return.recorded": Making("return.recorded", "return", _total),
    "contact.logged": Making("contact.logged", "contact", _channel),
    "contact.logged_many": Making("contact.logged", "contacts", _total),
    "care.record_delivery": Making("delivery.recorded", "delivery"),
    "care.withdraw_delivery": Making("delivery.withdrawn", "delivery"),
    "import.done": Making("import.finished", "import", _counts),
    "import.undone": Making("import.undone", "import", _counts),
}
ABOUT_MANY: Final = "many"
_NEEDED: Final = {
    "customer": "customers.view",
    "order": "orders.view",
    "return": "orders.view",
    "contact": "interactions.view",
    "delivery": "route.view",
    "import": "imports.run",
    "webhook": "webhooks.manage",
}


def needed(kind: str) -> str:
    """Return the permission its owner must hold to be told of such an event."""
    return _NEEDED[kind.split(".", 1)[0]]
