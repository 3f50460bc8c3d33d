"""Business grades: who stands where and why, what is known, reviews, and the scorecard with its versions."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.listing.types import Sort
from minghua.interfaces.rest import grade_shapes as shapes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Cursor, Day, Id, Limit, Line, ListOut, PageOut
from minghua.kernel.periods import local_date

router = Door(tags=["grades"])
GradeCode = Literal["", "S", "A", "B", "C", "D", "none"]
Order = Literal["score", "-score", "since", "-since"]
Code = Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]


class GradeInputsIn(Body):
    """What was learned of a customer, by code of the card; null or "" is unknown again."""

    values: Annotated[dict[Code, Line | None], Field(min_length=1, max_length=200)]
    observed_on: Day | None = None
    note: Line = ""


class GradeReviewIn(Body):
    """What the review came to."""

    note: Annotated[Line, Field(max_length=200)] = ""


class ScorecardPublicationIn(Body):
    """A whole card, and the day from which it holds (today unless said)."""

    card: shapes.ScorecardIn
    from_on: Day | None = None
    note: Line = ""


@router.read("/grades", permission="grades.view", answers=PageOut[shapes.GradeOut])
def list_grades(
    request: HttpRequest,
    grade: GradeCode = "",
    review: bool = False,
    vetoed: bool = False,
    sort: Order = "-score",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Graded organisations in reach, the best score first: of one grade, under review, under a veto."""
    sorts = (Sort(sort.lstrip("-"), sort.startswith("-")),)
    return tiering_reads.grade_list(
        of(request).actor, grade=grade, review=review, vetoed=vetoed, sorts=sorts, cursor=cursor or None, limit=limit
    )


@router.read("/grades/counts", permission="grades.view", answers=shapes.GradeCountsOut)
def count_grades(request: HttpRequest) -> Any:
    """How many stand in each grade, wait for facts, are under review, are under a veto."""
    counts = tiering_reads.grade_counts(of(request).actor)
    special = (tiering_reads.WAITING, "review", "vetoed")
    return {
        "grades": {code: n for code, n in counts.items() if code not in special},
        "waiting": counts[tiering_reads.WAITING],
        "review": counts["review"],
        "vetoed": counts["vetoed"],
    }


@router.read("/customers/{customer_id}/grade", permission="grades.view", answers=shapes.GradeSheetOut)
def get_grade(request: HttpRequest, customer_id: Id) -> Any:
    """The grade of one customer with its reasons, what is known of it, how it went, and the open review."""
    caller = of(request)
    return tiering_reads.grade_sheet(caller.actor, customer_id, on=local_date(caller.at))


@router.write("PUT", "/customers/{customer_id}/grade/inputs", permission="grades.record", answers=shapes.GradeGivenOut)
def record_inputs(request: HttpRequest, customer_id: Id, body: GradeInputsIn) -> Any:
    """Keep what was learned of a customer and grade anew."""
    caller = of(request)
    given: Mapping[str, str | None] = body.values
    grade = tiering.record_inputs(
        customer_id, dict(given), observed_on=body.observed_on, note=body.note, by=caller.actor, at=caller.at
    )
    return {"grade": grade}


@router.write("POST", "/customers/{customer_id}/gradings", permission="grades.record", answers=shapes.GradeGivenOut)
def regrade(request: HttpRequest, customer_id: Id) -> Any:
    """Grade a customer anew by what is known today."""
    caller = of(request)
    return {"grade": tiering.grade_customer(customer_id, by=caller.actor, at=caller.at)}


@router.write("PUT", "/customers/{customer_id}/grade/review", permission="grades.record", answers=shapes.GradeGivenOut)
def close_review(request: HttpRequest, customer_id: Id, body: GradeReviewIn) -> Any:
    """Close the open review with the grade of today; 409 when none is open."""
    caller = of(request)
    return {"grade": tiering.close_review(customer_id, note=body.note, by=caller.actor, at=caller.at)}


@router.read("/grade-cards", permission="grades.view", answers=ListOut[shapes.ScorecardVersionOut])
def list_grade_cards(request: HttpRequest) -> Any:
    """Every published version of the scorecard, the latest first."""
    return {"items": tiering_reads.card_versions(of(request).actor)}


@router.read("/grade-cards/preset", permission="grades.view", answers=shapes.ScorecardOut)
def get_grade_card_preset(request: HttpRequest) -> Any:
    """A card to begin with."""
    return tiering_reads.card_preset()


@router.write("POST", "/grade-cards/examination", permission="grades.view", answers=shapes.ScorecardExaminedOut)
def examine_grade_card(request: HttpRequest, body: shapes.ScorecardIn) -> Any:
    """Everything that is wrong with a card, and what its judgements weigh; nothing is kept."""
    found = tiering_reads.examine(of(request).actor, body.plain())
    return {"faults": [shapes.fault(each) for each in found.faults], "weighing": found.weighing}


@router.write("POST", "/grade-cards", permission="grades.publish", answers=shapes.ScorecardPublishedOut, status=201)
def publish_grade_card(request: HttpRequest, body: ScorecardPublicationIn) -> Any:
    """Publish the next version; 422 names the place of the first fault and the remedy."""
    caller = of(request)
    version = tiering.publish_card(
        body.card.plain(), from_on=body.from_on, note=body.note, by=caller.actor, at=caller.at
    )
    return {"version": version}
