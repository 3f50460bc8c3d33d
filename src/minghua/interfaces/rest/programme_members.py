"""Members of a programme: who stands where, whose level ends, who is about to fall, who moved, what was corrected."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.tiering import queries as tiering_reads
from minghua.interfaces.rest import level_shapes as shapes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.programmes import ProgrammeCode
from minghua.interfaces.rest.shapes import Cursor, Day, Id, Limit, ListOut, PageOut
from minghua.kernel.errors import Invalid
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.periods import local_date, midnight

router = Door(tags=["programmes"])
T = TypeVar("T")
LevelCode = Annotated[str, Field(max_length=40, pattern=r"^([a-z][a-z0-9_]*)?$")]
Days = Annotated[int, Field(ge=1, le=366)]
USUAL_DAYS = 30
EARLIEST = date(1970, 1, 1)


def paged(rows: list[T], limit: int, place: Callable[[T], tuple[Any, ...]]) -> Page[T]:
    """Return `limit` rows of one more that was asked for, and where to go on."""
    following = encode_cursor(place(rows[limit - 1])) if len(rows) > limit else None
    return Page(tuple(rows[:limit]), following)


def behind(cursor: str) -> int | None:
    """Return the id after which a list goes on, None at its beginning; raises BadCursor."""
    return decode_cursor(cursor, int)[0] if cursor else None


@router.read("/programmes/{programme}/members", permission="tiering.view", answers=PageOut[shapes.MemberLevelOut])
def list_members(
    request: HttpRequest, programme: ProgrammeCode, level: LevelCode = "", cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Members in reach as they were judged last, all or of one level."""
    found = tiering_reads.members(
        of(request).actor, programme, level=level, after_id=behind(cursor) or 0, limit=limit + 1
    )
    return paged(found, limit, lambda row: (row.id,))


@router.read("/programmes/{programme}/levels", permission="tiering.view", answers=ListOut[shapes.LevelCountOut])
def count_levels(request: HttpRequest, programme: ProgrammeCode) -> Any:
    """How many members in reach stand on each level, the lowest first."""
    counts = tiering_reads.level_counts(of(request).actor, programme)
    return {"items": [{"level": level, "members": n} for level, n in counts.items()]}


@router.read("/programmes/{programme}/expiries", permission="tiering.view", answers=PageOut[shapes.MemberLevelOut])
def list_expiries(
    request: HttpRequest, programme: ProgrammeCode, days: Days = USUAL_DAYS, cursor: Cursor = "", limit: Limit = 50
) -> Any:
    """Whose level ends within so many days, the earliest first, with what they lack to stay."""
    caller = of(request)
    on = local_date(caller.at)
    after: Any = decode_cursor(cursor, date, int) if cursor else None
    found = tiering_reads.expiries(
        caller.actor, programme, on=on, until=on + timedelta(days=days), after=after, limit=limit + 1
    )
    return paged(found, limit, tiering_reads.expiry_place)


@router.read("/programmes/{programme}/falling", permission="tiering.view", answers=PageOut[shapes.MemberLevelOut])
def list_falling(request: HttpRequest, programme: ProgrammeCode, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Who would fall if nothing more happened, with what they lack."""
    found = tiering_reads.falling(of(request).actor, programme, after_id=behind(cursor) or 0, limit=limit + 1)
    return paged(found, limit, lambda row: (row.id,))


@router.read("/programmes/{programme}/movement", permission="tiering.view", answers=shapes.LevelMovementOut)
def get_movement(
    request: HttpRequest, programme: ProgrammeCode, since: Day | None = None, until: Day | None = None
) -> Any:
    """How members moved from the end of one day to the end of another (the last thirty days unless said)."""
    caller = of(request)
    zone = tiering_reads.rules_in_force(caller.actor, programme, on=local_date(caller.at)).tz
    today = local_date(caller.at, zone)
    last = until or today
    first = since or max(EARLIEST, last - timedelta(days=USUAL_DAYS))
    if not EARLIEST <= first <= last <= today:
        raise Invalid(
            "起始日应不晚于截止日，截止日不晚于今天。",
            "It begins no later than it ends, and ends no later than today.",
            field="since",
        )
    after = min(midnight(last + timedelta(days=1), zone), caller.at)
    moved = tiering_reads.movement(caller.actor, programme, before=midnight(first, zone), after=after)
    return shapes.movement(moved) | {"since": first, "until": last}


@router.read(
    "/programmes/{programme}/corrections", permission="tiering.view", answers=PageOut[shapes.LevelCorrectionOut]
)
def list_corrections(
    request: HttpRequest,
    programme: ProgrammeCode,
    customer_id: Id | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """What had been told otherwise of members in reach, the latest first."""
    found = tiering_reads.corrections(
        of(request).actor, programme, customer_id=customer_id, before_id=behind(cursor), limit=limit + 1
    )
    return paged(found, limit, lambda row: (row.id,))
