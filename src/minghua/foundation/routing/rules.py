"""Which route a piece of information takes, and when it must be handled: pure decisions (R06.5)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from minghua.foundation.notices.types import NoticeMode
from minghua.foundation.routing.types import ANY, IMPORTANCES, ItemState, Route

GRADES: Final = {"key": "A", "potential": "B"}


def importance_of(value_class: str) -> str:
    """Return A, B or C for a customer's value class (as for the update cycle, R07.4)."""
    return GRADES.get(value_class, "C")


def choose(routes: Iterable[Route], info_type: str, importance: str) -> Route | None:
    """Return the route that names this importance, else the one for any; None when the table has neither."""
    fitting = [route for route in routes if route.info_type == info_type]
    exact = [route for route in fitting if route.importance == importance]
    return next(iter(exact or [route for route in fitting if route.importance == ANY]), None)


def deadline(route: Route, *, at: datetime) -> datetime | None:
    """Return until when the item must be handled, None when nobody has to act."""
    if route.mode == NoticeMode.ARCHIVE or route.minutes is None:
        return None
    return at + timedelta(minutes=route.minutes)


def first_state(route: Route) -> ItemState:
    """Return where an item begins: archived, merely told, or open until somebody handles it."""
    if route.mode == NoticeMode.ARCHIVE:
        return ItemState.ARCHIVED
    return ItemState.TOLD if route.minutes is None else ItemState.OPEN


def doubled(routes: Sequence[Route]) -> Route | None:
    """Return a route that another one of the table repeats, None in a sound table."""
    seen: set[tuple[str, str]] = set()
    for route in routes:
        pair = (route.info_type, route.importance)
        if pair in seen or route.importance not in (*IMPORTANCES, ANY):
            return route
        seen.add(pair)
    return None
