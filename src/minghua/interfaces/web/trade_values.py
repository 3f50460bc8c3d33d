"""Prices and quantities of order lines, as people read and type them."""

from datetime import datetime
from decimal import Decimal

from minghua.domain.orders.types import SOURCES
from minghua.interfaces.web import display
from minghua.kernel import money
from minghua.kernel.errors import Invalid

E4 = 10_000
_DIGITS = 14


def unit_price(price_e4: int, currency: str) -> str:
    """Return the price of one unit with two to four decimals ("¥6.80", "£0.001")."""
    value = Decimal(price_e4).scaleb(-4)
    places = max(2, -int(value.normalize().as_tuple().exponent)) if value else 2
    return f"{'-' if value < 0 else ''}{money.SIGNS.get(currency, currency + ' ')}{abs(value):,.{places}f}"


def price_text(price_e4: int | None) -> str:
    """Return a price as it is typed into a form ("6.8")."""
    return "" if price_e4 is None else format(Decimal(price_e4).scaleb(-4).normalize(), "f")


def quantity_text(milli: int | None) -> str:
    """Return a quantity as it is typed into a form ("1.5")."""
    return "" if milli is None else format(Decimal(milli).scaleb(-3).normalize(), "f")


def source(code: str) -> str:
    """Return from where a document came: our own sources in words, a shop by the name its importer gave it."""
    return display.say(SOURCES.get(code, code))


def typed(text: str, *, scale: int, field: str) -> int:
    """Return the typed number times scale; raises Invalid naming the field."""
    try:
        value = money.parse_decimal(text)
    except money.NotAnAmount:
        raise Invalid("请填写数字。", "Write a number.", field=field) from None
    if value.adjusted() > _DIGITS:
        raise Invalid("数值过大。", "The number is too large.", field=field)
    return money.scaled(value, scale)


def moment(text: str, *, field: str) -> datetime:
    """Return the local date and time of a form as an instant; raises Invalid naming the field."""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=display.ZONE)
    except ValueError:
        raise Invalid("请选择日期和时间。", "Choose day and time.", field=field) from None
