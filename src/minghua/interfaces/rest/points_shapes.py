"""What programs send and receive about points."""

from typing import Annotated, Any, Literal

from pydantic import Field

from minghua.domain.loyalty.operations import Written
from minghua.domain.loyalty.queries import PointsSheet
from minghua.interfaces.rest.shapes import Body, Day, Instant, NonEmptyLine, Out, WordsOut

Word = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_]*$")]
Amount = Annotated[int, Field(ge=1, le=10**12, description="points, a whole number")]
Key = Annotated[
    str,
    Field(
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00]*[^\x00\s][^\x00]*$",
        description="the business key, once for ever",
    ),
]
Minutes = Annotated[int, Field(ge=1, le=43_200)]


class PointsIn(Body):
    """So many points, once for ever under this key."""

    amount: Amount
    key: Key


class EarningIn(PointsIn):
    """Points given by hand, and why."""

    reason: NonEmptyLine


class AdjustmentIn(PointsIn):
    """Points given or taken by hand, and why; above the limit another person has to agree."""

    way: Literal["give", "take"]
    reason: NonEmptyLine


class AdjustmentRefusalIn(Body):
    """Why an adjustment is turned down."""

    reason: NonEmptyLine


class AdjustedOut(Out):
    """The adjustment: booked, or asked for until another person agrees; `again`: it had been told before."""

    id: int
    state: str
    again: bool


class AdjustmentOut(Out):
    """One adjustment with both people; above `most` points it needed two."""

    id: int
    scheme: str
    customer_id: int
    customer_number: str
    customer_name: str
    way: str
    amount: int
    most: int
    reason: str
    state: str
    asked_at: Instant
    asked_by: str
    decided_at: Instant | None
    decided_by: str
    decided_why: str


class SuspectOut(Out):
    """What looks wrong with one member: `fast` (earnings on a day), `returns` (orders), `split` (gifts by one person)."""

    scheme: str
    customer_id: int
    customer_name: str
    oddity: str
    count: int
    points: int
    on: Day | None
    by: str
    most: int


class PointsHoldIn(PointsIn):
    """Points kept for a purchase under way; the scheme says for how long unless it is said here."""

    minutes: Minutes | None = None


class CaptureIn(Body):
    """The key of the hold, and how many of its points are spent (all unless said)."""

    key: Key
    amount: Amount | None = None


class ReleaseIn(Body):
    """The key of the hold that is let go."""

    key: Key


class PointsReversalIn(Body):
    """The key of the spending (or captured hold), a key of its own, and how many come back (all that is left unless said)."""

    of: Key
    key: Key
    amount: Amount | None = None


class PointsSchemeOut(Out):
    """One scheme of points as it is in force."""

    code: str
    name: WordsOut
    version: int
    from_on: Day
    accounts: int
    stopped_at: Instant | None


class PointsVersionOut(Out):
    """One published version."""

    number: int
    from_on: Day
    published_at: Instant
    published_by: str


class PointsSheetOut(Out):
    """A scheme of points with its newest text and its versions."""

    scheme: PointsSchemeOut
    text: str
    versions: list[PointsVersionOut]


class PointsLotOut(Out):
    """Points of one earning that are left, and the last day on which they may be used (null: for ever)."""

    key: str
    left: int
    last_on: Day | None


class PointsAccountOut(Out):
    """A member's account in one scheme now; `balance` is what may be spent less what is owed."""

    scheme: str
    name: WordsOut
    balance: int
    available: int
    pending: int
    held: int
    debt: int
    lots: list[PointsLotOut]


class PointsLineOut(Out):
    """One line of a statement: what moved from where to where, by which fact, with what it was reckoned from."""

    id: int
    at: Instant
    recorded_at: Instant
    move: str
    source: str
    target: str
    amount: int
    corrects: bool
    balance: int
    cause: str
    lot: str
    inputs: dict[str, Any]


class PointsWrittenOut(Out):
    """The account after the act; `again`: it had been told before, and counted once."""

    balance: int
    available: int
    pending: int
    held: int
    debt: int
    again: bool


class LiabilityOut(Out):
    """What happened in a time and what stands at its end; the worth in minor units."""

    issued: int
    spent: int
    expired: int
    taken_back: int
    available: int
    pending: int
    held: int
    owed: int
    worth_minor: int


class PointsMonthOut(Out):
    """One local month: what happened, what stood at its end and its worth in minor units."""

    first_on: Day
    issued: int
    spent: int
    expired: int
    taken_back: int
    outstanding: int
    worth_minor: int
    currency: str


class PointsHealthOut(Out):
    """Months and their sums; `breakage` and `bought_share` in hundredths of a per cent, null of nothing.

    `standing` of the share of purchases: sound from 60 to 80 %, else low or high, unknown before anything was issued.
    """

    months: list[PointsMonthOut]
    issued: int
    spent: int
    expired: int
    taken_back: int
    outstanding: int
    worth_minor: int
    currency: str
    breakage: int | None
    bought: int
    bought_share: int | None
    standing: str


def sheet(found: PointsSheet) -> dict[str, Any]:
    """Return a scheme as programs receive it."""
    return {"scheme": found.row, "text": found.text, "versions": found.versions}


def written(told: Written) -> dict[str, Any]:
    """Return an account after an act."""
    state = told.state
    return {
        "balance": state.balance,
        "available": state.available,
        "pending": state.pending,
        "held": state.held,
        "debt": state.debt,
        "again": told.again,
    }
