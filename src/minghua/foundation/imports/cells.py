"""Reads one cell by the kind of its field: cleaned text in, value out, or the code of what is wrong."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import phonenumbers

from minghua.foundation.imports import dates, formulas
from minghua.foundation.imports.types import DateOrder, FieldKind, ImportField
from minghua.kernel.money import E4, MILLI

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_MOBILE = re.compile(r"(?:\+86)?(1[3-9]\d{9})")
_BETWEEN_DIGITS = re.compile(r"[\s()-]")
_IDLE_FRACTION = re.compile(r"(\d+)\.0+$")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?$")
_EMAIL = re.compile(r"[^@\s,;<>()\"]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251})\.[a-z]{2,24}$")
_SIGNS = str.maketrans("", "", "¥￥£$€元 \u00a0")
_SCALES = {FieldKind.INTEGER: 1, FieldKind.QUANTITY: MILLI, FieldKind.PRICE: E4}
_LARGEST = 10**15
_EMPTY = frozenset({"", "null", "NULL", "None", "NaN", "nan", "N/A", "#N/A"})


class Unreadable(ValueError):
    """The cell does not fit its field; `code` names the problem, `params` fill its text."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Reader:
    """Reads cells under one import's date order and time zone."""

    def __init__(self, *, order: DateOrder, zone: str) -> None:
        self._order, self._zone = order, zone
        self._readers: dict[FieldKind, Callable[[ImportField, str], Any]] = {
            FieldKind.TEXT: _text,
            FieldKind.LONG_TEXT: _text,
            FieldKind.IDENTIFIER: _identifier,
            FieldKind.INTEGER: _scaled,
            FieldKind.QUANTITY: _scaled,
            FieldKind.PRICE: _scaled,
            FieldKind.PHONE: _phone,
            FieldKind.EMAIL: _email,
            FieldKind.CHOICE: _choice,
            FieldKind.TAGS: _tags,
            FieldKind.DATE: self._day,
            FieldKind.MOMENT: self._moment,
        }

    def value(self, field: ImportField, cell: str) -> Any:
        """Return the cell's value, None when empty; raises Unreadable."""
        text = clean(cell)
        if text in _EMPTY:
            return None
        return self._readers[field.kind](field, text)

    def _day(self, field: ImportField, text: str) -> date:
        try:
            return dates.parse_day(_narrow(text), self._order)
        except dates.NotADate:
            raise Unreadable("not_a_date") from None

    def _moment(self, field: ImportField, text: str) -> datetime:
        try:
            return dates.parse_moment(_narrow(text), self._order, self._zone)
        except dates.NotADate:
            raise Unreadable("not_a_date") from None


def clean(cell: str) -> str:
    """Return the cell without blanks around it, invisible characters and our own formula quote."""
    if cell.isascii() and cell.isalnum():
        return cell
    return _CONTROL.sub("", formulas.unquoted(cell)).strip()


@lru_cache(maxsize=65_536)
def _narrow(text: str) -> str:
    """Return the text with full-width digits and signs made narrow."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _text(field: ImportField, text: str) -> str:
    if len(text) > field.longest:
        raise Unreadable("too_long", limit=field.longest)
    return text


def _identifier(field: ImportField, text: str) -> str:
    """Return an id as text: 17850.0 is 17850, full-width is narrow, inner blanks are one."""
    narrow = " ".join(_narrow(text).split())
    idle = _IDLE_FRACTION.match(narrow)
    return _text(field, idle[1] if idle else narrow)


def _scaled(field: ImportField, text: str) -> int:
    return scaled(_narrow(text), _SCALES[field.kind])


@lru_cache(maxsize=65_536)
def scaled(text: str, scale: int) -> int:
    """Return the number × scale; raises Unreadable on other text or more decimals than the scale keeps."""
    plain = text.translate(_SIGNS)
    if not _NUMBER.match(plain):
        raise Unreadable("not_a_number")
    try:
        exact = Decimal(plain.replace(",", "")) * scale
    except InvalidOperation:
        raise Unreadable("not_a_number") from None
    if abs(exact) > _LARGEST:
        raise Unreadable("too_big")
    if exact != exact.to_integral_value():
        raise Unreadable("too_precise", places=len(str(scale)) - 1)
    return int(exact)


def _phone(field: ImportField, text: str) -> str:
    """Return the number in E.164; raises Unreadable for what no telephone can dial (R06.7, A06.1)."""
    narrow = _narrow(text)
    mobile = _MOBILE.fullmatch(_BETWEEN_DIGITS.sub("", narrow))
    if mobile:  # the rule itself (R06.7); nine numbers in ten need no more
        return f"+86{mobile[1]}"
    try:
        number = phonenumbers.parse(narrow, "CN")
    except phonenumbers.NumberParseException:
        raise Unreadable("impossible_phone") from None
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise Unreadable("impossible_phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(field: ImportField, text: str) -> str:
    narrow = _narrow(text).lower()
    if not _EMAIL.match(narrow) or ".." in narrow:
        raise Unreadable("impossible_email")
    return narrow


def _choice(field: ImportField, text: str) -> str:
    folded = _narrow(text).casefold()
    for code, label in field.choices.items():
        if folded in {code.casefold(), label.zh.casefold(), label.en.casefold()}:
            return code
    raise Unreadable("unknown_choice", allowed="、".join(label.zh for label in field.choices.values())[:120])


def _tags(field: ImportField, text: str) -> tuple[str, ...]:
    parts = [part.strip() for part in re.split(r"[,\uff0c、;\uff1b|]", text)]
    found = tuple(dict.fromkeys(part for part in parts if part))
    if any(len(part) > 40 for part in found):
        raise Unreadable("too_long", limit=40)
    return found
