"""The text of a scheme of points becomes its specification, or a list of everything that is wrong with it (R24.1)."""

import re
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from minghua.domain.loyalty.rules import earning_text
from minghua.domain.loyalty.rules.earning_text import UNKNOWN, Known
from minghua.domain.loyalty.rules.reading import Sheet
from minghua.domain.loyalty.types.points import Expiry, ExpiryKind, Lapsed, Negative, RoundUp
from minghua.domain.loyalty.types.points_scheme import PointsSpec
from minghua.kernel.words import NO_TEXT, Text

_SCHEME: Final = (
    "code", "name", "note", "programme", "currency", "time_zone", "earn", "limits", "pending", "expiry", "negative", "restore_grace_days",
    "hold_minutes", "unit_minor",
)  # fmt: skip
_DAY: Final = re.compile(r"(\d{1,2})-(\d{1,2})")
_LONGEST: Final = 36_500


def from_text(text: str, *, known: Known = UNKNOWN) -> PointsSpec:
    """Return the specification that a YAML or JSON text tells; raises SchemeInvalid with every defect and its line."""
    sheet = Sheet(text)
    found = sheet.mapping(sheet.data, "", _SCHEME)
    code = sheet.code(found.get("code"), "code")
    pending = sheet.mapping(found.get("pending") or {}, "pending", ("days",))
    negative = sheet.mapping(found.get("negative") or {}, "negative", ("policy", "limit", "lapsed"))
    earn = tuple(
        earning_text.earning_rule(sheet, each, f"earn[{place}]", known)
        for place, each in enumerate(sheet.listing(found.get("earn"), "earn"))
    )
    codes = [rule.code for rule in earn]
    spec = PointsSpec(
        code=code,
        name=sheet.text(found.get("name"), "name", code),
        currency=str(found.get("currency") or "CNY"),
        tz=_zone(sheet, found.get("time_zone")),
        programme=sheet.code(found["programme"], "programme") if found.get("programme") else "",
        earn=earn,
        wait_days=_days(sheet, pending.get("days", 7), "pending.days"),
        expiry=_expiry(sheet, found.get("expiry")),
        negative=sheet.word(negative.get("policy"), "negative.policy", Negative, Negative.DEBT),
        debt_limit=None if negative.get("limit") is None else sheet.whole(negative["limit"], "negative.limit"),
        charge_lapsed=sheet.word(negative.get("lapsed"), "negative.lapsed", Lapsed, Lapsed.FORGIVE) is Lapsed.CHARGE,
        grace_days=sheet.whole(found.get("restore_grace_days"), "restore_grace_days", most=_LONGEST),
        hold_minutes=sheet.whole(found.get("hold_minutes"), "hold_minutes", least=1, most=43_200, default=30),
        unit_minor=sheet.whole(found.get("unit_minor"), "unit_minor", default=1),
        note=sheet.text(found.get("note"), "note") if found.get("note") else NO_TEXT,
        limits=tuple(
            earning_text.earning_limit(sheet, each, f"limits[{place}]", codes)
            for place, each in enumerate(sheet.listing(found.get("limits"), "limits"))
        ),
    )
    _examine(sheet, spec)
    sheet.finish()
    return spec


def _zone(sheet: Sheet, data: Any) -> ZoneInfo:
    name = str(data or "Asia/Shanghai")
    if name in available_timezones():
        return ZoneInfo(name)
    sheet.wrong(
        "time_zone", "unknown_zone", Text(f"没有时区「{name}」。", f"There is no time zone “{name}”."),
        Text("例如 Asia/Shanghai。", "Such as Asia/Shanghai."),
    )  # fmt: skip
    return ZoneInfo("Asia/Shanghai")


def _days(sheet: Sheet, data: Any, path: str) -> int | None:
    return None if data in (None, "none") else sheet.whole(data, path, most=_LONGEST)


def _expiry(sheet: Sheet, data: Any) -> Expiry:
    if data in (None, "none"):
        return Expiry()
    found = sheet.mapping(data, "expiry", ("kind", "months", "days", "round_up", "dates"))
    kind = sheet.word(found.get("kind"), "expiry.kind", ExpiryKind, ExpiryKind.NONE)
    terms = Expiry(
        kind,
        sheet.whole(found.get("months"), "expiry.months", most=1_200),
        sheet.whole(found.get("days"), "expiry.days", most=_LONGEST),
        sheet.word(found.get("round_up"), "expiry.round_up", RoundUp, RoundUp.NONE),
        tuple(
            _date(sheet, each, place) for place, each in enumerate(sheet.listing(found.get("dates"), "expiry.dates"))
        ),
    )
    if kind in (ExpiryKind.ROLLING, ExpiryKind.SLIDING) and not (terms.months or terms.days):
        sheet.wrong(
            "expiry", "no_time", Text("没有写有效多久。", "It is not said how long points live."),
            Text("写 months 或 days，例如 months: 12。", "Write months or days, such as months: 12."),
        )  # fmt: skip
    if kind is ExpiryKind.CALENDAR and not 0 < len(terms.dates) <= 20:
        sheet.wrong(
            "expiry.dates", "no_dates", Text("到期日应为 1 至 20 个。", "Between 1 and 20 dates are needed."),
            Text("例如 dates: [06-30, 12-31]。", "Such as dates: [06-30, 12-31]."),
        )  # fmt: skip
    return terms


def _date(sheet: Sheet, data: Any, place: int) -> tuple[int, int]:
    found = _DAY.fullmatch(str(data))
    month, day = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= month <= 12 and 1 <= day <= _LONG[month - 1]):
        sheet.wrong(
            f"expiry.dates[{place}]", "not_a_date", Text(f"「{data}」不是一年中的一天。", f"“{data}” is not a day of the year."),
            Text("请写成 06-30。", "Write it as 06-30."),
        )  # fmt: skip
        return (12, 31)
    return (month, day)


_LONG: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _examine(sheet: Sheet, spec: PointsSpec) -> None:
    """Find what reads well and cannot be meant."""
    for path, codes in (("earn", [rule.code for rule in spec.earn]), ("limits", [limit.code for limit in spec.limits])):
        for place, code in enumerate(codes):
            if codes.index(code) != place:
                sheet.wrong(
                    f"{path}[{place}].code", "twice", Text(f"代码「{code}」写了两次。", f"The code “{code}” stands twice."),
                    Text("请换一个代码。", "Choose another code."),
                )  # fmt: skip
    for place, rule in enumerate(spec.earn):
        if rule.levels and not spec.programme:
            sheet.wrong(
                f"earn[{place}].levels", "no_programme",
                Text("按等级加倍要写明等级计划。", "Multipliers by level need a programme of levels."),
                Text("加一行 programme: 计划代码。", "Add a line programme: its code."),
            )  # fmt: skip
