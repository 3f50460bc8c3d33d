"""How each customer buys: how often, what, how much, from when until when."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from minghua.journeys.demo.facts import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """One customer's way of buying; `trend` multiplies the amount from one year to the next."""

    key: str
    start: date
    stop: date
    gap_days: float
    favourite: str
    staple: int = 0  # this many of the favourite every time: a household with a jar
    basket: int = 2
    quantity: int = 1
    discount_percent: int = 0
    firm: bool = False
    channel: str = "store"
    trend: float = 1.0
    away: tuple[tuple[date, date], ...] = ()
    return_rate: float = 0.012
    favourites: tuple[str, ...] = ()
    turn: tuple[date, float, float] | None = None  # from that day: gaps × first, quantities × second
    new_need: str = ""  # bought besides, from the turn on


RICE = ("R001", "R003", "R004", "R002", "R005")
RICE_WEIGHTS = (30, 26, 16, 18, 5)


def of_person(random: Random, *, party: Party, on: date) -> Habit | None:
    """Return how a person buys; some have never bought at all."""
    draw = random.random()
    start = party.created_at.date() + timedelta(days=random.randint(0, 9))
    if draw < 0.11 or start >= on:
        return None
    gap, stop = _person_rhythm(random, draw=draw, start=start, on=on)
    return Habit(
        key=party.key,
        start=start,
        stop=stop,
        gap_days=gap,
        favourite=random.choices(RICE, RICE_WEIGHTS)[0]
        if random.random() < 0.55
        else random.choice(("D001", "F004", "O003", "G001")),
        basket=random.choice((1, 2, 2, 3, 4)),
        channel=random.choices(("store", "web", "phone", "wechat"), (58, 20, 9, 13))[0],
        discount_percent=random.choice((0, 0, 0, 5)),
    )


def _person_rhythm(random: Random, *, draw: float, start: date, on: date) -> tuple[float, date]:
    if draw < 0.27:  # tried us once or twice
        return 25.0, min(on, start + timedelta(days=random.randint(1, 45)))
    if draw < 0.42:  # went away again
        return random.uniform(20, 60), start + (on - start) * random.uniform(0.3, 0.8)
    if draw < 0.58:  # a faithful neighbour
        return random.uniform(11, 24), on
    return random.uniform(32, 110), on


def of_household(random: Random, *, party: Party, size: int, on: date) -> Habit:
    """Return how a household buys: its rice every few weeks, the rest with it."""
    start = party.created_at.date() + timedelta(days=random.randint(0, 6))
    stop = on if random.random() < 0.88 else start + (on - start) * random.uniform(0.35, 0.8)
    return Habit(
        key=party.key,
        start=start,
        stop=stop,
        gap_days=random.uniform(24, 52) * 3.4 / max(size, 2),
        favourite=random.choices(RICE, RICE_WEIGHTS)[0],
        basket=random.choice((2, 2, 3, 3, 4)),
        quantity=1 if size < 5 else 2,
        channel=random.choices(("phone", "store", "wechat"), (30, 45, 25))[0],
    )


def of_firm(random: Random, *, party: Party, favourites: tuple[str, ...], gap_days: float, on: date) -> Habit | None:
    """Return how an organisation buys: few goods, many sacks, at a discount."""
    if random.random() < 0.1:
        return None
    big = random.random()
    quantity = random.randint(18, 42) if big < 0.12 else random.randint(4, 14) if big < 0.5 else random.randint(2, 5)
    return Habit(
        key=party.key,
        start=party.created_at.date() + timedelta(days=random.randint(1, 20)),
        stop=on if random.random() < 0.85 else on - timedelta(days=random.randint(60, 400)),
        gap_days=gap_days * random.uniform(1.3, 2.6),
        favourite=favourites[0],
        favourites=favourites,
        basket=random.choice((1, 2, 2, 3)),
        quantity=quantity,
        discount_percent=random.choice((4, 6, 8, 10)),
        firm=True,
        channel=random.choices(("phone", "wechat", "web"), (55, 30, 15))[0],
        trend=random.uniform(0.85, 1.35),
        return_rate=0.02,
    )


def changed(habit: Habit, **facts: object) -> Habit:
    """Return the habit with some facts of a story in it."""
    return replace(habit, **facts)  # type: ignore[arg-type]
