"""The rice ledger of the demo: whose jar was asked for, how large it is, when it was filled."""

from datetime import date, timedelta
from random import Random

from minghua.journeys.demo.facts import JarFacts, Party, Refilling, Sale
from minghua.journeys.demo.goods import BY_SKU
from minghua.journeys.demo.habits import Habit
from minghua.journeys.demo.seasons import SHANGHAI

WINDOWS = ("早上", "中午", "傍晚", "周末全天")
LEDGER_DAYS = 165
QUIET_DAYS = 40  # a household that stopped longer ago has no jar with us any more


def servings(habit: Habit) -> int:
    """Return how many bowls (milli) one usual refill brings."""
    return habit.staple * (BY_SKU[habit.favourite].servings_milli or 0)


def jar(random: Random, *, party: Party, habit: Habit, size: int, sold: list[Sale], on: date) -> JarFacts | None:
    """Return the jar as asked at the door some months ago, and the refills since; None without refills of late."""
    first = on - timedelta(days=LEDGER_DAYS)
    brought = [one for one in (_refill(random, sale, habit) for sale in sold) if one and one.on >= first]
    if len(brought) < 2 or habit.stop < on - timedelta(days=QUIET_DAYS):
        return None
    asked, *later = brought
    per_person = max(200, round(servings(habit) / habit.gap_days / size / 100) * 100)
    away = _holiday(random, on=on)
    return JarFacts(
        customer=party.key,
        sku=habit.favourite,
        people=size,
        per_person_milli=per_person,
        capacity_milli=round(servings(habit) * random.choice((1.0, 1.2, 1.5)) / 10_000) * 10_000,
        level_milli=asked.quantity_milli,
        level_on=asked.on,
        area=party.area,
        delivery_window=random.choice(WINDOWS),
        pay_day=random.choice((None, None, 5, 10, 15, 28)),
        refills=tuple(_merged(later)),
        away=away,
        guests=((on + timedelta(days=6), on + timedelta(days=9), 1500),) if random.random() < 0.06 else (),
    )


def _refill(random: Random, sale: Sale, habit: Habit) -> Refilling | None:
    units = sum(line.quantity_milli for line in sale.lines if line.sku == habit.favourite)
    if not units or sale.status != "completed":
        return None
    quantity = units * (BY_SKU[habit.favourite].servings_milli or 0) // 1000
    left = random.choice((None, None, None, 5_000, 10_000, 20_000))
    return Refilling(
        on=sale.placed_at.astimezone(SHANGHAI).date(), quantity_milli=quantity, order=sale.number, left_milli=left
    )


def _merged(refills: list[Refilling]) -> list[Refilling]:
    days: dict[date, Refilling] = {}
    for one in refills:
        days.setdefault(one.on, one)
    return list(days.values())


def _holiday(random: Random, *, on: date) -> tuple[tuple[date, date], ...]:
    if random.random() > 0.09:
        return ()
    start = on - timedelta(days=random.randint(20, 120))
    return ((start, start + timedelta(days=random.randint(5, 16))),)
