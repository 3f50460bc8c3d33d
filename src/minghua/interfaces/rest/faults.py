"""Faults of the input in words: what pydantic found, said in both languages."""

from collections.abc import Iterable, Mapping
from typing import Any

from minghua.interfaces.rest.shapes import ErrorOut
from minghua.kernel.words import Text

WORDS: dict[str, Text] = {
    "missing": Text("必填。", "Required."),
    "extra_forbidden": Text("没有这个字段。", "There is no such field."),
    "int_parsing": Text("要填整数。", "Must be a whole number."),
    "int_type": Text("要填整数。", "Must be a whole number."),
    "int_from_float": Text("要填整数。", "Must be a whole number."),
    "bool_parsing": Text("要填 true 或 false。", "Must be true or false."),
    "bool_type": Text("要填 true 或 false。", "Must be true or false."),
    "string_type": Text("要填文字。", "Must be text."),
    "string_too_long": Text("超过 {max_length} 个字。", "Longer than {max_length} characters."),
    "string_too_short": Text("至少 {min_length} 个字。", "Shorter than {min_length} characters."),
    "string_pattern_mismatch": Text("格式不正确。", "Not in the expected form."),
    "greater_than_equal": Text("不能小于 {ge}。", "Must be {ge} or more."),
    "greater_than": Text("必须大于 {gt}。", "Must be more than {gt}."),
    "less_than_equal": Text("不能大于 {le}。", "Must be {le} or less."),
    "literal_error": Text("只能是 {expected}。", "Must be one of {expected}."),
    "enum": Text("只能是 {expected}。", "Must be one of {expected}."),
    "list_type": Text("要填列表。", "Must be a list."),
    "dict_type": Text("要填对象。", "Must be an object."),
    "model_attributes_type": Text("要填对象。", "Must be an object."),
    "too_long": Text("最多 {max_length} 项。", "At most {max_length} items."),
    "too_short": Text("至少 {min_length} 项。", "At least {min_length} items."),
    "date_from_datetime_parsing": Text("日期要写成 YYYY-MM-DD。", "A date is written YYYY-MM-DD."),
    "date_parsing": Text("日期要写成 YYYY-MM-DD。", "A date is written YYYY-MM-DD."),
    "datetime_parsing": Text("时间要写成 RFC 3339，并带时区。", "A moment is written in RFC 3339 with its offset."),
    "datetime_from_date_parsing": Text(
        "时间要写成 RFC 3339，并带时区。", "A moment is written in RFC 3339 with its offset."
    ),
    "timezone_aware": Text("时间要带时区。", "A moment needs its offset."),
}
OTHERWISE = Text("这个值不能接受。", "This value cannot be accepted.")
_NOT_A_FIELD = {"body", "query", "path", "form", "file", "header"}


def worded(found: Iterable[Mapping[str, Any]], language: str) -> list[ErrorOut]:
    """Return each fault with its field path ("lines.0.quantity_milli") and its text."""
    return [_worded(fault, language) for fault in found]


def _worded(fault: Mapping[str, Any], language: str) -> ErrorOut:
    text = WORDS.get(fault["type"], OTHERWISE).say(language)
    return ErrorOut(
        field=_path(fault["loc"]), code=fault["type"], detail=text.format_map(_Known(fault.get("ctx") or {}))
    )


def _path(loc: Iterable[str | int]) -> str:
    steps = list(loc)
    if steps and steps[0] in _NOT_A_FIELD:
        # ninja prefixes the source and the parameter's name: ("body", "body", "name")
        steps = steps[2:] if steps[0] in {"body", "form"} and len(steps) > 2 else steps[1:]
    return ".".join(str(step) for step in steps)


class _Known(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "…"
