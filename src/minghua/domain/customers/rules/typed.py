"""Values of the types that self-made fields add: cleaned for the archive, and written out again as people type them."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from minghua.domain.customers.types.columns import Column
from minghua.domain.customers.types.fields import PATTERNS, WHOLE, ArchiveField
from minghua.kernel import money
from minghua.kernel.errors import Invalid

Terms = Callable[[str], Mapping[str, str]]
"""vocabulary name → {folded code or label: code}"""

PEOPLE, CUSTOMERS = "@people", "@customers"
"""Names under which the terms know staff (name → id) and customers (number → id)."""

ZONE: Final = ZoneInfo("Asia/Shanghai")
LARGEST: Final = 10**15
MOST_CHOICES: Final = 50
_BETWEEN: Final = re.compile(r"[、,，;；|\n]+")
_YES: Final = frozenset({"1", "true", "yes", "y", "on", "是", "对", "有", "√"})
_NO: Final = frozenset({"0", "false", "no", "n", "off", "否", "不", "无", "×"})


def refused(column: Column, zh: str, en: str) -> Invalid:
    """Return the refusal of a value, naming its field."""
    return Invalid(f"{column.label.zh}{zh}。", f"{column.label.en} {en}.", field=column.code)


def told(column: Column, text: str, zh: str, en: str) -> tuple[str, str]:
    """Repeat what was typed before saying what it is not; a refusal is kept in places where nothing sensitive may stand."""
    if column.field and column.field.sensitive:
        return f"所填内容{zh}", f"as given {en}"
    return f"「{text[:40]}」{zh}", f"“{text[:40]}” {en}"


def held_to_shape(column: Column, text: str) -> str:
    """Return the text if it keeps the shape its field asks for."""
    shape = column.field.pattern if column.field else ""
    if shape and not re.fullmatch(PATTERNS[shape][1], text):
        named = PATTERNS[shape][0]
        raise refused(column, f"应为{named.zh}", f"must be {named.en}")
    return text


def _whole(column: Column, text: str, _on: date, _terms: Terms) -> int:
    field = _field(column)
    try:
        typed = Decimal(unicodedata.normalize("NFKC", text).replace(",", "").lstrip("¥￥").strip())
    except InvalidOperation:
        raise refused(column, *told(column, text, "不是数字", "is not a number")) from None
    if not money.is_written_out(typed) or abs(scaled := typed.scaleb(field.places)) > LARGEST:
        raise refused(column, "超出范围", "is out of range")
    if scaled != scaled.to_integral_value():
        zh = f"最多 {field.places} 位小数" if field.places else "应为整数"
        raise refused(
            column, zh, f"may have at most {field.places} decimals" if field.places else "must be a whole number"
        )
    return _within(column, int(scaled))


def _within(column: Column, value: int) -> int:
    field = _field(column)
    if field.minimum is not None and value < field.minimum:
        raise refused(
            column, f"不能小于 {_scaled(field, field.minimum)}", f"may not be below {_scaled(field, field.minimum)}"
        )
    if field.maximum is not None and value > field.maximum:
        raise refused(
            column, f"不能大于 {_scaled(field, field.maximum)}", f"may not be above {_scaled(field, field.maximum)}"
        )
    return value


def _instant(column: Column, text: str, _on: date, _terms: Terms) -> str:
    """Without a zone it is Shanghai time; kept as UTC to the second, so that text order is time order."""
    plain = unicodedata.normalize("NFKC", text).replace("/", "-")
    try:
        at = datetime.fromisoformat(plain)
        at = (at if at.tzinfo else at.replace(tzinfo=ZONE)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise refused(column, *told(column, text, "不是日期时间", "is not a date and time")) from None
    if at.year < 1000:
        raise refused(column, "早得不可能", "is impossibly early")
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _truth(column: Column, text: str, _on: date, _terms: Terms) -> bool:
    word = unicodedata.normalize("NFKC", text).casefold()
    if word not in _YES | _NO:
        raise refused(column, "请填「是」或「否」", "must be yes or no")
    return word in _YES


def _choices(column: Column, text: str, _on: date, terms: Terms) -> list[str] | str:
    """A list is kept in the order of the vocabulary, each choice once; no choice at all is nothing."""
    known = terms(column.vocabulary)
    chosen: set[str] = set()
    for part in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        code = known.get(part) or known.get(part.casefold())
        if code is None:
            raise refused(column, *told(column, part, "不是可选项", "is no option"))
        chosen.add(code)
    if len(chosen) > MOST_CHOICES:
        raise refused(column, f"最多选 {MOST_CHOICES} 项", f"takes at most {MOST_CHOICES} options")
    return [code for code in dict.fromkeys(known.values()) if code in chosen] or ""


def _link(column: Column, text: str, _on: date, _terms: Terms) -> str:
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    bad = not host or "." not in host or re.search(r"\s|[<>\"]", address) or len(address) > 500
    if bad or parts.scheme not in {"http", "https"} or parts.username is not None:
        raise refused(column, *told(column, text, "不是网址", "is not a web address"))
    return address


def _named(vocabulary: str, zh: str, en: str) -> Callable[[Column, str, date, Terms], int]:
    def clean(column: Column, text: str, _on: date, terms: Terms) -> int:
        known = terms(vocabulary)
        found = known.get(text) or known.get(text.casefold())
        if found is None:
            raise refused(column, *told(column, text, f"不是{zh}", f"is no {en}"))
        return int(found)

    return clean


def _field(column: Column) -> ArchiveField:
    if column.field is None:
        raise TypeError(f"{column.code} is no field of the archive")
    return column.field


def _scaled(field: ArchiveField, value: int) -> str:
    return f"{Decimal(value).scaleb(-field.places):f}"


CLEANERS: dict[str, Callable[[Column, str, date, Terms], Any]] = {
    "integer": _whole,
    "decimal": _whole,
    "money": _whole,
    "datetime": _instant,
    "bool": _truth,
    "choices": _choices,
    "link": _link,
    "person": _named(PEOPLE, "员工", "person of staff"),
    "customer": _named(CUSTOMERS, "您能看到的客户", "customer you may see"),
}


def written(field: ArchiveField, value: Any) -> Any:
    """Return a stored value as one would type or send it: `clean` turns it back into the same."""
    if isinstance(value, bool) or value is None or value == "":
        return value
    if field.type in WHOLE and field.places and isinstance(value, int):
        return _scaled(field, value)
    return value
