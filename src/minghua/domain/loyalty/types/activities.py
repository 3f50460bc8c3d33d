"""Activities of a shop as data: the daily check-in and its rewards (R24.2), days and streaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from minghua.domain.loyalty.types.story import Reason


class StreakBonus(NamedTuple):
    """Points when a streak reaches so many days: every time it has grown by as many, or once in a streak."""

    days: int
    points: int
    every: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInPlan:
    """What checking in brings: day k of a streak `base` + (k − 1) · `step`, growing up to day `cap` (mode A), and
    bonuses for streaks (mode B). `grace_days`: how late a day may still be handed in; `make_up_within` days back and
    `make_ups_a_month` days may be made up; a day made up holds the streak, its own points only if `make_up_earns`."""

    base: int
    step: int = 0
    cap: int = 7
    bonuses: tuple[StreakBonus, ...] = ()
    grace_days: int = 0
    make_up_within: int = 0
    make_ups_a_month: int = 0
    make_up_earns: bool = False


@dataclass(frozen=True, slots=True)
class CheckIns:
    """The local days on which a member checked in, and those that were made up; a set: doubles are harmless."""

    days: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()

    @property
    def held(self) -> frozenset[date]:
        """Every day that counts for a streak."""
        return self.days | self.made_up


class Streak(NamedTuple):
    """Consecutive days: how many, since when, and whether today is among them already."""

    length: int
    since: date | None = None
    today: bool = False


class DayAward(NamedTuple):
    """What one day brought: the how-manieth of its streak it was, its points, and the bonus it reached."""

    place: int
    points: int
    bonus: int = 0

    @property
    def total(self) -> int:
        """Points and bonus."""
        return self.points + self.bonus


Awards = Mapping[date, DayAward]


class DayDecision(NamedTuple):
    """Whether a day is accepted, what is to be credited for it, and every reason."""

    accepted: bool
    points: int
    streak: Streak
    reasons: tuple[Reason, ...]

    @property
    def code(self) -> str:
        """The code of the first reason."""
        return self.reasons[0].code
