"""What a typed value becomes before it is stored: cleaned by the type of its field, or refused by name (R06.7)."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from minghua.domain.customers.rules import check_digits, phones, typed
from minghua.domain.customers.rules.typed import refused as _invalid
from minghua.domain.customers.types.archive import ARCHIVE_FIELDS
from minghua.domain.customers.types.columns import EDITABLE, Column
from minghua.domain.customers.types.fields import ArchiveField
from minghua.kernel import money
from minghua.kernel.errors import Invalid

Terms = typed.Terms
_EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_TEXT_LIMIT, _LONG_LIMIT = 500, 4_000
_LIMITS = {"long_text": _LONG_LIMIT, "email": 254}
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EARLIEST = date(1000, 1, 1)
_MAX_NUMBER = 10**12


def column_of(path: str, *, kind: str, fields: Mapping[str, ArchiveField] = ARCHIVE_FIELDS) -> Column:
    """Return how the field `path` (a column or `archive.<code>`) is cleaned; raises Invalid for an unknown one."""
    if path in EDITABLE:
        return EDITABLE[path]
    field = fields.get(path.removeprefix("archive.")) if path.startswith("archive.") else None
    if field is None or field.column or (kind and kind not in field.kinds):
        raise Invalid(f"没有可修改的字段「{path}」。", f"There is no editable field “{path}”.", field=path)
    limit = field.longest or _LIMITS.get(field.type, _TEXT_LIMIT)
    required = field.required and field.custom
    return Column(path, field.label, field.type, field.vocabulary, limit, required=required, field=field)


def clean(
    path: str,
    raw: Any,
    *,
    kind: str,
    on: date,
    terms: Terms,
    fields: Mapping[str, ArchiveField] = ARCHIVE_FIELDS,
) -> Any:
    """Return the value to be stored: "" or None when empty; raises Invalid (or a phone refusal) naming the field."""
    column = column_of(path, kind=kind, fields=fields)
    if isinstance(raw, list | tuple):
        raw = "、".join(str(part) for part in raw)
    if raw is None or raw == "":
        return nothing(column)
    text = str(raw).strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).strip()
    if not text:
        return nothing(column)
    if column.code == "archive.id_number" and not check_digits.is_id_number(text):
        raise _invalid(column, "校验位不符", "has a wrong check digit")
    if column.code == "archive.uscc" and not check_digits.is_uscc(text):
        raise _invalid(column, "校验位不符", "has a wrong check character")
    return _CLEANERS[column.type](column, text, on, terms)


def nothing(column: Column) -> Any:
    """Return what is stored of an empty value: None for a date, "" otherwise; raises Invalid for a required field."""
    if column.required:
        raise Invalid(f"请填写{column.label.zh}。", f"{column.label.en} is required.", field=column.code)
    return None if column.code in EDITABLE and column.type in {"date", "past_date"} else ""


def _text(column: Column, text: str, _on: date, _terms: Terms) -> str:
    if _CONTROL.search(text):
        raise _invalid(column, "含有不可见的控制字符", "contains invisible control characters")
    limit = column.max_length or _TEXT_LIMIT
    if len(text) > limit:
        raise _invalid(column, f"最多 {limit} 个字符", f"may have at most {limit} characters")
    return typed.held_to_shape(column, text)


def _date(column: Column, text: str, _on: date, _terms: Terms) -> Any:
    day = _day(column, text)
    if day < _EARLIEST:
        raise _invalid(column, "早得不可能", "is impossibly early")
    return day if column.code in EDITABLE else day.isoformat()


def _day(column: Column, text: str) -> date:
    if _ISO_DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    plain = re.sub(r"[./年月]", "-", unicodedata.normalize("NFKC", text)).rstrip("日")
    parts = plain.split("-") if plain.count("-") == 2 else [plain[:4], plain[4:6], plain[6:]]  # 2026-1-5, 20260105
    try:
        return date(*(int(part) for part in parts))
    except (ValueError, OverflowError):
        raise _invalid(column, *typed.told(column, text, "不是日期", "is not a date")) from None


def _past_date(column: Column, text: str, on: date, terms: Terms) -> Any:
    day = _date(column, text, on, terms)
    if day > on:
        raise _invalid(column, "不能晚于今天", "cannot lie in the future")
    return day


def _choice(column: Column, text: str, _on: date, terms: Terms) -> str:
    known = terms(column.vocabulary)
    code = known.get(text) or known.get(text.casefold())
    if code is None:
        raise _invalid(column, *typed.told(column, text, "不是可选项", "is no option"))
    return code


def _number(column: Column, text: str, _on: date, _terms: Terms) -> int | str:
    try:
        value = Decimal(unicodedata.normalize("NFKC", text).replace(",", ""))
    except InvalidOperation:
        raise _invalid(column, "请填写数字", "must be a number") from None
    if not money.is_written_out(value) or not 0 <= value <= _MAX_NUMBER:
        raise _invalid(column, "超出范围", "is out of range")
    return int(value) if value == value.to_integral_value() else str(value.normalize())


def _email(column: Column, text: str, _on: date, _terms: Terms) -> str:
    address = unicodedata.normalize("NFKC", text).lower()
    if not _EMAIL.fullmatch(address) or len(address) > column.max_length:
        raise _invalid(column, f"「{text}」不是有效的邮箱", f"“{text}” is not an e-mail address")
    return address


def _mobile(column: Column, text: str, _on: date, _terms: Terms) -> str:
    return phones.mobile(text, field=column.code)


def _phone(column: Column, text: str, _on: date, _terms: Terms) -> str:
    return phones.normalise(text, field=column.code)


_CLEANERS: dict[str, Callable[[Column, str, date, Terms], Any]] = {
    "text": _text,
    "long_text": _text,
    "date": _date,
    "past_date": _past_date,
    "choice": _choice,
    "number": _number,
    "email": _email,
    "mobile": _mobile,
    "phone": _phone,
} | typed.CLEANERS
