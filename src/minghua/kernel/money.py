"""Money as integers of minor units, quantities as thousandths; half up is the one rounding (R00.1)."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

MINOR_DIGITS = {"JPY": 0, "KRW": 0}
SIGNS = {"CNY": "¥", "GBP": "£", "USD": "$", "EUR": "€", "HKD": "HK$", "JPY": "JP¥"}
E4 = 10_000
MILLI = 1_000
LARGEST = Decimal(10**13)  # × 10,000 it still fits 64 bits


MOST_PLACES = 40


class NotAnAmount(ValueError):
    """The text is not a plain decimal number."""


def digits(currency: str) -> int:
    """Return how many decimal places the currency's minor unit has."""
    return MINOR_DIGITS.get(currency, 2)


def half_up(value: Fraction) -> int:
    """Return the nearest integer, halves away from zero (ROUND_HALF_UP)."""
    whole, rest = divmod(abs(value), 1)
    rounded = int(whole) + (1 if rest >= Fraction(1, 2) else 0)
    return rounded if value >= 0 else -rounded


def parse_decimal(text: str) -> Decimal:
    """Return the number in the text ("1,234.50", "￥12"); raises NotAnAmount."""
    plain = text.strip().replace(",", "").lstrip("¥￥£$€")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise NotAnAmount(text) from None
    if not is_written_out(value):
        raise NotAnAmount(text)
    return value


def is_written_out(value: Decimal) -> bool:
    """Return whether a number has no more places than people write: “1e999999999” is short, and would fill the memory."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MOST_PLACES and value.adjusted() < MOST_PLACES


def scaled(value: Decimal, scale: int) -> int:
    """Return value × scale rounded half up to an integer; raises NotAnAmount beyond what a database keeps."""
    if abs(value) >= LARGEST:
        raise NotAnAmount(value)
    return int((value * scale).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def parse_minor(text: str, currency: str = "CNY") -> int:
    """Return the amount in minor units; raises NotAnAmount."""
    return scaled(parse_decimal(text), 10 ** digits(currency))


def price_e4(minor: int, currency: str = "CNY") -> int:
    """Return a price of whole minor units in ten-thousandths of a currency unit, as lines carry it."""
    return minor * E4 // 10 ** digits(currency)


def line_minor(*, unit_price_e4: int, quantity_milli: int, currency: str = "CNY") -> int:
    """Return price × quantity in minor units, half up once at the end (R00.1)."""
    exact = Fraction(unit_price_e4 * quantity_milli * 10 ** digits(currency), E4 * MILLI)
    return half_up(exact)


def show(minor: int | None, currency: str = "CNY", *, sign: bool = True) -> str:
    """Return the amount as people read it ("¥1,234.50"); None is "—" (R00.2)."""
    if minor is None:
        return "—"
    places = digits(currency)
    value = Decimal(minor).scaleb(-places)
    mark = SIGNS.get(currency, currency + " ") if sign else ""
    body = f"{abs(value):,.{places}f}"
    return f"{'-' if minor < 0 else ''}{mark}{body}"


def show_milli(milli: int | None) -> str:
    """Return a quantity in thousandths without idle zeros ("1.5", "60"); None is "—"."""
    if milli is None:
        return "—"
    text = f"{Decimal(milli).scaleb(-3):,.3f}"
    return text.rstrip("0").rstrip(".")
