"""Goods without stock data: the interval between purchases, the day the next is due, how overdue it is (R08.4)."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor

from minghua.domain.care.types import Rhythm, plain
from minghua.kernel.decisions import Why
from minghua.kernel.words import Text

VERSION = 1
GAPS_NEEDED = 2


def median(values: Iterable[int]) -> Fraction:
    """Return the middle value, or the mean of the two in the middle; raises ValueError on nothing."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("the median of nothing")
    half = len(ordered) // 2
    return Fraction(
        ordered[half] if len(ordered) % 2 else ordered[half - 1] + ordered[half], 1 if len(ordered) % 2 else 2
    )


def rhythm(bought_on: Iterable[date], *, usual_days: int | None, on: date) -> Rhythm | None:
    """Return the expected interval and the due day: the median of the gaps (two or more), else the category's usual.

    None when there is no purchase, or neither gaps nor a usual interval (A08.3). Half days are dropped: early is kinder.
    """
    days = sorted(set(bought_on))
    gaps = tuple((later - earlier).days for earlier, later in pairwise(days))
    learned = len(gaps) >= GAPS_NEEDED
    interval = median(gaps) if learned else Fraction(usual_days or 0)
    if not days or interval <= 0:
        return None
    due = days[-1] + timedelta(days=floor(interval))
    return Rhythm(interval, due, learned, gaps, _why(days[-1], interval, due, learned=learned, gaps=gaps, on=on))


def overdue_ratio(*, last_on: date, interval: Fraction, on: date) -> Fraction | None:
    """Return days since the last purchase ÷ interval (75 ÷ 31 = 2.42); None if the interval is not positive (R00.2)."""
    return Fraction((on - last_on).days) / interval if interval > 0 else None


def _why(last: date, interval: Fraction, due: date, *, learned: bool, gaps: tuple[int, ...], on: date) -> Why:
    days = plain(interval)
    if learned:
        reason = Text(
            f"{len(gaps)} 次间隔的中位数 {days} 天，上次 {last}，{due} 到期",
            f"median of {len(gaps)} gaps is {days} days; last bought {last}, due {due}",
        )
    else:
        reason = Text(
            f"记录不足，按品类惯例 {days} 天，{due} 到期", f"too few purchases; usual interval {days} days, due {due}"
        )
    inputs = {"gaps": list(gaps[-12:]), "interval": days, "last_on": last, "learned": learned}
    return Why("R08.4", VERSION, on, inputs, reason)
