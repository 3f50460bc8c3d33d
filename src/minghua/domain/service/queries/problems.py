"""Reads of Problems: the list with the gravest first, one with its whole story."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from minghua.domain.customers import queries as customer_reads
from minghua.domain.service.models import Holding, Occurrence, Problem, Repair, Rest
from minghua.domain.service.queries import problem_facts as facts
from minghua.domain.service.rules import problems as rules
from minghua.domain.service.types.problems import Line, ProblemPage, ProblemRow, ProblemState
from minghua.foundation.listing import paging
from minghua.foundation.listing.types import Field, Sort
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.paging import Page
from minghua.kernel.words import Text

PROBLEM_FIELDS: Final[tuple[Field, ...]] = (
    Field("level", Text("级别", "Level"), "number", "level", sortable=True),
    Field("reports", Text("报修次数", "Reports"), "number", "reports", sortable=True),
    Field("first", Text("首次报修", "First told"), "datetime", "first_at", sortable=True),
    Field("last", Text("最近报修", "Last told"), "datetime", "last_at", sortable=True),
)
GRAVEST_FIRST: Final = (Sort("level", descending=True), Sort("first"))
_ROW: Final = (
    "id", "unit_id", "unit__product__name", "place", "customer_id", "told_name", "symptom", "condition", "state", "level",
    "reports", "first_at", "last_at",
)  # fmt: skip


def suffered(
    viewer: Actor, *, state: str = "", unit_id: int | None = None, customer_id: int | None = None
) -> "QuerySet[Problem]":
    """Return the Problems in reach that a filter keeps; raises Invalid for a state that there is not."""
    require(viewer, "service.view")
    require(viewer, "customers.view")
    rows = visible(Problem.objects.all(), viewer)
    if state and state not in {*ProblemState, "unended"}:
        raise Invalid("没有这种筛选。", "There is no such filter.", field="state")
    if state == "unended":
        rows = rows.filter(level__gt=0)
    elif state:
        rows = rows.filter(state=state)
    kept = {"unit_id": unit_id, "customer_id": customer_id}
    return rows.filter(**{name: value for name, value in kept.items() if value is not None})


def problems(
    viewer: Actor, *, state: str = "", unit_id: int | None = None, customer_id: int | None = None,
    sorts: tuple[Sort, ...] = (), cursor: str | None = None, limit: int = 50,
) -> Page[ProblemRow]:  # fmt: skip
    """Return one page of Problems, the gravest and oldest first; raises BadCursor, UnknownField, Invalid."""
    found = suffered(viewer, state=state, unit_id=unit_id, customer_id=customer_id)
    page = paging.page(found, sorts or GRAVEST_FIRST, PROBLEM_FIELDS, cursor=cursor, limit=limit)
    rows = {row.id: row for row in _rows(viewer, Problem.objects.filter(pk__in=[each.pk for each in page.items]))}
    return Page(tuple(rows[each.pk] for each in page.items), page.next_cursor, page.previous_cursor)


def problem_count(viewer: Actor, *, state: str = "") -> paging.Count:
    """Return how many Problems the list has, counted no further than 10,000."""
    return paging.capped_count(suffered(viewer, state=state))


def problem(viewer: Actor, problem_id: int, *, at: datetime) -> ProblemPage:
    """Return one Problem with its story from the first word on; raises NotFound."""
    found = _rows(viewer, suffered(viewer).filter(pk=problem_id))
    if not found:
        raise NotFound(field="problem_id")
    row = found[0]
    story = sorted((*_reports(row.id), *_repairs(row.id), *_rests(row.id)), key=lambda line: (line.at, line.what))
    return ProblemPage(
        row, rules.handling(row.level), tuple(story), max(0, (at - row.last_at).days), facts.quiet_days(on=at)
    )


def problem_of_case(viewer: Actor, case_id: int, *, at: datetime) -> ProblemPage | None:
    """Return the Problem that a case is a report of; None for a case that reports none."""
    named = Occurrence.objects.filter(case_id=case_id).values_list("problem_id", flat=True).first()
    return None if named is None else problem(viewer, named, at=at)


def _rows(viewer: Actor, rows: "QuerySet[Problem]") -> list[ProblemRow]:
    stands = Holding.objects.filter(unit_id=OuterRef("unit_id")).order_by("-from_on", "-pk").values("place")[:1]
    told = rows.select_related("customer").annotate(
        told_name=customer_reads.told_name(viewer), place=Coalesce(Subquery(stands), Value(""))
    )
    return [ProblemRow(*row) for row in told.values_list(*_ROW)]


def _by(name: str | None) -> str:
    return name or ""


def _reports(problem_id: int) -> Iterator[Line]:
    rows = Occurrence.objects.filter(problem_id=problem_id).values_list(
        "at", "by__name", "level", "symptom", "condition", "words", "channel", "case_id"
    )
    for at, by, level, symptom, condition, words, channel, case_id in rows:
        yield Line("report", at, _by(by), level, symptom, condition, words, "", channel, case_id)


def _repairs(problem_id: int) -> Iterator[Line]:
    rows = Repair.objects.filter(occurrence__problem_id=problem_id).annotate(case=F("occurrence__case_id"))
    for at, by, outcome, words, parts, case_id in rows.values_list(
        "at", "by__name", "outcome", "diagnosis", "parts", "case"
    ):
        yield Line("repair", at, _by(by), 0, outcome, "", words, parts, "", case_id)


def _rests(problem_id: int) -> Iterator[Line]:
    for at, by, basis, words in Rest.objects.filter(problem_id=problem_id).values_list(
        "at", "by__name", "basis", "words"
    ):
        yield Line("rest", at, _by(by), 0, basis, "", words, "", "", None)
