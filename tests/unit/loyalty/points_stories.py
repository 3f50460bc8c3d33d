"""Stories of points for tests: days, orders, returns, spendings."""

from datetime import datetime
from typing import Any

from minghua.domain.loyalty.types.points import Act, Expiry, ExpiryKind, Happening, Worth
from minghua.kernel.periods import SHANGHAI


def day(month: int, number: int, *, hour: int = 12, year: int = 2024) -> datetime:
    """Return an hour of a day in Shanghai."""
    return datetime(year, month, number, hour, tzinfo=SHANGHAI)


def until(month: int, number: int) -> Expiry:
    """Return terms that end with this day of the year."""
    return Expiry(ExpiryKind.CALENDAR, dates=((month, number),))


def earn(key: str, amount: int, at: datetime, **also: Any) -> Happening:
    """Return an earning."""
    return Happening(Act.EARN, key, at, amount, **also)


def order(key: str, minor: int, at: datetime, *, points: int = 1, **also: Any) -> Happening:
    """Return what an order earns at so many points a yuan."""
    worth = Worth(minor, points, 100)
    return earn(key, worth.of(minor), at, worth=worth, **also)


def claw(key: str, of: str, back: int, at: datetime, **also: Any) -> Happening:
    """Return what a return takes."""
    return Happening(Act.CLAW, key, at, of=of, back=back, **also)


def spend(key: str, amount: int, at: datetime) -> Happening:
    """Return a spending."""
    return Happening(Act.SPEND, key, at, amount)
