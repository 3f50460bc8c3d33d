"""How values are shown to people: money, quantities, days, moments and phone numbers, in the reader's language."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from django.utils.translation import get_language, gettext, ngettext

from minghua.kernel import clock
from minghua.kernel import money as amounts
from minghua.kernel.words import Text

ZONE: ZoneInfo = clock.SHANGHAI
NOTHING = "—"
_WEEKDAYS = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language() -> str:
    """Return the language this reader reads: "zh-hans" or "en"."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def say(text: Any) -> str:
    """Return a bilingual Text in the reader's language; plain strings stay as they are, None is "—"."""
    if text is None:
        return NOTHING
    return text.say(language()) if hasattr(text, "say") else str(text)


def spoken(text: str) -> str:
    """Return stored words in the reader's language where we have them, as plain text that the template still escapes.

    Never write `_(value)` in a template: Jinja's gettext takes what it is given for safe HTML.
    """
    return gettext(text) if text else ""


def money(minor: int | None, currency: str = "CNY") -> str:
    """Return an amount of minor units ("¥1,234.50")."""
    return amounts.show(minor, currency or "CNY")


def money_short(minor: int | None, currency: str = "CNY") -> str:
    """Return an amount rounded for tiles: "¥12.3万" in Chinese, "¥123k" in English."""
    if minor is None:
        return NOTHING
    whole = minor / 10 ** amounts.digits(currency)
    sign = amounts.SIGNS.get(currency, currency + " ")
    unit, step = ("万", 10_000) if language() == "zh-hans" else ("k", 1_000)
    if abs(whole) < step * 10:
        return f"{'-' if whole < 0 else ''}{sign}{abs(whole):,.0f}"
    return f"{'-' if whole < 0 else ''}{sign}{abs(whole) / step:,.1f}{unit}"


def number(value: float | None, places: int = 0) -> str:
    """Return a number with thousands separated; None is "—"."""
    return NOTHING if value is None else f"{value:,.{places}f}"


def measured(value: Any, unit: Text) -> str:
    """Return the value of a parameter with its unit, singular in English for one: "30 天", "1 day", "开"."""
    if isinstance(value, bool):
        return gettext("开") if value else gettext("关")
    named = say(unit)
    if value == 1 and language() == "en":
        named = named.removesuffix("s")
    return f"{number(value) if isinstance(value, int) else value} {named}".rstrip()


def quantity(milli: int | None, unit: str = "") -> str:
    """Return a quantity given in thousandths, with its unit ("1.5 kg")."""
    text = amounts.show_milli(milli)
    return f"{text} {unit}" if unit and milli is not None else text


def day(on: date | datetime | None, style: str = "iso") -> str:
    """Return a local day: `iso` "2026-11-23", `short` "11月23日 周一", `long` "2026年11月23日 周一"."""
    if on is None:
        return NOTHING
    local = on.astimezone(ZONE).date() if isinstance(on, datetime) else on
    if style == "iso":
        return local.isoformat()
    weekday = _WEEKDAYS[local.weekday()].say(language())
    if language() == "en":
        year = f" {local.year}" if style == "long" else ""
        return f"{weekday} {local.day} {_MONTHS[local.month - 1]}{year}"
    year = f"{local.year}年" if style == "long" else ""
    return f"{year}{local.month}月{local.day}日 {weekday}"


def moment(at: datetime | None, style: str = "iso") -> str:
    """Return an instant in Shanghai time: `iso` "2026-11-23 16:05", `time` "16:05"."""
    if at is None:
        return NOTHING
    return at.astimezone(ZONE).strftime("%H:%M" if style == "time" else "%Y-%m-%d %H:%M")


def ago(at: datetime | date | None, now: datetime) -> str:
    """Return how long before `now` something was, in whole days: "今天", "昨天", "12 天前", "3 个月前"."""
    if at is None:
        return NOTHING
    local = at.astimezone(ZONE).date() if isinstance(at, datetime) else at
    days = (now.astimezone(ZONE).date() - local) // timedelta(days=1)
    return _days_ago(days) if days >= 0 else _days_ahead(-days)


def _days_ago(days: int) -> str:
    if days < 2:
        return gettext("昨天") if days else gettext("今天")
    if days < 60:
        return ngettext("%(n)s 天前", "%(n)s 天前", days) % {"n": days}
    if days < 730:
        return ngettext("%(n)s 个月前", "%(n)s 个月前", days // 30) % {"n": days // 30}
    return ngettext("%(n)s 年前", "%(n)s 年前", days // 365) % {"n": days // 365}


def _days_ahead(days: int) -> str:
    if days == 1:
        return gettext("明天")
    return ngettext("%(n)s 天后", "%(n)s 天后", days) % {"n": days}


@lru_cache(maxsize=4096)
def phone(number_text: str | None) -> str:
    """Return a number in the form people read it: "138 0013 8000", "010 6552 9988", "+44 20 …"; masks stay."""
    if not number_text:
        return NOTHING
    if "*" in number_text:
        return number_text
    try:
        parsed = phonenumbers.parse(number_text, "CN")
    except phonenumbers.NumberParseException:
        return number_text
    form = phonenumbers.PhoneNumberFormat
    home = parsed.country_code == 86
    return phonenumbers.format_number(parsed, form.NATIONAL if home else form.INTERNATIONAL)
