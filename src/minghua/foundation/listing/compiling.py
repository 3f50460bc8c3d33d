"""Filters compiled to one WHERE over allow-listed fields; values are always parameters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q, QuerySet

from minghua.foundation.listing.operators import DAY_COUNTS, check_operator
from minghua.foundation.listing.types import Condition, Field, Fields, FieldType, Filter, Value, named
from minghua.foundation.listing.windows import window
from minghua.foundation.people.types import Actor
from minghua.kernel.periods import Period

M = TypeVar("M", bound=Model)
NOTHING: Final = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class _Asked:
    """For whom and when a filter is asked: "me" and "today" depend on it."""

    viewer: Actor
    on: date
    tz: ZoneInfo


def narrow(queryset: "QuerySet[M]", group: Filter, fields: Fields, *, on: date, viewer: Actor) -> "QuerySet[M]":
    """Return the rows the filter keeps on that local day; raises UnknownField or UnknownOperator."""
    return queryset.filter(where(group, fields, on=on, viewer=viewer)) if group else queryset


def where(group: Filter, fields: Fields, *, on: date, viewer: Actor) -> Q:
    """Return the filter as one condition."""
    return _group(group, fields, _Asked(viewer, on, ZoneInfo(settings.TIME_ZONE)))


def _group(group: Filter, fields: Fields, asked: _Asked) -> Q:
    parts = [
        _condition(part, named(fields, part.field), asked)
        if isinstance(part, Condition)
        else _group(part, fields, asked)
        for part in group.parts
    ]
    if not parts:
        return Q()
    return reduce(and_ if group.kind == "all" else or_, parts)


def _condition(condition: Condition, field: Field, asked: _Asked) -> Q:
    check_operator(field, condition)
    values = [_resolved(value, field, asked.viewer) for value in condition.values]
    if field.holds is not None:
        held: Q = field.holds(asked.viewer, asked.on)
        return held if values[0] else ~held
    if field.through is not None:
        return _through(field, condition.op, values)
    if field.type in {FieldType.DATE, FieldType.DATETIME}:
        return _dated(field, condition.op, values, asked)
    return _compared(field, condition.op, values)


def _resolved(value: Value, field: Field, viewer: Actor) -> Value:
    """“me” and “mine” are whoever looks; nobody has the id 0."""
    if field.type == FieldType.PERSON and value == "me":
        return viewer.user_id or 0
    if field.type == FieldType.TEAM and value == "mine":
        return viewer.team_id or 0
    return value


_LOOKUPS: Final = {
    "is": "", "in": "__in", "contains": "__icontains", "starts_with": "__istartswith",
    "gt": "__gt", "gte": "__gte", "lt": "__lt", "lte": "__lte",
}  # fmt: skip
_OPPOSITES: Final = {"is_not": "is", "not_in": "in", "not_contains": "contains", "not_empty": "empty"}


def _compared(field: Field, op: str, values: list[Any]) -> Q:
    if op in _OPPOSITES:
        return ~_compared(field, _OPPOSITES[op], values) | _missing(field, op)
    if op == "empty":
        blank = field.type in {FieldType.TEXT, FieldType.CHOICE}
        return Q(**{f"{field.path}__isnull": True}) | (Q(**{field.path: ""}) if blank else NOTHING)
    if op == "between":
        return Q(**{f"{field.path}__gte": values[0], f"{field.path}__lte": values[1]})
    return Q(**{field.path + _LOOKUPS[op]: values if op == "in" else values[0]})


def _missing(field: Field, op: str) -> Q:
    """What was never filled in is not the value either; a key of a JSON column is NULL then, and NOT NULL is no yes."""
    return (
        Q(**{f"{field.path}__isnull": True})
        if ("__" in field.path or field.nullable) and op != "not_empty"
        else NOTHING
    )


def _through(field: Field, op: str, values: list[Any]) -> Q:
    if op in _OPPOSITES:
        return ~_through(field, _OPPOSITES[op], values)
    link = field.through
    assert link is not None  # noqa: S101 (the caller looked)
    ties = apps.get_model(link.model)._default_manager.all()
    if op == "empty":
        return ~Q(pk__in=ties.values(link.subject))
    return Q(pk__in=ties.filter(**{f"{link.value}__in": values}).values(link.subject))


def _dated(field: Field, op: str, values: list[Any], asked: _Asked) -> Q:
    if op in {"empty", "not_empty"}:
        return Q(**{f"{field.path}__isnull": op == "empty"})
    edge: Callable[[date], date] = (lambda day: day) if field.type == FieldType.DATE else _midnight(asked.tz)
    if op in _EDGES:
        return _against(field, op, values, edge)
    days = values[0] if op in DAY_COUNTS else 0
    inside = _within(field, window(op, days, on=asked.on), edge)
    return ~inside if op == "not_in_last_days" else inside


def _midnight(tz: ZoneInfo) -> Callable[[date], date]:
    return lambda day: datetime.combine(day, time.min, tz)


_EDGES: Final = {"is", "gt", "gte", "lt", "lte", "between"}


def _against(field: Field, op: str, values: list[Any], edge: Callable[[date], date]) -> Q:
    """A whole day given for an instant means all of that day."""
    if isinstance(values[0], datetime):
        return _compared(field, op, values)
    first, last = values[0], values[-1]
    if op in {"is", "between"}:
        return _from(field, edge(first)) & _before(field, edge(last + timedelta(days=1)))
    if op in {"gt", "lte"}:
        first += timedelta(days=1)
    return _from(field, edge(first)) if op in {"gt", "gte"} else _before(field, edge(first))


def _within(field: Field, period: Period, edge: Callable[[date], date]) -> Q:
    return _from(field, edge(period.start)) & _before(field, edge(period.end))


def _from(field: Field, start: date) -> Q:
    return Q(**{f"{field.path}__gte": start})


def _before(field: Field, end: date) -> Q:
    return Q(**{f"{field.path}__lt": end})
