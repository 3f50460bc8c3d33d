"""Filters, orders and views as JSON and as addresses, both ways; what is not allowed is refused by name."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, Literal, Protocol
from urllib.parse import urlencode

from minghua.foundation.listing.operators import ARITY, DAY_COUNTS, MANY, check_operator
from minghua.foundation.listing.types import (
    BadFilter,
    Condition,
    Field,
    Fields,
    Filter,
    Group,
    Sort,
    Spec,
    Value,
    named,
)
from minghua.foundation.listing.values import parse_days, parse_value, plain_value, typed_value
from minghua.kernel.errors import Refusal

DEEPEST: Final = 5
MOST_CONDITIONS: Final = 40
MOST_VALUES: Final = 200
MOST_SORTS: Final = 3
LONGEST_JSON: Final = 20_000
LONGEST_TEXT: Final = 100
OURS: Final = {"filter", "sort", "columns", "board"}


class Params(Protocol):
    """What an address offers: the names and all values of each (Django's QueryDict)."""

    def keys(self) -> Iterable[str]: ...
    def getlist(self, key: str) -> list[str]: ...


def filter_from_json(data: Any, fields: Fields) -> Filter:
    """Return the filter of `{"all": [["status", "is", "lost"], {"any": […]}]}`; raises a Refusal (422)."""
    if data in (None, {}, []):
        return Group()
    found = _group(data, fields, depth=1)
    if sum(1 for _ in found.conditions()) > MOST_CONDITIONS:
        raise _too_large()
    return found


def _group(data: Any, fields: Fields, *, depth: int) -> Group:
    if depth > DEEPEST:
        raise _too_large()
    if not isinstance(data, Mapping) or len(data) != 1:
        raise _malformed()
    kind, parts = next(iter(data.items()))
    if kind not in {"all", "any"} or not isinstance(parts, list):
        raise _malformed()
    if len(parts) > MOST_CONDITIONS:
        raise _too_large()
    known: Literal["all", "any"] = "all" if kind == "all" else "any"
    return Group(known, tuple(_part(part, fields, depth=depth) for part in parts))


def _part(data: Any, fields: Fields, *, depth: int) -> Condition | Group:
    if isinstance(data, Mapping):
        return _group(data, fields, depth=depth + 1)
    if not isinstance(data, list) or len(data) < 2 or not isinstance(data[0], str) or not isinstance(data[1], str):
        raise _malformed()
    return condition(named(fields, data[0]), data[1], data[2:])


def condition(field: Field, op: str, raw: list[Any]) -> Condition:
    """Return the condition on a field with its values understood; raises a Refusal (422)."""
    check_operator(field, Condition(field.code, op))
    arity = ARITY[op]
    if (len(raw) != arity and arity != MANY) or (arity == MANY and not 1 <= len(raw) <= MOST_VALUES):
        raise BadFilter(
            f"字段「{field.label.zh}」的条件值个数不对。",
            f"The condition on “{field.label.en}” has the wrong number of values.",
            field=field.code,
        )
    if op in DAY_COUNTS:
        return Condition(field.code, op, (parse_days(field, raw[0]),))
    return Condition(field.code, op, tuple(parse_value(field, value) for value in raw))


def filter_to_json(group: Filter) -> dict[str, Any]:
    """Return the JSON of a filter, which `filter_from_json` reads back."""
    return {group.kind: [_part_to_json(part) for part in group.parts]}


def _part_to_json(part: Condition | Group) -> Any:
    if isinstance(part, Group):
        return filter_to_json(part)
    return [part.field, part.op, *(plain_value(value) for value in part.values)]


def sorts_from_codes(codes: Iterable[str], fields: Fields) -> tuple[Sort, ...]:
    """Return the order written as codes, `-` before a descending one; raises UnknownField."""
    sorts = tuple(
        Sort(named(fields, code.removeprefix("-"), sortable=True).code, code.startswith("-")) for code in codes if code
    )
    if len(sorts) > MOST_SORTS or len({sort.field for sort in sorts}) != len(sorts):
        raise BadFilter("最多按三个不同字段排序。", "Sort by three different fields at most.", field="sort")
    return sorts


def spec_from_query(params: Params, fields: Fields) -> Spec:
    """Return the view an address asks for; raises a Refusal (422) naming what is wrong."""
    nested = _nested(params, fields)
    flat = tuple(_flat_conditions(params, fields))
    parts = (*flat, *(() if not nested else nested.parts if nested.kind == "all" else (nested,)))
    if len(parts) > MOST_CONDITIONS:
        raise _too_large()
    columns = _listed(params, "columns")
    board = "".join(params.getlist("board")[:1])
    return Spec(
        Group("all", parts),
        sorts_from_codes(_listed(params, "sort"), fields),
        tuple(named(fields, code).code for code in columns),
        named(fields, board).code if board else "",
        _words("".join(params.getlist("q")[:1])),
    )


def _words(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST_TEXT]


def _listed(params: Params, key: str) -> list[str]:
    return [code for value in params.getlist(key) for code in value.split(",") if code]


def _nested(params: Params, fields: Fields) -> Filter:
    given = "".join(params.getlist("filter")[:1])
    if len(given) > LONGEST_JSON:
        raise _too_large()
    try:
        return filter_from_json(json.loads(given) if given else None, fields)
    except (ValueError, RecursionError) as error:
        raise _malformed() from error


def _flat_conditions(params: Params, fields: Fields) -> Iterable[Condition]:
    """`code=x` and `code.op=x`; a name that is no field and has no dot belongs to somebody else."""
    codes = {field.code for field in fields}
    for key in params.keys():  # noqa: SIM118 (a QueryDict's items are not its names)
        code, dot, op = key.partition(".")
        if (dot or code in codes) and key not in OURS and code and not code.startswith("_"):
            values = [value for value in params.getlist(key) if value != "" or op in {"empty", "not_empty"}]
            if values or ARITY.get(op) == 0:
                yield typed_condition(named(fields, code), op or "is", values)


def typed_condition(field: Field, op: str, values: list[str]) -> Condition:
    """Return the condition on a field with values as a person types them; raises a Refusal (422)."""
    if op == "is" and len(values) > 1:
        op = "in"
    if ARITY.get(op) == 0:
        values = []
    if op == "between" and len(values) == 1:
        values = values[0].split("..")
    return condition(field, op, list(values))


def spec_to_query(spec: Spec, fields: Fields) -> str:
    """Return the address part of a view: readable when the filter is flat, JSON when it is nested."""
    pairs: list[tuple[str, str]] = [("q", spec.text)]
    if _is_flat(spec.filter):
        for part in spec.filter.conditions():
            pairs += _pairs(part, named(fields, part.field))
    else:
        pairs.append(("filter", json.dumps(filter_to_json(spec.filter), ensure_ascii=False, separators=(",", ":"))))
    pairs += [("sort", ",".join(sort.code for sort in spec.sorts)), ("columns", ",".join(spec.columns))]
    pairs.append(("board", spec.board))
    return urlencode([(key, value) for key, value in pairs if value], safe=",.:")


def _is_flat(group: Filter) -> bool:
    keys = [(part.field, part.op) for part in group.parts if isinstance(part, Condition)]
    texts = [value for part in group.conditions() for value in part.values]
    single = group.kind == "all" or len(group.parts) <= 1
    return single and len(keys) == len(group.parts) and len(set(keys)) == len(keys) and "" not in texts


def _pairs(part: Condition, field: Field) -> list[tuple[str, str]]:
    key = field.code if part.op == "is" else f"{field.code}.{part.op}"
    if not part.values:
        return [(key, "1")]
    values = [typed_value(field, value) if part.op not in DAY_COUNTS else str(value) for value in part.values]
    return [(key, "..".join(values))] if part.op == "between" else [(key, value) for value in values]


def spec_to_json(spec: Spec) -> dict[str, Any]:
    """Return what a saved view keeps."""
    return {
        "filter": filter_to_json(spec.filter),
        "sort": [sort.code for sort in spec.sorts],
        "columns": list(spec.columns),
        "board": spec.board,
        "text": spec.text,
    }


def spec_from_json(data: Any, fields: Fields) -> Spec:
    """Return the view that JSON describes; raises a Refusal (422)."""
    if not isinstance(data, Mapping):
        raise _malformed()
    sort, columns = data.get("sort") or [], data.get("columns") or []
    board, text = data.get("board") or "", data.get("text") or ""
    if [type(part) for part in (sort, columns, board, text)] != [list, list, str, str]:
        raise _malformed()
    return Spec(
        filter_from_json(data.get("filter"), fields),
        sorts_from_codes([str(code) for code in sort], fields),
        tuple(named(fields, str(code)).code for code in columns),
        named(fields, board).code if board else "",
        _words(text),
    )


def remembered_spec(data: Any, fields: Fields) -> Spec:
    """Return what is still understood of an old view: fields that are gone are left out, never an error."""
    given = data if isinstance(data, Mapping) else {}
    kept = {key: _remembered(key, given.get(key), fields) for key in ("filter", "sort", "columns", "board", "text")}
    return spec_from_json(kept, fields)


def _remembered(key: str, value: Any, fields: Fields) -> Any:
    """The value if it is still good, else the part of it that is, else nothing."""
    known = [code for code in value if _known(code, fields)] if isinstance(value, list) else None
    for candidate in (value, known):
        try:
            spec_from_json({key: candidate}, fields)
        except Refusal:
            continue
        return candidate
    return None


def _known(code: Any, fields: Fields) -> bool:
    return any(field.code == str(code).removeprefix("-") for field in fields)


def _malformed() -> BadFilter:
    return BadFilter(
        "筛选条件的格式不对。",
        "The filter is not well formed.",
        field="filter",
        remedy_zh='写法：{{"all": [["字段", "比较", "值"]]}}。',
        remedy_en='Write {{"all": [["field", "operator", "value"]]}}.',
    )


def _too_large() -> BadFilter:
    return BadFilter(
        f"筛选条件过多或嵌套过深（至多 {MOST_CONDITIONS} 个条件、{DEEPEST} 层）。",
        f"Too many conditions or too deep a filter (at most {MOST_CONDITIONS} conditions, {DEEPEST} levels).",
        field="filter",
    )


def removed(spec: Spec, unwanted: Condition) -> Spec:
    """Return the view without one condition of its outermost group: what a chip's cross does."""
    parts = tuple(part for part in spec.filter.parts if part != unwanted)
    return replace(spec, filter=Group(spec.filter.kind, parts))


__all__ = [
    "condition", "filter_from_json", "filter_to_json", "remembered_spec", "removed", "sorts_from_codes",
    "spec_from_json", "spec_from_query", "spec_to_json", "spec_to_query", "typed_condition", "Value",
]  # fmt: skip
