"""Reads of business grades: the list, all about one customer, the open reviews."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering.models import GradeReview, GradeState, Grading
from minghua.domain.tiering.queries.grade_cards import in_force
from minghua.domain.tiering.queries.grade_facts import books_of, plain, typed_of
from minghua.domain.tiering.rules.grading import shown
from minghua.domain.tiering.types import GRADES, GradeRow, GradeSheet, GradingRow, InputRow, ReviewRow
from minghua.domain.tiering.types.grading import Scorecard, Source
from minghua.foundation.listing import paging
from minghua.foundation.listing.types import Field, Sort
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.paging import Page
from minghua.kernel.words import Text

GRADE_FIELDS: Final[tuple[Field, ...]] = (
    Field("score", Text("得分", "Score"), "number", "score_e6", sortable=True, scale=6, nullable=True),
    Field("since", Text("自", "Since"), "date", "since_on", sortable=True),
)
BEST_FIRST: Final = (Sort("score", descending=True),)
WAITING: Final = "none"
_E4: Final = 10_000


def graded(viewer: Actor, *, grade: str = "", review: bool = False, vetoed: bool = False) -> "QuerySet[GradeState]":
    """Return where the visible customers stand: of one grade ("none": waiting), with an open review, under a veto."""
    require(viewer, "grades.view")
    require(viewer, "customers.view")
    if grade and grade not in {*GRADES, WAITING}:
        raise Invalid("没有这个等级。", "There is no such grade.", field="grade")
    rows = visible(GradeState.objects.filter(customer__merged_into=None, customer__erased_at=None), viewer)
    if grade:
        rows = rows.filter(grade="" if grade == WAITING else grade)
    if vetoed:
        rows = rows.filter(vetoed=True)
    return rows.filter(customer_id__in=_under_review()) if review else rows


def grade_list(
    viewer: Actor,
    *,
    grade: str = "",
    review: bool = False,
    vetoed: bool = False,
    sorts: tuple[Sort, ...] = (),
    cursor: str | None = None,
    limit: int = 50,
) -> Page[GradeRow]:
    """Return one page of graded customers, the best score first; raises BadCursor, UnknownField, Invalid."""
    due = GradeReview.objects.filter(customer_id=OuterRef("customer_id"), closed_at=None).order_by("due_on")
    rows = graded(viewer, grade=grade, review=review, vetoed=vetoed).select_related(
        "customer", "customer__owner", "card", "grading"
    )
    before = Grading.objects.filter(customer_id=OuterRef("customer_id"), pk__lt=OuterRef("grading_id")).order_by("-pk")
    rows = rows.annotate(
        told_name=customer_reads.told_name(viewer),
        due_on=Subquery(due.values("due_on")[:1]),
        before_e6=Subquery(before.values("score_e6")[:1]),
        before_grade=Subquery(before.values("grade")[:1]),
    )
    page = paging.page(rows, sorts or BEST_FIRST, GRADE_FIELDS, cursor=cursor, limit=limit)
    return Page(tuple(_row(each) for each in page.items), page.next_cursor, page.previous_cursor)


def grade_counts(viewer: Actor) -> dict[str, int]:
    """Return how many stand in each grade ("none": waiting), under review and under a veto."""
    counts = dict.fromkeys((*GRADES, WAITING), 0)
    found = graded(viewer).order_by().values_list("grade").annotate(n=Count("pk"))
    counts |= {grade or WAITING: n for grade, n in found}
    return counts | {
        "review": graded(viewer, review=True).count(),
        "vetoed": graded(viewer, vetoed=True).count(),
    }


def grade_count(viewer: Actor, *, grade: str = "", review: bool = False, vetoed: bool = False) -> paging.Count:
    """Return how many the list has, counted no further than 10,000."""
    return paging.capped_count(graded(viewer, grade=grade, review=review, vetoed=vetoed))


def grade_sheet(viewer: Actor, customer_id: int, *, on: date) -> GradeSheet:
    """Return all about the grade of one customer; raises NotFound, also while it lies in a pool one may only claim from."""
    require(viewer, "grades.view")
    if customer_id not in customer_reads.visible_ids(viewer, [customer_id], pooled=False):
        raise NotFound(field="customer_id")
    story = tuple(_grading(row) for row in _gradings(viewer, customer_id)[:20])
    found = in_force(on)
    card = found.card if found else None
    return GradeSheet(
        customer_id=customer_id,
        present=story[0] if story else None,
        inputs=tuple(_inputs(card, customer_id, on=on)) if card else (),
        story=story,
        review=open_review(customer_id, on=on),
        measured=_measured(card, customer_id, on=on) if card else {},
    )


def latest_grading(viewer: Actor, customer_id: int) -> GradingRow | None:
    """Return the last grading of one customer, None for one that was never graded or is out of reach."""
    require(viewer, "grades.view")
    row = _gradings(viewer, customer_id).first()
    return None if row is None else _grading(row)


def _gradings(viewer: Actor, customer_id: int) -> "QuerySet[Grading]":
    rows = visible(Grading.objects.filter(customer_id=customer_id), viewer).select_related("card", "graded_by")
    return rows.order_by("-graded_at", "-pk")


def open_review(customer_id: int, *, on: date) -> ReviewRow | None:
    """Return the earliest open review of a customer."""
    row = GradeReview.objects.filter(customer_id=customer_id, closed_at=None).order_by("due_on", "pk").first()
    return None if row is None else ReviewRow(row.period, row.due_on, row.due_on < on)


def _inputs(card: Scorecard, customer_id: int, *, on: date) -> Iterable[InputRow]:
    known = typed_of([customer_id], on=on)[customer_id]
    for code, (name, unit) in card.typed.items():
        last = known.get(code)
        if last is None:
            yield InputRow(code, name, unit, "", None, "")
        else:
            yield InputRow(code, name, unit, plain(last.value_e6), last.observed_on, last.note)


def _measured(card: Scorecard, customer_id: int, *, on: date) -> dict[str, str]:
    """Code → what the books say today, two places, for the indicators that ask the books."""
    said = books_of([customer_id], on=on).get(customer_id, {})
    asked = ((each.code, said.get(each.source)) for each in card.indicators if each.source is not Source.TYPED)
    return {code: "" if value is None else shown_signed(value) for code, value in asked}


def shown_signed(value: Any) -> str:
    """Return a number with two places that may be below zero."""
    return ("-" if value < 0 else "") + shown(abs(value))


def _under_review() -> "QuerySet[GradeReview, int]":
    return GradeReview.objects.filter(closed_at=None).order_by().values_list("customer_id", flat=True)


def _row(row: Any) -> GradeRow:
    reason = row.grading.why.get("reason", {})
    return GradeRow(
        customer_id=row.customer_id,
        number=row.customer.number,
        name=row.told_name,
        owner_name=row.customer.owner.name if row.customer.owner else None,
        grade=row.grade,
        score_e2=_hundredths(row.score_e6),
        vetoed=row.vetoed,
        since_on=row.since_on,
        as_of=row.as_of,
        version=row.card.version,
        reason=Text(reason.get("zh", ""), reason.get("en", "")),
        review_due_on=row.due_on,
        before_grade=row.before_grade,
        before_e2=_hundredths(row.before_e6),
    )


def _grading(row: Grading) -> GradingRow:
    return GradingRow(
        id=row.pk,
        version=row.card.version,
        as_of=row.as_of,
        grade=row.grade,
        earned=row.earned,
        score_e2=_hundredths(row.score_e6),
        why=row.why,
        graded_at=row.graded_at,
        graded_by_name=row.graded_by.name if row.graded_by else None,
    )


def _hundredths(score_e6: int | None) -> int | None:
    """Half up, as `rules.grading.shown` says it."""
    return None if score_e6 is None else (score_e6 + _E4 // 2) // _E4


def due_for_grading(after_id: int, *, card_id: int, limit: int) -> list[int]:
    """Return the next organisations, by id, that no grading under this card has judged."""
    judged = GradeState.objects.filter(card_id=card_id).values("customer_id")
    rows = customer_reads.seen(SYSTEM).filter(kind="organization", erased_at=None, closed_at=None, pk__gt=after_id)
    return list(rows.filter(~Q(pk__in=judged)).order_by("pk").values_list("pk", flat=True)[:limit])


def due_for_review(after_id: int, *, period: str, began_on: date, limit: int) -> list[int]:
    """Return the next graded customers, by id, first graded before the quarter and not under review for it."""
    opened = GradeReview.objects.filter(period=period).values("customer_id")
    rows = GradeState.objects.filter(~Q(grade=""), first_on__lt=began_on, customer_id__gt=after_id)
    rows = rows.filter(customer__merged_into=None, customer__erased_at=None, customer__closed_at=None)
    rows = rows.exclude(customer_id__in=opened).order_by("customer_id")
    return list(rows.values_list("customer_id", flat=True)[:limit])
