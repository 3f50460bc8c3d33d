"""What changed, as a reader understands it: the field's name, what it was, what it is; and where the record stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from minghua.interfaces.web import customer_values, display
from minghua.kernel.words import Text

PLACES = {
    "customers.Customer": "/customers/{}",
    "orders.Order": "/orders/{}",
    "orders.Return": "/returns/{}",
    "catalog.Product": "/products/{}",
    "imports.ImportRun": "/imports/{}",
    "people.User": "/settings/people/{}",
    "exports.Export": "/exports/{}",
    "jobs.Job": "/settings/jobs/{}",
}
WORDS = {
    "code": Text("代码", "code"),
    "reason": Text("原因", "reason"),
    "rows": Text("行数", "rows"),
    "number": Text("编号", "number"),
    "name": Text("名称", "name"),
    "owner": Text("负责人", "owner"),
    "team": Text("部门", "team"),
    "roles": Text("角色", "roles"),
    "email": Text("邮箱", "e-mail"),
    "kind": Text("类型", "kind"),
    "mark": Text("水印编号", "mark"),
    "where": Text("地址", "address"),
    "method": Text("方式", "method"),
    "why": Text("原因", "why"),
    "added": Text("增加", "added"),
    "removed": Text("去掉", "removed"),
    "sight_before": Text("原数据范围", "sight before"),
    "sight": Text("数据范围", "sight"),
    "left_out_before": Text("此前未逐条记录", "left out before"),
    "username": Text("用户名", "user name"),
    "scopes": Text("权限", "scopes"),
    "product": Text("产品", "product"),
    "product_id": Text("产品编号", "product id"),
    "customer_id": Text("客户编号", "customer id"),
    "jar_id": Text("米缸编号", "jar id"),
    "quantity_milli": Text("数量（千分之一）", "quantity (thousandths)"),
    "unit": Text("单位", "unit"),
    "on": Text("日期", "day"),
    "next_on": Text("下次", "next"),
    "run_out_on": Text("吃完日", "runs out"),
    "from_on": Text("从", "from"),
    "until_on": Text("到", "until"),
    "factor": Text("倍数（千分之一）", "factor (thousandths)"),
    "verdict": Text("判断", "verdict"),
    "count": Text("数量", "count"),
    "run": Text("导入批次", "import"),
    "fields": Text("字段", "fields"),
    "form": Text("格式", "form"),
    "export": Text("导出编号", "export"),
    "ended": Text("结束数量", "ended"),
    "chosen": Text("勾选数量", "chosen"),
}
PAIR = 2
MOST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an event: a name and a value, or what was and what is."""

    label: str
    old: str
    new: str
    changed: bool


def told(data: dict[str, Any]) -> list[Line]:
    """Return the lines of an event's data, changes as old and new."""
    return list(_lines(data))[:MOST]


def place_of(kind: str, subject_id: str) -> str:
    """Return where the record of an event can be opened; "" for what has no page."""
    known = subject_id.isalnum() and subject_id not in {"many", "unknown", "0"}
    return PLACES[kind].format(subject_id) if kind in PLACES and known else ""


def _lines(data: dict[str, Any]) -> Iterator[Line]:
    before, after = data.get("before"), data.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            if before.get(key) != after.get(key):
                yield Line(_label(key), _text(before.get(key)), _text(after.get(key)), changed=True)
    paired = isinstance(before, dict) and isinstance(after, dict)
    for key, value in data.items():
        if not (paired and key in {"before", "after"}):
            yield from _line(key, value)


def _line(key: str, value: Any) -> Iterator[Line]:
    if key in {"changes", "changed"} and isinstance(value, dict):
        for code, pair in value.items():
            yield from _line(code, pair)
    elif key in {"fields"} and isinstance(value, list):
        yield Line(_label(key), "", "、".join(_label(str(code)) for code in value), changed=False)
    elif isinstance(value, list) and len(value) == PAIR and not isinstance(value[0], dict | list):
        yield Line(_label(key), _text(value[0]), _text(value[1]), changed=True)
    elif isinstance(value, dict) and {"old", "new"} <= value.keys():
        yield Line(_label(key), _text(value["old"]), _text(value["new"]), changed=True)
    else:
        yield Line(_label(key), "", _text(value), changed=False)


def _label(key: str) -> str:
    return display.say(WORDS[key]) if key in WORDS else customer_values.label(key)


def _text(value: Any) -> str:
    if value in (None, "", [], {}):
        return display.NOTHING
    if isinstance(value, dict):
        return "，".join(f"{_label(key)} {_text(part)}" for key, part in value.items())
    if isinstance(value, list):
        return "、".join(_text(part) for part in value)
    return str(value)
