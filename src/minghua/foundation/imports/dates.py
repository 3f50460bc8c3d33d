"""Dates and times as files write them: the order of their parts is sniffed once, then every cell is read strictly."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from minghua.foundation.imports.types import DateOrder

EARLIEST, LATEST = 1900, 2100
_TIME = (
    r"(?:[T\s]+(上午|下午)?\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?" + _TIME + r"$")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TIME + r"$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?$")
_SERIAL = re.compile(r"(\d{5})(\.\d+)?$")
_SERIAL_RANGE = range(20_000, 80_000)
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - local time, as the cell is


class NotADate(ValueError):
    """The text is no date in the accepted forms, or a day that does not exist."""


def sniff_order(samples: Iterable[str]) -> tuple[DateOrder, bool]:
    """Return the order of year-last dates and whether the samples leave it open; month first when open."""
    firsts: set[int] = set()
    seconds: set[int] = set()
    for text in samples:
        found = _YEAR_LAST.match(text.strip())
        if found:
            firsts.add(int(found[1]))
            seconds.add(int(found[2]))
    if not firsts:
        return DateOrder.YMD, False
    if max(firsts) > 12:
        return DateOrder.DMY, False
    return DateOrder.MDY, max(seconds) <= 12


@lru_cache(maxsize=65_536)
def parse_moment(text: str, order: DateOrder, zone: str) -> datetime:
    """Return the instant in UTC; text without a zone is local time of `zone`; raises NotADate."""
    naive = _parse(text, order)
    try:
        aware = naive if naive.tzinfo else naive.replace(tzinfo=ZoneInfo(zone))
        return aware.astimezone(UTC)
    except OverflowError:
        raise NotADate(text) from None


@lru_cache(maxsize=65_536)
def parse_day(text: str, order: DateOrder) -> date:
    """Return the day; raises NotADate."""
    return _parse(text, order).date()


def _parse(text: str, order: DateOrder) -> datetime:
    try:
        found = _by_form(text, order)
    except (ValueError, OverflowError):
        raise NotADate(text) from None
    if not EARLIEST <= found.year <= LATEST:
        raise NotADate(text)
    return found


def _by_form(text: str, order: DateOrder) -> datetime:
    if found := _YEAR_FIRST.match(text):
        return _built(int(found[1]), int(found[2]), int(found[3]), found.groups()[3:])
    if found := _YEAR_LAST.match(text):
        first, second = int(found[1]), int(found[2])
        day, month = (first, second) if order is DateOrder.DMY else (second, first)
        return _built(int(found[3]), month, day, found.groups()[3:])
    if found := _COMPACT.match(text):
        year, month, day, *clock = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, *clock[:3])  # type: ignore[arg-type]  # noqa: DTZ001 - local time
    if found := _SERIAL.match(text):
        return _from_serial(int(found[1]), float(found[2] or 0))
    raise NotADate(text)


def _built(year: int, month: int, day: int, clock: tuple[str | None, ...]) -> datetime:
    half, hour, minute, second, meridiem, zone = clock
    hours = _hours(int(hour or 0), half, meridiem)
    return datetime(year, month, day, hours, int(minute or 0), int(second or 0), tzinfo=_offset(zone))


def _hours(hour: int, half: str | None, meridiem: str | None) -> int:
    mark = {"上午": "am", "下午": "pm"}.get(half or "", (meridiem or "").lower())
    if not mark:
        return hour
    if not 0 < hour <= 12:
        raise NotADate(str(hour))
    return hour % 12 + (12 if mark == "pm" else 0)


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _from_serial(days: int, fraction: float) -> datetime:
    if days not in _SERIAL_RANGE:
        raise NotADate(str(days))
    return _EXCEL_EPOCH + timedelta(days=days, seconds=round(fraction * 86_400))
