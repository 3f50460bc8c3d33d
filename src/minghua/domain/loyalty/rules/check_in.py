"""What checking in day by day brings: a pure function of the set of local days (R24.2, CK-01 … CK-05, A24.2)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from minghua.domain.loyalty.types.activities import Awards, CheckInPlan, CheckIns, DayAward, DayDecision, Streak
from minghua.domain.loyalty.types.story import Reason
from minghua.domain.tiering.types import Problem
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

_ONE = timedelta(days=1)
_SAID = {
    "checked_in": Text("签到成功。", "Checked in."),
    "made_up": Text("补签成功。", "The day is made up."),
    "already": Text("这一天已经签过到。", "That day is checked in already."),
    "in_the_future": Text("这一天还没有到。", "That day has not come yet."),
    "too_late": Text("这一天已过补报期限。", "It is too late to hand that day in."),
    "too_old": Text("这一天太早，不能补签。", "That day lies too far back to be made up."),
    "not_past": Text("只能补签过去的日子。", "Only a day gone by can be made up."),
    "used_up": Text("本月补签次数已用完。", "This month's make-ups are used up."),
}


def days_of(instants: Iterable[datetime], *, zone: ZoneInfo) -> frozenset[date]:
    """Return the local days of instants: the programme's zone makes the day (CK-05)."""
    return frozenset(local_date(each, zone) for each in instants)


def streak(held: frozenset[date], *, on: date) -> Streak:
    """Return the streak that reaches a day; while today is not over, yesterday's streak still lives."""
    last = on if on in held else on - _ONE
    first = last
    while first in held:
        first -= _ONE
    length = (last - first).days
    return Streak(length, first + _ONE if length else None, on in held)


def awards(plan: CheckInPlan, given: CheckIns) -> Awards:
    """Return what every day brought, in points: a break begins again with day 1 (A24.2, CK-01)."""
    found: dict[date, DayAward] = {}
    for day in sorted(given.held):
        before = found.get(day - _ONE)
        place = 1 if before is None else before.place + 1
        earns = day in given.days or plan.make_up_earns
        found[day] = DayAward(place, points_of(plan, place) if earns else 0, bonus_of(plan, place))
    return found


def points_of(plan: CheckInPlan, place: int) -> int:
    """Return the points of the k-th day of a streak, growing up to the cap (mode A)."""
    return plan.base + (min(place, plan.cap) - 1) * plan.step


def bonus_of(plan: CheckInPlan, place: int) -> int:
    """Return the bonuses that the k-th day of a streak reaches, in points (mode B)."""
    return sum(
        each.points for each in plan.bonuses if (place % each.days == 0 if each.every else place == each.days)
    )  # fmt: skip


def total(plan: CheckInPlan, given: CheckIns) -> int:
    """Return all that these days bring, in points."""
    return sum(each.total for each in awards(plan, given).values())


def due(plan: CheckInPlan, given: CheckIns, *, credited: int) -> int:
    """Return what is still to be credited; asked twice it is nothing the second time, and nothing is ever taken back.

    A day that comes late joins two streaks and lifts the days behind it: the difference is due (CK-03).
    """
    return max(0, total(plan, given) - credited)


def check_in(plan: CheckInPlan, given: CheckIns, *, day: date, credited: int, on: date) -> DayDecision:
    """Return whether a day's check-in that arrives on `on` is accepted, and the points to credit."""
    code = _against_day(plan, given, day, on)
    after = CheckIns(given.days | {day}, given.made_up - {day})
    return _decided(plan, given if code else after, code, "checked_in", credited=credited, on=on)


def make_up(plan: CheckInPlan, given: CheckIns, *, day: date, credited: int, on: date) -> DayDecision:
    """Return whether a missed day may be made up on `on`, and the points to credit."""
    code = next(_against_make_up(plan, given, day, on), None)
    after = CheckIns(given.days, given.made_up | {day})
    return _decided(plan, given if code else after, code, "made_up", credited=credited, on=on)


def defects(plan: CheckInPlan) -> tuple[Problem, ...]:
    """Return everything that is wrong with a plan, each with its place and remedy."""
    return tuple(_defects(plan))


def _decided(
    plan: CheckInPlan, given: CheckIns, code: str | None, good: str, *, credited: int, on: date
) -> DayDecision:
    said = code or good
    points = 0 if code else due(plan, given, credited=credited)
    return DayDecision(code is None, points, streak(given.held, on=on), (Reason(said, _SAID[said]),))


def _against_day(plan: CheckInPlan, given: CheckIns, day: date, on: date) -> str | None:
    if day in given.days:
        return "already"
    if day > on:
        return "in_the_future"
    return "too_late" if (on - day).days > plan.grace_days else None


def _against_make_up(plan: CheckInPlan, given: CheckIns, day: date, on: date) -> Iterator[str]:
    """Yield what speaks against it. The month is that of the missed day: a set of days alone decides."""
    if day in given.held:
        yield "already"
    if day >= on:
        yield "not_past"
    if (on - day).days > plan.make_up_within:
        yield "too_old"
    if sum((each.year, each.month) == (day.year, day.month) for each in given.made_up) >= plan.make_ups_a_month:
        yield "used_up"


def _defects(plan: CheckInPlan) -> Iterator[Problem]:
    for name in ("base", "step", "grace_days", "make_up_within", "make_ups_a_month"):
        if getattr(plan, name) < 0:
            yield _problem(name, "below_zero", "不能小于 0。", "It is below zero.", "请填 0 或更大的整数。", "Write 0 or more.")  # fmt: skip
    if plan.cap < 1:
        yield _problem("cap", "below_one", "封顶天数至少为 1。", "The cap is below one day.", "请填 1 或更大的整数。", "Write 1 or more.")  # fmt: skip
    for place, each in enumerate(plan.bonuses):
        if each.days < 2 or each.points < 1:
            yield _problem(f"bonuses[{place}]", "no_bonus", "连续奖励须至少连续 2 天、至少 1 分。",
                           "A bonus needs a streak of two days and one point at least.", "请更正天数或分数。", "Mend days or points.")  # fmt: skip
        if each.days in [other.days for other in plan.bonuses[:place]]:
            yield _problem(f"bonuses[{place}].days", "twice", f"{each.days} 天的奖励写了两次。",
                           f"The bonus for {each.days} days stands twice.", "请删去一条。", "Remove one of the two.")  # fmt: skip
    if not plan.base and not plan.step and not plan.bonuses:
        yield _problem("base", "nothing", "签到什么也得不到。", "Checking in brings nothing.", "请填每天的分数或连续奖励。", "Write points for a day or a bonus.")  # fmt: skip


def _problem(path: str, code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Problem:
    return Problem(path, code, Text(zh, en), Text(remedy_zh, remedy_en))
