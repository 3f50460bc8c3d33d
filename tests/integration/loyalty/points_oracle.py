"""A second, plain telling of what points do: every single point is a thing of its own, and days pass one after another.

Nothing here comes from the product. It is slow and simple on purpose: what it says is what must stand (R24.1, I1, I2, I7).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
CAP, POT = 40, 90  # points of a member in a week, of all together in a month
LIFE, WAIT, GRACE, POINTS, PER = 9, 3, 2, 3, 700  # days to live, to wait, of grace; points for so many minor units


class Deed(NamedTuple):
    """What was done: `act` is buy, give, back, spend, hold, capture, release or reverse; `of` is the key of what it concerns.

    `most` is what limits left for an order when it was told.
    """

    at: datetime
    act: str
    key: str
    amount: int = 0
    of: str = ""
    until: datetime | None = None
    most: int = 0


@dataclass(eq=False)
class Lot:
    """What was earned together and is gone together."""

    born: datetime
    ready: date | None = None
    since: date = date.min
    until: date | None = None
    paid: int = 0
    clawed: int = 0
    points: list["Point"] = field(default_factory=list)


@dataclass(eq=False)
class Point:
    """One point and where it is."""

    lot: Lot
    place: str


class Purse:
    """One member's points after some deeds."""

    def __init__(self, deeds: list[Deed], *, at: datetime) -> None:
        self.lots: dict[str, Lot] = {}
        self.taken: dict[str, list[Point | None]] = {}
        self.holds: dict[str, datetime] = {}
        self.owed = 0
        deeds = sorted(deed for deed in deeds if deed.at <= at)
        first = deeds[0].at if deeds else at
        ends = [deed.until for deed in deeds if deed.until is not None and deed.until <= at]
        whens = {*_midnights(first, at), *ends, *(deed.at for deed in deeds)}
        for when in sorted(whens):
            self._time(when)
            for deed in deeds:
                if deed.at == when:
                    getattr(self, f"_{deed.act}")(deed)

    def told(self) -> tuple[int, int, int, int]:
        """Return what may be spent, waits, is held and is owed."""
        counts = dict.fromkeys(("free", "waiting", "held"), 0)
        for lot in self.lots.values():
            for point in lot.points:
                counts[point.place] = counts.get(point.place, 0) + 1
        return counts["free"], counts["waiting"], counts["held"], self.owed

    def open(self, hold: str) -> bool:
        """Whether a hold is still open."""
        return hold in self.holds

    def _time(self, when: datetime) -> None:
        over = [key for key, until in self.holds.items() if until <= when]
        for key in over:
            self._free(key)
        today = _day(when)
        if over and when != _midnight(today):
            self._lapse(today)
            self._repay()
        if when != _midnight(today):
            return
        for lot in self.lots.values():
            if lot.ready is not None and lot.ready <= today:
                self._begin(lot, today)
        self._repay()
        self._lapse(today)

    def _begin(self, lot: Lot, today: date) -> None:
        lot.ready, lot.since, lot.until = None, today, today + timedelta(days=LIFE)
        for point in lot.points:
            if point.place == "waiting":
                point.place = "free"

    def _usable(self) -> list[Point]:
        points = [point for lot in self.lots.values() for point in lot.points if point.place == "free"]
        return sorted(points, key=lambda each: (each.lot.until or date.max, each.lot.since, each.lot.born))

    def _repay(self) -> None:
        for point in self._usable()[: self.owed]:
            point.place = "spent"
            self.owed -= 1

    def _lapse(self, today: date) -> None:
        for point in self._usable():
            if point.lot.until is not None and point.lot.until <= today:
                point.place = "gone"

    def _free(self, hold: str) -> None:
        del self.holds[hold]
        for point in self.taken[hold]:
            if point is not None and point.place == "held":
                point.place = "free"

    def _settle(self, when: datetime) -> None:
        self._lapse(_day(when))
        self._repay()

    def _buy(self, deed: Deed) -> None:
        lot = self.lots[deed.key] = Lot(deed.at, ready=_day(deed.at) + timedelta(days=WAIT + 1), paid=deed.amount)
        lot.points = [Point(lot, "waiting") for _ in range(min(worth(deed.amount), deed.most))]

    def _give(self, deed: Deed) -> None:
        lot = self.lots[deed.key] = Lot(deed.at)
        lot.points = [Point(lot, "waiting") for _ in range(deed.amount)]
        self._begin(lot, _day(deed.at))
        self._repay()

    def _back(self, deed: Deed) -> None:
        lot = self.lots[deed.of]
        lot.paid -= deed.amount
        due = len(lot.points) - min(len(lot.points), worth(lot.paid)) - lot.clawed
        lot.clawed += due
        own = [p for place in ("waiting", "free", "gone") for p in lot.points if p.place == place]
        chosen = own[:due]
        chosen += [p for p in self._usable() if p not in chosen][: due - len(chosen)]
        for point in chosen:
            point.place = "clawed"
        self.owed += due - len(chosen)

    def _spend(self, deed: Deed) -> None:
        self.taken[deed.key] = self._take(deed.amount, "spent")
        self.owed += self.taken[deed.key].count(None)

    def _take(self, amount: int, place: str) -> list[Point | None]:
        points: list[Point | None] = list(self._usable()[:amount])
        for point in points:
            point.place = place  # type: ignore[union-attr]
        return points + [None] * (amount - len(points))

    def _hold(self, deed: Deed) -> None:
        assert deed.until is not None
        self.taken[deed.key], self.holds[deed.key] = self._take(deed.amount, "held"), deed.until

    def _capture(self, deed: Deed) -> None:
        if deed.of not in self.holds:
            return
        chosen = [point for point in self.taken[deed.of] if point is not None][: deed.amount]
        for point in chosen:
            point.place = "spent"
        self._free(deed.of)
        missing = deed.amount - len(chosen)
        self.owed += missing
        self.taken[deed.key] = [*chosen, *[None] * missing]
        self._settle(deed.at)

    def _release(self, deed: Deed) -> None:
        if deed.of in self.holds:
            self._free(deed.of)
            self._settle(deed.at)

    def _reverse(self, deed: Deed) -> None:
        used = self.taken.get(deed.of, [])
        late = Lot(deed.at)
        for _ in range(min(deed.amount, len(used))):
            point = used.pop()
            if point is None and self.owed:
                self.owed -= 1
            elif point is None:
                late.points.append(Point(late, "free"))
            else:
                self._return(point, _day(deed.at))
        if late.points:
            self.lots[deed.key] = late
        self._settle(deed.at)

    @staticmethod
    def _return(point: Point, today: date) -> None:
        point.place = "free"
        if point.lot.until is not None and point.lot.until <= today:
            point.lot.until = today + timedelta(days=GRACE + 1)


def left(own: list[Deed], everybody: list[Deed], at: datetime) -> int:
    """Return what the limits leave for an order of now: of the member's week, and of everybody's month."""
    week, month = _day(at).isocalendar()[:2], (_day(at).year, _day(at).month)
    cap = CAP - sum(_stands(each, own) for each in own if each.act == "buy" and _day(each.at).isocalendar()[:2] == week)
    pot = POT - sum(
        _stands(each, everybody)
        for each in everybody
        if each.act == "buy" and (_day(each.at).year, _day(each.at).month) == month
    )
    return max(min(cap, pot), 0)


def _stands(bought: Deed, deeds: list[Deed]) -> int:
    back = sum(each.amount for each in deeds if each.act == "back" and each.of == bought.key)
    return min(bought.most, worth(bought.amount - back))


def worth(minor: int) -> int:
    """Return the points of so much paid."""
    return minor * POINTS // PER


def _day(when: datetime) -> date:
    return when.astimezone(CHINA).date()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)


def _midnights(first: datetime, last: datetime) -> list[datetime]:
    days = (_day(last) - _day(first)).days
    return [_midnight(_day(first) + timedelta(days=number)) for number in range(1, days + 1)]
