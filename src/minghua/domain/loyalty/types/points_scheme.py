"""A scheme of points as data: how they are earned, when they become usable, how long they live, what is missing (R24.1)."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.types.points import Expiry, Negative
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class EarningRule:
    """Orders earn `points` per `per` minor units paid, from `least` on; `levels` are per cent by level, 100 where none is said."""

    code: str
    name: Text
    points: int
    per: int
    least: int = 0
    levels: tuple[tuple[str, int], ...] = ()

    def percent(self, level: str) -> int:
        """Return the multiplier of a level in per cent."""
        return dict(self.levels).get(level, 100)


@dataclass(frozen=True, slots=True)
class PointsSpec:
    """One kind of points. `wait_days` is how many whole days after that of the order points stay pending; None for none."""

    code: str
    name: Text
    currency: str
    tz: ZoneInfo
    programme: str
    earn: tuple[EarningRule, ...]
    wait_days: int | None
    expiry: Expiry
    negative: Negative
    debt_limit: int | None
    charge_lapsed: bool
    grace_days: int
    hold_minutes: int
    unit_minor: int
    note: Text


@dataclass(frozen=True, slots=True)
class PointsVersion:
    """A published version and the local day from which it is in force."""

    number: int
    from_on: date
    spec: PointsSpec
