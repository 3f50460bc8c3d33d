"""When a higher level that is reached begins: at once, on the first of the next month, or when the period ends (R14.4)."""

from datetime import date, datetime
from typing import Any

from minghua.domain.tiering.rules import validity
from minghua.domain.tiering.rules.book import ENDLESS, Book
from minghua.domain.tiering.types.spec import Upgrade
from minghua.domain.tiering.types.story import Cause


def rise(book: Book, day: int, at: datetime, *, cause: Cause = Cause.EARN, due: bool = False, **inputs: Any) -> None:
    """Go up when a higher level is reached and the programme lets it begin now; `due` says that its day has come."""
    if book.spec.evaluate_day:
        return
    rank = book.judged(day)
    if book.grace and rank >= book.rank:
        book.move(rank, day, at=at, cause=cause, code="reached_in_grace", **inputs)
    elif rank > book.rank and (due or _begins_now(book, day)):
        book.move(rank, day, at=at, cause=cause, code="reached", **inputs)


def _begins_now(book: Book, day: int) -> bool:
    mode = book.spec.upgrade
    if mode is Upgrade.NEXT_PERIOD:
        if book.rise_on == ENDLESS:
            book.rise_on = validity.next_month_day(date.fromordinal(day), 1).toordinal()
        return False
    return mode is Upgrade.IMMEDIATE or book.until == ENDLESS
