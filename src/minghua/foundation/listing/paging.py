"""Keyset pages over any allowed order, forward and backward, on both databases; never OFFSET."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import DateTimeField, F, JSONField, Model, OrderBy, Q, QuerySet
from django.db.models import Field as Column

from minghua.foundation.listing.types import Fields, Sort, named
from minghua.kernel.paging import BadCursor, Page, decode_cursor, encode_cursor

M = TypeVar("M", bound=Model)
LARGEST_PAGE = 500
CAP = 10_000


@dataclass(frozen=True, slots=True)
class Count:
    """A number of rows, or that there are more than were counted."""

    number: int
    capped: bool

    def __str__(self) -> str:
        return f"{self.number}+" if self.capped else str(self.number)


@dataclass(frozen=True, slots=True)
class _Key:
    """One column of the order; `column` is None for the primary key's own check."""

    path: str
    descending: bool
    nullable: bool
    column: "Column[Any, Any] | None"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of the list in which the first key is null for all rows or for none: each part walks an index."""

    condition: Q
    keys: tuple[_Key, ...]


def page(
    queryset: "QuerySet[M]",
    sorts: Sequence[Sort],
    fields: Fields,
    *,
    cursor: str | None = None,
    limit: int = 50,
    parts: "Sequence[QuerySet[M]]" = (),
) -> Page[M]:
    """Return one page of model instances with the cursors of its neighbours; raises BadCursor, UnknownField.

    Where the same rows are given in parts, the first of each are looked up by their ids alone before any row is read.
    """
    keys = _keys(queryset, sorts, fields)
    limit = max(1, min(limit, LARGEST_PAGE))
    backward, place = _decoded(cursor, sorts, keys) if cursor else (False, None)
    rows = _rows(queryset, keys, place, backward=backward, limit=limit + 1, parts=parts)
    more, rows = len(rows) > limit, rows[:limit]
    if backward:
        rows.reverse()
    return Page(
        tuple(rows),
        next_cursor=_encoded("n", sorts, rows[-1], keys) if rows and (more or backward) else None,
        previous_cursor=_encoded("p", sorts, rows[0], keys) if rows and (more if backward else place) else None,
    )


def neighbours(
    queryset: "QuerySet[M]", sorts: Sequence[Sort], fields: Fields, key: int, *, parts: "Sequence[QuerySet[M]]" = ()
) -> tuple[int | None, int | None]:
    """Return the ids before and after one row of the list; (None, None) when the row is not in it."""
    keys = _keys(queryset, sorts, fields)
    row = _annotated(queryset, keys).filter(pk=key).first()
    if row is None:
        return None, None
    place = _place(row, keys)
    before = _rows(queryset, keys, place, backward=True, limit=1, parts=parts)
    after = _rows(queryset, keys, place, backward=False, limit=1, parts=parts)
    return (before[0].pk if before else None), (after[0].pk if after else None)


def capped_count(*parts: "QuerySet[M]", cap: int = CAP) -> Count:
    """Return how many rows there are in parts that share none, counting no further than the cap."""
    number = 0
    for part in parts:
        if number <= cap:
            number += part.order_by()[: cap + 1 - number].count()
    return Count(min(number, cap), number > cap)


def _keys(queryset: "QuerySet[M]", sorts: Sequence[Sort], fields: Fields) -> tuple[_Key, ...]:
    keys = []
    for sort in sorts:
        path = named(fields, sort.field, sortable=True).path
        nullable, column = _column(queryset, path)
        keys.append(_Key(path, sort.descending, nullable, column))
    last = _Key("pk", bool(sorts and sorts[0].descending), False, queryset.model._meta.pk)
    return (*keys, last)


def _column(queryset: "QuerySet[Any]", path: str) -> "tuple[bool, Column[Any, Any] | None]":
    """Whether a path may end in null, and its column; an annotated expression is its own column."""
    if path in queryset.query.annotations:
        return True, queryset.query.annotations[path].output_field
    model = queryset.model
    nullable = False
    found: Column[Any, Any] | None = None
    for name in path.split("__"):
        try:
            column = model._meta.get_field(name)
        except FieldDoesNotExist:
            return True, None
        if not isinstance(column, Column) or isinstance(column, JSONField):
            return True, None
        found, nullable = column, nullable or column.null
        model = column.related_model or model
    return nullable, found


def _rows(
    queryset: "QuerySet[M]",
    keys: tuple[_Key, ...],
    place: tuple[Any, ...] | None,
    *,
    backward: bool,
    limit: int,
    parts: "Sequence[QuerySet[M]]",
) -> list[M]:
    rows: list[M] = []
    for stretch in _stretches(keys, place, backward=backward):
        left = limit - len(rows)
        if left <= 0:
            break
        order = [_ordered(key, backward=backward) for key in stretch.keys]
        wanted = _annotated(queryset, keys).filter(stretch.condition)
        if parts:
            first = (
                part.filter(stretch.condition).order_by(*order).values_list("pk", flat=True)[:left] for part in parts
            )
            wanted = wanted.filter(pk__in=[key for keys_of_part in first for key in keys_of_part])
        rows += wanted.order_by(*order)[:left]
    return rows


def _annotated(queryset: "QuerySet[M]", keys: tuple[_Key, ...]) -> "QuerySet[M]":
    return queryset.annotate(**{f"sort_{index}": F(key.path) for index, key in enumerate(keys[:-1])})


def _ordered(key: _Key, *, backward: bool) -> OrderBy:
    descending = key.descending != backward
    if not key.nullable:
        return OrderBy(F(key.path), descending=descending)
    last = None if backward else True
    return OrderBy(F(key.path), descending=descending, nulls_last=last, nulls_first=None if last else True)


def _stretches(keys: tuple[_Key, ...], place: tuple[Any, ...] | None, *, backward: bool) -> Iterator[_Stretch]:
    first, rest = keys[0], keys[1:]
    if not first.nullable:
        yield _Stretch(_beyond(keys, place, backward=backward), keys)
        return
    given = _Stretch(Q(**{f"{first.path}__isnull": False}), (_Key(first.path, first.descending, False, None), *rest))
    missing = _Stretch(Q(**{f"{first.path}__isnull": True}), rest)
    if place is None:
        yield from (missing, given) if backward else (given, missing)
    elif place[0] is None:
        yield _Stretch(missing.condition & _beyond(rest, place[1:], backward=backward), rest)
        yield from (given,) if backward else ()
    else:
        yield _Stretch(given.condition & _beyond(given.keys, place, backward=backward), given.keys)
        yield from () if backward else (missing,)


def _beyond(keys: Sequence[_Key], place: tuple[Any, ...] | None, *, backward: bool) -> Q:
    """Rows after the place: further in the first key, or equal there and further in the next, and so on."""
    if place is None:
        return Q()
    ways: list[Q] = []
    equal = Q()
    for key, value in zip(keys, place, strict=True):
        step = _further(key, value, backward=backward)
        if step is not None:
            ways.append(equal & step)
        equal &= Q(**{f"{key.path}__isnull": True}) if value is None else Q(**{key.path: value})
    beyond = reduce(or_, ways)
    if keys[0].nullable:
        return beyond
    bound = "lte" if keys[0].descending != backward else "gte"  # says nothing new, but lets an index seek
    return Q(**{f"{keys[0].path}__{bound}": place[0]}) & beyond


def _further(key: _Key, value: Any, *, backward: bool) -> Q | None:
    """Rows further along one key. Nulls stand last, so going forward they lie beyond every value, going back none."""
    if value is None:
        return Q(**{f"{key.path}__isnull": False}) if backward else None
    step = Q(**{f"{key.path}__{'lt' if key.descending != backward else 'gt'}": value})
    return step | Q(**{f"{key.path}__isnull": True}) if key.nullable and not backward else step


def _place(row: Model, keys: tuple[_Key, ...]) -> tuple[Any, ...]:
    return (*(getattr(row, f"sort_{index}") for index in range(len(keys) - 1)), row.pk)


def _signature(sorts: Sequence[Sort]) -> str:
    return ",".join(sort.code for sort in sorts)


def _encoded(way: str, sorts: Sequence[Sort], row: Model, keys: tuple[_Key, ...]) -> str:
    return encode_cursor((way, _signature(sorts), *_place(row, keys)))


def _decoded(cursor: str, sorts: Sequence[Sort], keys: tuple[_Key, ...]) -> tuple[bool, tuple[Any, ...]]:
    way, signature, *place = decode_cursor(cursor, *[object] * (len(keys) + 2))
    if way not in {"n", "p"} or signature != _signature(sorts):
        raise BadCursor(field="cursor")
    return way == "p", tuple(_checked(value, key) for value, key in zip(place, keys, strict=True))


def _checked(value: Any, key: _Key) -> Any:
    """A cursor comes from outside: its values must be what the columns hold."""
    if value is None and key.nullable:
        return None
    dated = isinstance(value, date)
    if dated and (isinstance(key.column, DateTimeField) != (isinstance(value, datetime) and value.tzinfo is not None)):
        raise BadCursor(field="cursor")
    try:
        known = value if key.column is None else key.column.to_python(value)
    except (ValidationError, ValueError, TypeError, OverflowError):
        raise BadCursor(field="cursor") from None
    if known is None or type(known) is not type(value) or (isinstance(value, int) and abs(value) > 2**63 - 1):
        raise BadCursor(field="cursor")
    if isinstance(value, str) and "\x00" in value:
        raise BadCursor(field="cursor")
    return known
