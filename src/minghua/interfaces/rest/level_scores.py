"""What happened to members, told by another system: score, balances, conditions, levels brought along; and taken back."""

from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering.types import Kind
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.programmes import ProgrammeCode
from minghua.interfaces.rest.shapes import NO_NUL, Body, Day, Id, Instant, Out

router = Door(tags=["levels"])
SOURCE = "api"
Points = Annotated[int, Field(ge=-(10**13), le=10**13)]
Key = Annotated[str, Field(min_length=1, max_length=120, pattern=NO_NUL, description="the other system's own number")]
Name = Annotated[str, Field(max_length=40, pattern=NO_NUL)]
Happened = Annotated[Instant, Field(ge=datetime(1970, 1, 2, tzinfo=UTC))]


class LevelScoreIn(Body):
    """One thing that happened to a member: a `score`, a balance (`reading`), a `gate` that opens (1) or closes (0), an `opening`.

    `name` says how a score was earned, or names the gate or the level; `scoring_on` puts it on another day.
    """

    customer_id: Id
    key: Key
    event_at: Happened
    amount: Points = 0
    kind: Kind = Kind.SCORE
    name: Name = ""
    scoring_on: Day | None = None


class LevelScoresIn(Body):
    """What happened, at most 500 lines; a key that is known with the same content changes nothing."""

    lines: Annotated[list[LevelScoreIn], Field(min_length=1, max_length=500)]


class LevelReversalIn(Body):
    """The number of the counter-entry, and how much of the line is taken back (all that is left unless said)."""

    key: Key
    amount: Annotated[int, Field(ge=1, le=10**13)] | None = None


class LevelScoresOut(Out):
    """The lines that are new, in order, and how many were known already."""

    entry_ids: list[int]
    known: int


@router.write("POST", "/programmes/{programme}/scores", permission="tiering.record", answers=LevelScoresOut, status=201)
def record_level_scores(request: HttpRequest, programme: ProgrammeCode, body: LevelScoresIn) -> Any:
    """Book what happened and judge these members anew; 409 when a key was used for something else."""
    caller = of(request)
    lines = [tiering.NewScore(**line.model_dump(), source=SOURCE) for line in body.lines]
    return tiering.record_scores(programme, lines, by=caller.actor, at=caller.at)


@router.write(
    "POST", "/level-entries/{entry_id}/reversal", permission="tiering.record", answers=LevelScoresOut, status=201
)
def reverse_level_score(request: HttpRequest, entry_id: Id, body: LevelReversalIn) -> Any:
    """Book the counter-entry of a line of score; the level goes where the rules say it goes."""
    caller = of(request)
    return tiering.reverse_score(entry_id, key=body.key, amount=body.amount, by=caller.actor, at=caller.at)
