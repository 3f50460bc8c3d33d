"""Values of conditions: from what was typed or sent to the stored form, and back."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from minghua.foundation.listing.types import BadFilter, Field, FieldType, Value
from minghua.kernel import money

LONGEST_TEXT: Final = 200
LARGEST: Final = 2**63 - 1
YEARS: Final = range(1800, 2201)
MOST_DAYS: Final = 36_500
OWN: Final = {FieldType.PERSON: "me", FieldType.TEAM: "mine"}
_TRUE, _FALSE = {"true", "1", "yes", "是"}, {"false", "0", "no", "否"}


def parse_value(field: Field, raw: Any) -> Value:
    """Return the stored form of one value: integers as they are, typed decimals scaled; raises BadFilter."""
    parser = _PARSERS[FieldType(field.type)]
    try:
        return parser(field, raw)
    except (ValueError, TypeError, InvalidOperation, OverflowError):
        shown = str(raw)[:60]
        raise BadFilter(
            f"「{shown}」不是字段「{field.label.zh}」能接受的值。",
            f"“{shown}” is not a value of “{field.label.en}”.",
            field=field.code,
        ) from None


def parse_days(field: Field, raw: Any) -> int:
    """Return a number of days from 1 to a hundred years; raises BadFilter."""
    try:
        days = int(raw)
    except (ValueError, TypeError):
        days = 0
    if not 1 <= days <= MOST_DAYS:
        raise BadFilter("天数应在 1 到 36500 之间。", "Give a number of days from 1 to 36,500.", field=field.code)
    return days


def plain_value(value: Value) -> str | int | bool:
    """Return a value as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value


def typed_value(field: Field, value: Value) -> str:
    """Return a value as it stands in an address: scaled integers as decimals."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and field.decimals and field.type in {FieldType.MONEY, FieldType.NUMBER}:
        return str(Decimal(value).scaleb(-field.decimals))
    return str(plain_value(value))


def _text(field: Field, raw: Any) -> str:
    text = raw if isinstance(raw, str) else str(raw)
    text.encode()  # a lone surrogate is no text
    if len(text) > LONGEST_TEXT or "\x00" in text or isinstance(raw, dict | list):
        raise ValueError
    return text


def _whole(field: Field, raw: Any) -> int:
    if isinstance(raw, bool | float):
        raise TypeError
    if isinstance(raw, int):
        return _fitting(raw)
    typed = Decimal(str(raw).strip().replace(",", ""))
    if not money.is_written_out(typed):
        raise ValueError
    scaled = typed.scaleb(field.decimals)
    if scaled != scaled.to_integral_value():
        raise ValueError
    return _fitting(int(scaled))


def _fitting(number: int) -> int:
    if abs(number) > LARGEST:
        raise ValueError
    return number


def _identity(field: Field, raw: Any) -> int | str:
    if raw == OWN.get(FieldType(field.type)):
        return str(raw)
    return _fitting(int(str(raw)))


def _day(field: Field, raw: Any) -> date:
    day = date.fromisoformat(str(raw))
    if day.year not in YEARS:
        raise ValueError
    return day


def _instant(field: Field, raw: Any) -> date | datetime:
    if len(str(raw)) <= 10:
        return _day(field, raw)
    at = datetime.fromisoformat(str(raw))
    if at.tzinfo is None or at.year not in YEARS:
        raise ValueError
    return at


def _truth(field: Field, raw: Any) -> bool:
    word = str(raw).lower()
    if word not in _TRUE | _FALSE:
        raise ValueError
    return word in _TRUE


_PARSERS: Final[dict[FieldType, Callable[[Field, Any], Value]]] = {
    FieldType.TEXT: _text,
    FieldType.CHOICE: _text,
    FieldType.NUMBER: _whole,
    FieldType.MONEY: _whole,
    FieldType.DATE: _day,
    FieldType.DATETIME: _instant,
    FieldType.BOOL: _truth,
    FieldType.PERSON: _identity,
    FieldType.TEAM: _identity,
    FieldType.TAG: _identity,
}
