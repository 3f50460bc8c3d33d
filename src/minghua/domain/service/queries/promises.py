"""Reads of promises: the list with the most overdue first, and how each owner and department keeps its word."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from minghua.domain.customers import queries as customer_reads
from minghua.domain.service.models import Promise
from minghua.domain.service.rules import promises as rules
from minghua.domain.service.types.promises import PromiseFacts, PromiseRow, PromiseState, Tally
from minghua.foundation.listing import paging
from minghua.foundation.listing.types import Field, Sort
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid
from minghua.kernel.paging import Page
from minghua.kernel.words import Text

PROMISE_FIELDS: Final[tuple[Field, ...]] = (
    Field("due", Text("兑现时间", "Due"), "datetime", "due_at", sortable=True),
    Field("given", Text("承诺时间", "Given"), "datetime", "given_at", sortable=True),
)
OLDEST_FIRST: Final = (Sort("due"),)
_ENDED: Final = Q(kept_at__isnull=False) | Q(waived_at__isnull=False)


class PromiseFilter(NamedTuple):
    """Which promises a list keeps; empty fields keep all. `state` "unended" keeps what is open or broken."""

    state: str = ""
    owner_id: int | None = None
    customer_id: int | None = None
    unit_id: int | None = None
    problem_id: int | None = None


ALL: Final = PromiseFilter()


def given(viewer: Actor, keep: PromiseFilter = ALL, *, at: datetime) -> "QuerySet[Promise]":
    """Return the promises in reach that a filter keeps; raises Invalid for a state that there is not."""
    require(viewer, "service.view")
    require(viewer, "customers.view")
    rows = visible(Promise.objects.all(), viewer)
    if keep.state:
        rows = rows.filter(_in_state(keep.state, at))
    kept = {name: value for name, value in keep._asdict().items() if name != "state" and value is not None}
    return rows.filter(**kept)


def promises(
    viewer: Actor, keep: PromiseFilter = ALL, *, at: datetime, sorts: tuple[Sort, ...] = (), cursor: str | None = None,
    limit: int = 50,
) -> Page[PromiseRow]:  # fmt: skip
    """Return one page of promises, the longest overdue first; raises BadCursor, UnknownField, Invalid."""
    rows = given(viewer, keep, at=at).select_related("customer", "owner", "team")
    named = rows.annotate(told_name=customer_reads.told_name(viewer))
    page = paging.page(named, sorts or OLDEST_FIRST, PROMISE_FIELDS, cursor=cursor, limit=limit)
    return Page(tuple(_row(row, at=at) for row in page.items), page.next_cursor, page.previous_cursor)


def promise_count(viewer: Actor, keep: PromiseFilter = ALL, *, at: datetime) -> paging.Count:
    """Return how many promises the list has, counted no further than 10,000."""
    return paging.capped_count(given(viewer, keep, at=at))


def kept_by_owner(viewer: Actor, *, at: datetime) -> list[Tally]:
    """Return how each owner keeps promises, those with most overdue first."""
    return _tallies(viewer, "owner_id", "owner__name", at=at)


def kept_by_team(viewer: Actor, *, at: datetime) -> list[Tally]:
    """Return how each department keeps promises, those with most overdue first."""
    return _tallies(viewer, "team_id", "team__name", at=at)


def _tallies(viewer: Actor, key: str, name: str, *, at: datetime) -> list[Tally]:
    counts = {
        "open": Count("pk", filter=_in_state(PromiseState.OPEN, at)),
        "overdue": Count("pk", filter=_in_state(PromiseState.BROKEN, at)),
        "kept": Count("pk", filter=_in_state(PromiseState.KEPT, at)),
        "late": Count("pk", filter=_in_state(PromiseState.LATE, at)),
        "waived": Count("pk", filter=_in_state(PromiseState.WAIVED, at)),
    }
    rows = given(viewer, at=at).order_by().values_list(key, name).annotate(**counts)
    tallies = [Tally(pk, called or "", *numbers) for pk, called, *numbers in rows]
    return sorted(tallies, key=lambda each: (-each.overdue, each.name, each.key or 0))


def _in_state(state: str, at: datetime) -> Q:
    """The rule `rules.promises.state` as one WHERE; a test holds the two together."""
    states = {
        PromiseState.OPEN: ~_ENDED & Q(due_at__gte=at),
        PromiseState.BROKEN: ~_ENDED & Q(due_at__lt=at),
        PromiseState.KEPT: Q(kept_at__lte=F("due_at")),
        PromiseState.LATE: Q(kept_at__gt=F("due_at")),
        PromiseState.WAIVED: Q(waived_at__isnull=False),
        "unended": ~_ENDED,
    }
    if state not in states:
        raise Invalid("没有这种筛选。", "There is no such filter.", field="state")
    return states[state]


def _row(row: Any, *, at: datetime) -> PromiseRow:
    facts = PromiseFacts(row.due_at, row.kept_at, row.waived_at)
    return PromiseRow(
        row.pk, row.customer_id, row.told_name, row.unit_id, row.problem_id, row.case_id, row.kind, row.origin, row.text,
        row.owner_id, row.owner.name, row.team.name if row.team else "", row.given_at, row.due_at, rules.state(facts, at=at),
        row.kept_at, row.evidence, row.waived_words, row.breached_at is not None or (row.due_at < at and not _ended(row)),
    )  # fmt: skip


def _ended(row: Any) -> bool:
    return row.kept_at is not None or row.waived_at is not None
