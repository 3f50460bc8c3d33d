"""A scheme of points as data: how they are earned, when they become usable, how long they live, what is missing (R24.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.types.earning import EVERYTHING, EarningKind, EarningLimit, GoodsOf, Step
from minghua.domain.loyalty.types.points import Expiry, Negative
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class EarningRule:
    """One way to earn. By amount or piece: `points` per `per`, from `least` on; else `points` each time it is met.

    `levels` are per cent by level, 100 where none is said. `every` and `count` are of a streak; `newcomer`, `after_days` and
    `most` of a recommendation: what who came gets, days of return, how many one member may bring.
    """

    code: str
    name: Text
    points: int
    per: int
    least: int = 0
    levels: tuple[tuple[str, int], ...] = ()
    kind: EarningKind = EarningKind.AMOUNT
    goods: GoodsOf = EVERYTHING
    every: Step = Step.MONTH
    count: int = 0
    newcomer: int = 0
    after_days: int = 7
    most: int | None = None

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
    limits: tuple[EarningLimit, ...] = ()

    def limits_of(self, rule: str) -> tuple[EarningLimit, ...]:
        """Return the limits that a rule is under, in the order of the text."""
        return tuple(each for each in self.limits if not each.rules or rule in each.rules)

    @property
    def needs_goods(self) -> bool:
        """Whether an order's lines must be known, and not only what was paid."""
        return any(rule.kind is EarningKind.ITEM or not rule.goods.is_everything for rule in self.earn)


@dataclass(frozen=True, slots=True)
class PointsVersion:
    """A published version and the local day from which it is in force."""

    number: int
    from_on: date
    spec: PointsSpec


class PointsPlan(NamedTuple):
    """A scheme of points with its versions, ascending; nothing is earned by one that `is_stopped`, the rest lives on."""

    id: int
    code: str
    versions: tuple[PointsVersion, ...]
    is_stopped: bool

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its days; every version has the same."""
        return self.versions[0].spec.tz

    @property
    def latest(self) -> PointsSpec:
        """What the newest version says."""
        return self.versions[-1].spec

    def at(self, at: datetime) -> PointsVersion:
        """Return the version in force at an instant; before the first the first."""
        return self.on(local_date(at, self.zone))

    def on(self, day: date) -> PointsVersion:
        """Return the version in force on a local day; before the first the first."""
        return next((each for each in reversed(self.versions) if each.from_on <= day), self.versions[0])

    def began_on(self) -> date:
        """Return the first day on which anything is earned."""
        return self.versions[0].from_on
