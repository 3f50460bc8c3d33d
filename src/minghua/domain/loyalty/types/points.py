"""The words of points: buckets, happenings, terms of a lot, and what a fold of them gives (R24.1, programmes §1.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple


class Bucket(StrEnum):
    """Where points are. The first four are the member's own; debt holds what they owe, as less than nothing."""

    PENDING = "pending"
    AVAILABLE = "available"
    HELD = "held"
    DEBT = "debt"
    ISSUED = "issued"
    SPENT = "spent"
    EXPIRED = "expired"
    CLAWED = "clawed"
    CANCELLED = "cancelled"
    WRITTEN_OFF = "written_off"
    CHARGED = "charged"


OWN = (Bucket.PENDING, Bucket.AVAILABLE, Bucket.HELD, Bucket.DEBT)


class Act(StrEnum):
    """What can happen to an account; each is a fact that was decided when it was told."""

    EARN = "earn"
    ACTIVATE = "activate"
    CLAW = "claw"
    SPEND = "spend"
    RESTORE = "restore"
    HOLD = "hold"
    CAPTURE = "capture"
    RELEASE = "release"
    TAKE = "take"


class Move(StrEnum):
    """Why points went from one bucket to another."""

    EARNED = "earned"
    ACTIVATED = "activated"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    CLAWED = "clawed"
    REGAINED = "regained"
    SPENT = "spent"
    RESTORED = "restored"
    RESTORED_EXPIRED = "restored_expired"
    HELD = "held"
    CAPTURED = "captured"
    RELEASED = "released"
    TIMED_OUT = "timed_out"
    TAKEN = "taken"
    REPAID = "repaid"


class Negative(StrEnum):
    """What becomes of points that a refund takes and the member no longer has."""

    DEBT = "debt"
    WRITE_OFF = "write_off"
    CASH_DEDUCT = "cash_deduct"


class Lapsed(StrEnum):
    """Whether a refund takes points that have expired already a second time."""

    FORGIVE = "forgive"
    CHARGE = "charge"


class ExpiryKind(StrEnum):
    """How long points live: for ever, for a time after they become usable, until dates of the year, or while the member is active."""

    NONE = "none"
    ROLLING = "rolling"
    CALENDAR = "calendar"
    SLIDING = "sliding"


class RoundUp(StrEnum):
    """To the end of which period an expiry is carried."""

    NONE = "none"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Expiry:
    """The terms of expiry as they were when the points were earned; `dates` are (month, day) of the last usable days."""

    kind: ExpiryKind = ExpiryKind.NONE
    months: int = 0
    days: int = 0
    round_up: RoundUp = RoundUp.NONE
    dates: tuple[tuple[int, int], ...] = ()


class Counted(StrEnum):
    """What an award counts of an order: minor units paid, or thousandths of pieces."""

    MONEY = "money"
    PIECES = "pieces"


@dataclass(frozen=True, slots=True)
class Worth:
    """What an award rested on: `base` of what is counted at `points` per `per` of it, and `fixed` besides.

    Below `least` nothing is earned, and nothing kept. `goods` are the products that counted when it was awarded, so that a
    return is measured as the award was, whatever shelf they stand on by then; None for the whole order.
    """

    base: int
    points: int = 0
    per: int = 1
    fixed: int = 0
    least: int = 0
    counted: Counted = Counted.MONEY
    goods: tuple[int, ...] | None = None

    def of(self, kept: int) -> int:
        """Return the points that this much of the base is worth (never less than none)."""
        if kept <= 0 or kept < self.least:
            return 0
        return max(kept * self.points // self.per + self.fixed, 0)


@dataclass(frozen=True, slots=True)
class Happening:
    """One fact of an account, with everything that was decided when it was told; `key` is unique for ever.

    `of` names the earning, hold or spending it concerns. `back` is what of the base came back. `ceiling` is what an award
    may be worth at most from now on: what it gives up for a while is somebody else's by then.
    """

    act: Act
    key: str
    at: datetime
    amount: int = 0
    of: str = ""
    available_on: date | None = None
    awaits: bool = False
    cancel_on: date | None = None
    expiry: Expiry = field(default_factory=Expiry)
    worth: Worth | None = None
    back: int = 0
    ceiling: int | None = None
    until_at: datetime | None = None
    negative: Negative = Negative.DEBT
    debt_limit: int | None = None
    charge_lapsed: bool = False
    grace_days: int = 0
    stirs: bool = True

    @property
    def place(self) -> tuple[datetime, int, str]:
        """Where it stands in the story, whatever the order in which facts arrived; of one instant causes come first."""
        return (self.at, _RANKS[self.act], self.key)


_CAUSES_FIRST: Final = (
    Act.EARN, Act.ACTIVATE, Act.CLAW, Act.TAKE, Act.HOLD, Act.CAPTURE, Act.RELEASE, Act.SPEND, Act.RESTORE,
)  # fmt: skip
_RANKS: Final = {act: rank for rank, act in enumerate(_CAUSES_FIRST)}


class Line(NamedTuple):
    """Points that went from one bucket to another: of which lot, when, why, and by which fact (none when by time)."""

    at: datetime
    cause: str
    move: Move
    lot: str
    source: Bucket
    target: Bucket
    amount: int


class LotState(NamedTuple):
    """What is left of one earning, and until when (`expires_on` is exclusive)."""

    key: str
    points: int
    pending: int
    available: int
    held: int
    available_on: date | None
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class AccountState:
    """What a fold gives: balances, lots, when time alone will change something, and the lines that led there."""

    available: int
    pending: int
    held: int
    debt: int
    lots: tuple[LotState, ...]
    due_at: datetime | None
    lines: tuple[Line, ...]
    charged: Mapping[str, int]

    @property
    def balance(self) -> int:
        """What may be spent, less what is owed."""
        return self.available - self.debt
