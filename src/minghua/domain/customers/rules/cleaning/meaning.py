"""Rules about what a value means: dates, regions, options, numbers out of the set."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from minghua.domain.customers.rules import regions
from minghua.domain.customers.rules.cleaning.sheet import Sheet
from minghua.domain.customers.types.cleaning import Fence, Proposal, Rule
from minghua.kernel.words import Text

OLDEST: Final = 120  # years; nobody is older
MOST: Final[dict[str, int]] = {"archive.family_size": 30, "archive.years_of_work": 80}
REGION_CODES: Final = {"organization": "archive.org_region_code"}
_PAST: Final = frozenset({"birthday", "archive.relation_since", "archive.founded", "archive.anniversary"})


def dates(sheet: Sheet) -> Iterator[Proposal]:
    """Yield days written otherwise than year-month-day, and days that cannot be."""
    for path, value in sheet.filled("date", "past_date"):
        day = value if isinstance(value, date) else parsed(str(value))
        if day is None:
            yield _odd(path, value, Text("不是日期。", "Not a date."))
        elif path in _PAST and day > sheet.on:
            yield _odd(path, value, Text("晚于今天。", "Lies in the future."))
        elif path == "birthday" and sheet.on.year - day.year > OLDEST:
            yield _odd(path, value, Text(f"早于 {OLDEST} 年前。", f"More than {OLDEST} years ago."))
        elif not isinstance(value, date) and day.isoformat() != value:
            yield Proposal(
                path, value, day.isoformat(), Rule.DATES, Text("统一成年-月-日。", "Written year-month-day.")
            )


def parsed(text: str) -> date | None:
    """Return the day of 2026-1-5, 2026年1月5日, 2026/01/05, 20260105; None when it is none."""
    plain = re.sub(r"[./年月]", "-", unicodedata.normalize("NFKC", text).strip()).rstrip("日")
    parts = plain.split("-") if plain.count("-") == 2 else [plain[:4], plain[4:6], plain[6:]]
    try:
        return date(*(int(part) for part in parts))
    except (ValueError, OverflowError, TypeError):
        return None


def _odd(path: str, value: Any, reason: Text) -> Proposal:
    return Proposal(path, value, None, Rule.DATES, reason, mend=False)


def region(sheet: Sheet) -> Iterator[Proposal]:
    """Yield regions by their full names and code where there is no doubt, and contradictions."""
    written = {path: str(sheet[path]) for path in ("province", "city", "district", "address")}
    if not any(written.values()):
        return
    place = regions.placed(**written)
    if place is None:
        if written["province"] or written["city"]:
            reason = Text("省与市对不上，或不是国标名称。", "Province and city contradict each other or are unknown.")
            path = "city" if written["city"] else "province"
            yield Proposal(path, written[path], None, Rule.REGION, reason, mend=False)
        return
    reason = Text(f"按国标 {place.code}。", f"As in GB/T 2260, {place.code}.")
    found = {"province": place.province, "city": place.city, "district": place.district}
    found[REGION_CODES.get(sheet.kind, "archive.region_code")] = place.code
    for path, new in found.items():
        if new and new != str(sheet[path]):
            yield Proposal(path, sheet[path], new, Rule.REGION, reason)


def enums(sheet: Sheet) -> Iterator[Proposal]:
    """Yield choices kept by name instead of code, and names that are no option."""
    for path, value in sheet.filled("choice"):
        known = sheet.terms(sheet.vocabulary_of(path))
        text = str(value).strip()
        code = known.get(text) or known.get(text.casefold())
        if code is None:
            reason = Text("没有这个选项。", "There is no such option.")
            yield Proposal(path, value, None, Rule.ENUMS, reason, mend=False)
        elif code != value:
            yield Proposal(path, value, code, Rule.ENUMS, Text("名称换成代码。", "The name becomes its code."))


def outliers(sheet: Sheet) -> Iterator[Proposal]:
    """Yield numbers beyond their fence or beyond what can be."""
    for path, value in sheet.filled("number", "integer", "decimal", "money"):
        number = numeric(value)
        if number is None:
            yield _far(path, value, Text("不是数字。", "Not a number."))
            continue
        fence = sheet.fences.get(path)
        most = MOST.get(path)
        if most is not None and number > most:
            yield _far(path, value, Text(f"超过 {most}。", f"More than {most}."))
        elif fence is not None and not fence.low <= number <= fence.high:
            yield _far(path, value, _beyond(fence))


def _beyond(fence: Fence) -> Text:
    low, high = f"{fence.low:g}", f"{fence.high:g}"
    return Text(f"在这批客户的常见范围 {low}–{high} 之外。", f"Outside the usual range of this set, {low} to {high}.")


def _far(path: str, value: Any, reason: Text) -> Proposal:
    return Proposal(path, value, None, Rule.OUTLIERS, reason, mend=False)


def numeric(value: Any) -> float | None:
    """Return the number in a value, None when it is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
