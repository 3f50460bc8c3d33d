"""How good the data of one customer is, in five dimensions, and why (R06.9)."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Final

from minghua.domain.customers.rules import check_digits, cleaning, regions
from minghua.domain.customers.rules.archive import is_filled
from minghua.domain.customers.rules.cleaning import Sheet
from minghua.domain.customers.rules.cleaning.meaning import parsed
from minghua.domain.customers.types.cleaning import RULES, Rule
from minghua.domain.customers.types.quality import Dimension, Fault, Quality, QualityFacts, Side
from minghua.kernel.periods import add_months
from minghua.kernel.words import Text

MONTHS: Final = 12
_JUDGED_BY: Final = [rule for rule in RULES if rule not in (Rule.FOLD, Rule.OUTLIERS)]
_CHECKABLE: Final = ("mobile", "phone", "email", "date", "past_date", "choice", "number")
_SET_BY_DEFAULT: Final = frozenset({"market_kind", "screening", "confidentiality"})  # always valid, they say nothing
_CODES: Final = ("archive.id_number", "archive.uscc", "province", "city")
KEYS: Final = ("mobile", "email", "archive.uscc")
_EMPTY: Final = Text("没有填写。", "Not filled in.")
_SHARED: Final = Text("另有客户用同样的值，可能重复。", "Another customer has the same; perhaps a double.")
_UNVERIFIED: Final = Text(f"{MONTHS} 个月内没有核实。", f"Not verified within {MONTHS} months.")


def judge(sheet: Sheet, facts: QualityFacts) -> Quality:
    """Return the five sides and their mean × 100; a side about which nothing can be asked does not count (R00.2)."""
    paths = [
        field.path
        for field in sheet.fields.values()
        if field.required and not field.sensitive and sheet.kind in field.kinds
    ]
    sides = (
        _completeness(sheet, paths),
        _validity(sheet),
        _uniqueness(sheet, facts),
        _timeliness(sheet, paths, facts),
        _consistency(sheet, facts),
    )
    shares = [side.share for side in sides if side.share is not None]
    if not shares:
        return Quality(sides, None)
    return Quality(sides, int(sum(shares, Fraction(0)) / len(shares) * 10_000 + Fraction(1, 2)))


def _side(dimension: Dimension, asked: int, faults: list[Fault]) -> Side:
    return Side(dimension, asked - len(faults), asked, tuple(faults))


def _completeness(sheet: Sheet, paths: list[str]) -> Side:
    faults = [Fault(path, _EMPTY) for path in paths if not is_filled(sheet[path])]
    return _side(Dimension.COMPLETENESS, len(paths), faults)


def _validity(sheet: Sheet) -> Side:
    asked = {path for path, _ in sheet.filled(*_CHECKABLE)} - _SET_BY_DEFAULT
    asked |= {path for path in _CODES if is_filled(sheet[path])}
    faults: dict[str, Fault] = {}
    for proposal in cleaning.examine(sheet, _JUDGED_BY):
        contradiction = proposal.rule == Rule.REGION and not proposal.mend
        if proposal.path in asked and not contradiction:  # a contradiction is counted once, as such
            faults.setdefault(proposal.path, Fault(proposal.path, proposal.reason))
    return _side(Dimension.VALIDITY, len(asked), list(faults.values()))


def _uniqueness(sheet: Sheet, facts: QualityFacts) -> Side:
    asked = [path for path in KEYS if is_filled(sheet[path])]
    return _side(Dimension.UNIQUENESS, len(asked), [Fault(path, _SHARED) for path in asked if path in facts.shared])


def _timeliness(sheet: Sheet, paths: list[str], facts: QualityFacts) -> Side:
    since = add_months(sheet.on, -MONTHS)
    asked = [path for path in paths if is_filled(sheet[path])]
    faults = [Fault(path, _UNVERIFIED) for path in asked if not _fresh(path, facts, since)]
    return _side(Dimension.TIMELINESS, len(asked), faults)


def _fresh(path: str, facts: QualityFacts, since: date) -> bool:
    days = (facts.verified_on, facts.fields_verified_on.get(path))
    return any(day is not None and day > since for day in days)


def _consistency(sheet: Sheet, facts: QualityFacts) -> Side:
    asked, faults = 0, []
    for check in _CHECKS:
        for fault in check(sheet, facts):
            asked += 1
            faults += [fault] if fault is not None else []
    return _side(Dimension.CONSISTENCY, asked, faults)


Check = Callable[[Sheet, QualityFacts], Iterator[Fault | None]]


def _region(sheet: Sheet, _facts: QualityFacts) -> Iterator[Fault | None]:
    """Province and city belong together."""
    if sheet["province"] and sheet["city"]:
        fits = regions.placed(str(sheet["province"]), str(sheet["city"]), "") is not None
        yield None if fits else Fault("city", Text("省与市对不上。", "Province and city contradict each other."))


def _address(sheet: Sheet, _facts: QualityFacts) -> Iterator[Fault | None]:
    """The city an address begins with is the city of the record."""
    written = regions.placed("", "", "", str(sheet["address"])) if sheet["address"] else None
    if written is not None and written.city and sheet["city"]:
        same = regions.short(str(sheet["city"])) == regions.short(written.city)
        yield (
            None if same else Fault("address", Text("地址开头的城市与「市」不同。", "The address names another city."))
        )


def _identity(sheet: Sheet, _facts: QualityFacts) -> Iterator[Fault | None]:
    """The day and the gender in an ID card number are those of the record."""
    number = str(sheet["archive.id_number"])
    if not check_digits.is_id_number(number):
        return
    born, told = _day(f"{number[6:10]}-{number[10:12]}-{number[12:14]}"), _day(sheet["birthday"])
    if born and told:
        yield (
            None if born == told else Fault("birthday", Text("与身份证号里的生日不同。", "Differs from the ID number."))
        )
    if sheet["gender"] in {"male", "female"}:
        gender = "male" if int(number[16]) % 2 else "female"
        same = sheet["gender"] == gender
        yield None if same else Fault("gender", Text("与身份证号里的性别不同。", "Differs from the ID number."))


def _numbers(sheet: Sheet, _facts: QualityFacts) -> Iterator[Fault | None]:
    """The two telephone numbers are two."""
    if sheet["mobile"] and sheet["phone"]:
        same = sheet["mobile"] == sheet["phone"]
        yield Fault("phone", Text("固定电话与手机相同。", "The telephone is the mobile.")) if same else None


def _times(sheet: Sheet, facts: QualityFacts) -> Iterator[Fault | None]:
    """Nobody bought before being born, or before the relation began."""
    for path in ("birthday", "archive.relation_since"):
        day = _day(sheet[path])
        if day and facts.first_order_on:
            fits = day <= facts.first_order_on
            yield None if fits else Fault(path, Text("晚于第一次购买。", "Later than the first order."))


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else parsed(str(value)) if value else None


_CHECKS: Final[tuple[Check, ...]] = (_region, _address, _identity, _numbers, _times)
