"""How much of a limit is left, and what an award above it becomes (programmes §1.1: budgets and caps).

A limit counts what awards still stand for: what a return takes back is free again, in the period in which it was earned.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple

from minghua.domain.loyalty.types.earning import EarningLimit, LimitOf, OnExceed, Span
from minghua.kernel.periods import Period, add_months

_MONTHS: Final = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}
_ONE: Final = timedelta(days=1)
ALWAYS: Final = Period(date.min, date.max)
Place = tuple[str, date]  # a budget and the first day of its period


class Taken(NamedTuple):
    """What an award takes of the limits of its rule: so many points on the local day on which it was earned."""

    rule: str
    on: date
    points: int


class Cut(NamedTuple):
    """A limit that an award was under: what it asked for, what was left, and what it got."""

    limit: str
    asked: int
    left: int
    given: int


class Granted(NamedTuple):
    """What of an award was given, by which limits, and which budgets it drew on."""

    points: int
    cuts: tuple[Cut, ...] = ()
    budgets: tuple[Place, ...] = ()


@dataclass(slots=True)
class Drawn:
    """What budgets have given, and how that was moved since it was read."""

    given: dict[Place, int] = field(default_factory=dict)
    moved: Counter[Place] = field(default_factory=Counter)

    def move(self, places: Collection[Place], points: int) -> None:
        """Draw so many points on each of these budgets, or give them back when fewer than none."""
        for place in places:
            self.given[place] = self.given.get(place, 0) + points
            self.moved[place] += points


def period(limit: EarningLimit, on: date) -> Period:
    """Return the days that a limit counts together with a day; of rolling days those that end with it."""
    if limit.span is Span.EVER:
        return ALWAYS
    if limit.span is Span.ROLLING:
        return Period(on - timedelta(days=limit.days - 1), on + _ONE)
    if limit.span is Span.DAY:
        return Period(on, on + _ONE)
    if limit.span is Span.WEEK:
        monday = on - timedelta(days=on.weekday())
        return Period(monday, monday + timedelta(days=7))
    months = _MONTHS[limit.span]
    first = date(on.year, (on.month - 1) // months * months + 1, 1)
    return Period(first, add_months(first, months))


def left(limit: EarningLimit, taken: Iterable[Taken], on: date) -> int:
    """Return what a member may still get on a day; of rolling days no stretch that holds the day may go above (R24.2)."""
    own = [each for each in taken if not limit.rules or each.rule in limit.rules]
    if limit.span is not Span.ROLLING:
        return limit.points - _sum(own, period(limit, on))
    ends = (on + timedelta(days=number) for number in range(limit.days))
    return limit.points - max(_sum(own, period(limit, end)) for end in ends)


def grant(
    limits: Sequence[EarningLimit],
    asked: int,
    *,
    on: date,
    taken: Iterable[Taken],
    budgets: Mapping[Place, int],
) -> Granted:
    """Return what of an award its limits leave, in the order in which they are written; `budgets` is what each has given."""
    points, cuts, places = asked, list[Cut](), list[Place]()
    known = list(taken)
    for limit in limits:
        place = (limit.code, period(limit, on).start)
        shared = limit.of is LimitOf.ALL
        free = max(limit.points - budgets.get(place, 0) if shared else left(limit, known, on), 0)
        if shared:
            places.append(place)
        if points > free:
            given = free if limit.on_exceed is OnExceed.TRUNCATE else 0
            cuts.append(Cut(limit.code, points, free, given))
            points = given
    return Granted(points, tuple(cuts), tuple(places) if points else ())


def _sum(taken: Iterable[Taken], within: Period) -> int:
    return sum(each.points for each in taken if each.on in within)
