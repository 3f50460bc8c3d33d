"""Two years of orders and returns out of habits and seasons."""

from datetime import date, datetime, timedelta
from random import Random

from minghua.journeys.demo import goods, seasons
from minghua.journeys.demo.facts import GoodsBack, Line, Sale
from minghua.journeys.demo.habits import Habit

REASONS = ("包装破损", "买错了品种", "家里还有，退一袋", "米里有碎米", "送错了货", "临期", "不想要了")


def days_of(random: Random, habit: Habit) -> list[date]:
    """Return the days on which this customer buys."""
    days: list[date] = []
    day = habit.start + timedelta(days=random.randint(0, max(1, int(habit.gap_days / 2))))
    while day < habit.stop:
        pull = seasons.factor(day, firm=habit.firm)
        chance = pull if pull < 0.5 else 1.0 if habit.staple else 0.35 + pull * 0.6
        if random.random() < chance and not _absent(habit, day):
            days.append(day)
        usual = 1.0 if habit.staple else max(0.5, pull)
        gap = habit.gap_days * _turned(habit, day)[0] / usual
        regularity = 60 if habit.staple else 5
        day += timedelta(days=max(1, round(random.gammavariate(regularity, gap / regularity))))
    return days


def _absent(habit: Habit, day: date) -> bool:
    return any(start <= day < end for start, end in habit.away)


def _turned(habit: Habit, day: date) -> tuple[float, float]:
    if habit.turn and day >= habit.turn[0]:
        return habit.turn[1], habit.turn[2]
    return 1.0, 1.0


def lines_of(random: Random, habit: Habit, *, day: date) -> tuple[Line, ...]:
    """Return what is in the basket that day."""
    years = (day - habit.start).days / 365
    scale = habit.trend**years * _turned(habit, day)[1]
    chosen = _chosen(random, habit, day=day)
    if habit.new_need and habit.turn and day >= habit.turn[0]:
        chosen.append(habit.new_need)
    return tuple(
        goods.line(
            sku,
            quantity=_pieces(random, habit, sku=sku, scale=scale),
            discount_percent=habit.discount_percent,
        )
        for sku in dict.fromkeys(chosen)
    )


def _chosen(random: Random, habit: Habit, *, day: date) -> list[str]:
    if habit.favourites:
        return [habit.favourite, *random.sample(habit.favourites, min(habit.basket, len(habit.favourites)))]
    size = max(1, habit.basket + random.choice((-1, 0, 0, 1)))
    if habit.staple:
        return [
            habit.favourite,
            *goods.basket(random, favourite="O003", size=max(1, size - 1)),
            *_presents(random, day=day),
        ]
    return goods.basket(random, favourite=habit.favourite, size=size) + _presents(random, day=day)


def _pieces(random: Random, habit: Habit, *, sku: str, scale: float) -> int:
    if habit.staple:
        return max(1, round(habit.staple * scale)) if sku == habit.favourite else 1
    wanted = habit.quantity * scale * random.uniform(0.7, 1.3)
    return max(1, round(wanted)) if habit.firm else max(1, int(wanted + random.random() * 0.6))


def _presents(random: Random, *, day: date) -> list[str]:
    before = min((first - day).days for first in seasons.NEW_YEAR if first > day)
    if before <= 24 and random.random() < 0.3:
        return [random.choice(("N001", "N002"))]
    if (day.month, day.day) >= (5, 20) and day.month <= 6 and random.random() < 0.12:
        return ["N003"]
    return []


def sales(random: Random, habits: list[Habit], *, on: date) -> list[Sale]:
    """Return every order in the order of time, numbered by day; the last few of firms are still open."""
    raw = [
        (seasons.moment(random, day, firm=habit.firm), habit, lines_of(random, habit, day=day))
        for habit in habits
        for day in days_of(random, habit)
    ]
    raw.sort(key=lambda row: (row[0], row[1].key))
    numbers: dict[date, int] = {}
    return [_sale(random, at=at, habit=habit, lines=lines, on=on, numbers=numbers) for at, habit, lines in raw]


def _sale(
    random: Random, *, at: datetime, habit: Habit, lines: tuple[Line, ...], on: date, numbers: dict[date, int]
) -> Sale:
    day = at.astimezone(seasons.SHANGHAI).date()
    numbers[day] = numbers.get(day, 0) + 1
    recent = (on - day).days <= 3
    status = "open" if recent and habit.firm and random.random() < 0.7 else "completed"
    if status == "completed" and random.random() < 0.004:
        status = "cancelled"
    return Sale(
        number=f"MH{day:%y%m%d}{numbers[day]:03d}",
        customer=habit.key,
        placed_at=at,
        channel=habit.channel,
        lines=lines,
        status=status,
    )


def passers_by(random: Random, *, since: date, on: date, count: int = 420) -> list[Sale]:
    """Return counter sales to people nobody asked for a name."""
    days = sorted(since + timedelta(days=random.randrange((on - since).days)) for _ in range(count))
    return [
        Sale(
            number=f"LS{day:%y%m%d}{index:04d}",
            customer="",
            placed_at=seasons.moment(random, day, firm=False),
            channel="store",
            lines=tuple(goods.line(sku, quantity=1) for sku in goods.basket(random, favourite="D001", size=2)),
        )
        for index, day in enumerate(days, start=1)
    ]


def returns(random: Random, sold: list[Sale], *, rates: dict[str, float], on: date) -> list[GoodsBack]:
    """Return what came back, within three weeks of the sale and never more than was sold."""
    back: list[GoodsBack] = []
    for sale in sold:
        if sale.status != "completed" or random.random() >= rates.get(sale.customer, 0.0):
            continue
        at = sale.placed_at + timedelta(days=random.randint(1, 20), minutes=random.randint(-90, 90))
        if at.astimezone(seasons.SHANGHAI).date() >= on:
            continue
        line = random.choice(sale.lines)
        pieces = random.randint(1, line.quantity_milli // 1000)
        back.append(
            GoodsBack(
                number=f"TH{sale.number[2:]}",
                customer=sale.customer,
                returned_at=at,
                reason=random.choice(REASONS),
                lines=(line._replace(quantity_milli=pieces * 1000),),
            )
        )
    return back
