"""The operators of each type of field, how many values they take, and what they are called."""

from typing import Final

from minghua.foundation.listing.types import Condition, Field, FieldType, UnknownOperator
from minghua.kernel.words import Text

MANY: Final = -1
ARITY: Final[dict[str, int]] = {
    "is": 1, "is_not": 1, "in": MANY, "not_in": MANY, "empty": 0, "not_empty": 0,
    "contains": 1, "not_contains": 1, "starts_with": 1,
    "gt": 1, "gte": 1, "lt": 1, "lte": 1, "between": 2,
    "today": 0, "yesterday": 0, "tomorrow": 0, "this_week": 0, "this_month": 0, "last_month": 0, "next_month": 0,
    "this_year": 0, "in_last_days": 1, "in_next_days": 1, "not_in_last_days": 1,
}  # fmt: skip
DAY_COUNTS: Final = frozenset({"in_last_days", "in_next_days", "not_in_last_days"})
_SET = ("is", "is_not", "in", "not_in", "empty", "not_empty")
_SIZE = ("is", "is_not", "gt", "gte", "lt", "lte", "between", "empty", "not_empty")
_DAYS = (
    "is", "gt", "gte", "lt", "lte", "between", "in_last_days", "not_in_last_days", "in_next_days", "today", "yesterday",
    "tomorrow", "this_week", "this_month", "last_month", "next_month", "this_year", "empty", "not_empty",
)  # fmt: skip
OPERATORS: Final[dict[str, tuple[str, ...]]] = {
    FieldType.TEXT: ("contains", "not_contains", "starts_with", *_SET),
    FieldType.CHOICE: _SET,
    FieldType.NUMBER: _SIZE,
    FieldType.MONEY: _SIZE,
    FieldType.DATE: _DAYS,
    FieldType.DATETIME: _DAYS,
    FieldType.BOOL: ("is",),
    FieldType.PERSON: _SET,
    FieldType.TEAM: _SET,
    FieldType.TAG: _SET,
}
LABELS: Final[dict[str, Text]] = {
    "is": Text("是", "is"),
    "is_not": Text("不是", "is not"),
    "in": Text("是其中之一", "is one of"),
    "not_in": Text("不是其中任何一个", "is none of"),
    "empty": Text("为空", "is empty"),
    "not_empty": Text("不为空", "is not empty"),
    "contains": Text("包含", "contains"),
    "not_contains": Text("不包含", "does not contain"),
    "starts_with": Text("开头是", "starts with"),
    "gt": Text("大于", "more than"),
    "gte": Text("不小于", "at least"),
    "lt": Text("小于", "less than"),
    "lte": Text("不大于", "at most"),
    "between": Text("介于", "between"),
    "today": Text("今天", "today"),
    "yesterday": Text("昨天", "yesterday"),
    "tomorrow": Text("明天", "tomorrow"),
    "this_week": Text("本周", "this week"),
    "this_month": Text("本月", "this month"),
    "last_month": Text("上月", "last month"),
    "next_month": Text("下月", "next month"),
    "this_year": Text("今年", "this year"),
    "in_last_days": Text("最近几天内", "in the last days"),
    "in_next_days": Text("未来几天内", "in the next days"),
    "not_in_last_days": Text("最近几天内没有", "not in the last days"),
}
_DATE_LABELS: Final[dict[str, Text]] = {
    "gt": Text("晚于", "after"),
    "gte": Text("不早于", "on or after"),
    "lt": Text("早于", "before"),
    "lte": Text("不晚于", "on or before"),
}


def operators_of(field: Field) -> tuple[str, ...]:
    """Return the operators a field answers to."""
    return field.ops or OPERATORS[field.type]


def label(field: Field, op: str) -> Text:
    """Return what an operator is called on that field: a day is later, an amount is more."""
    dated = field.type in {FieldType.DATE, FieldType.DATETIME}
    return _DATE_LABELS.get(op, LABELS[op]) if dated else LABELS[op]


def check_operator(field: Field, condition: Condition) -> None:
    """Raise UnknownOperator unless the field answers to the condition's operator."""
    known = operators_of(field)
    if condition.op not in known:
        raise UnknownOperator(field=field.code, name=field.code, op=condition.op[:40], known="、".join(known))
