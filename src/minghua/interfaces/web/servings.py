"""How servings, units and levels are written for people, and read back from forms."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from minghua.interfaces.web.display import NOTHING
from minghua.kernel.errors import Invalid
from minghua.kernel.money import MILLI, NotAnAmount, half_up, parse_decimal, scaled

WHOLE_FROM = 10
LARGEST = 10**10
T = TypeVar("T")


def amount(value: Fraction | None, places: int | None = None) -> str:
    """Return an exact amount as people count it: whole from ten on, else one place ("56", "7.5"); None is "—"."""
    if value is None:
        return NOTHING
    kept = places if places is not None else (0 if abs(value) >= WHOLE_FROM else 1)
    step = 10**kept
    text = f"{half_up(value * step) / step:,.{kept}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(part: Fraction | None, whole: Fraction | None) -> int:
    """Return part ÷ whole in whole percent between 0 and 100; 0 when unknown."""
    return 0 if part is None or not whole else max(0, min(100, half_up(part / whole * 100)))


def last_day(until_on: date) -> date:
    """Return the last day of a period whose end is exclusive, as people name it."""
    return until_on - timedelta(days=1)


def to_milli(value: Fraction) -> int:
    """Return thousandths, half up."""
    return half_up(value * MILLI)


def milli_in(text: str, *, field: str) -> int:
    """Return thousandths of the number a person typed; raises Invalid naming the field."""
    return _scaled_in(text, MILLI, field=field)


def money_in(text: str, *, field: str) -> int:
    """Return minor units of the yuan amount a person typed; raises Invalid naming the field."""
    return _scaled_in(text, 100, field=field)


def _scaled_in(text: str, scale: int, *, field: str) -> int:
    try:
        value = parse_decimal(text)
    except NotAnAmount:
        raise Invalid("请填一个数字。", "Enter a number.", field=field) from None
    if abs(value) > LARGEST:
        raise Invalid("这个数太大了。", "This number is too large.", field=field)
    return scaled(value, scale)


def whole_in(text: str, *, field: str) -> int:
    """Return the whole number a person typed; raises Invalid naming the field."""
    try:
        whole = int(text.strip())
    except ValueError:
        raise Invalid("请填一个整数。", "Enter a whole number.", field=field) from None
    if abs(whole) > LARGEST:
        raise Invalid("这个数太大了。", "This number is too large.", field=field)
    return whole


def day_in(text: str, *, field: str) -> date:
    """Return the day a person chose; raises Invalid naming the field."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid("请选择日期。", "Choose a day.", field=field) from None


def optional(text: str | None, read: Callable[..., T], *, field: str) -> T | None:
    """Return None for an empty answer, else what `read` makes of it."""
    return read(text, field=field) if text and text.strip() else None
