"""The text of a batch of coupons becomes its specification, or a list of everything that is wrong with it (R24.5)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from minghua.domain.loyalty.rules import coupon_soundness
from minghua.domain.loyalty.rules.codes import LEAST_BITS, MOST_BITS, USUAL_BITS
from minghua.domain.loyalty.rules.reading import Sheet
from minghua.domain.loyalty.types.coupon_batch import MOST_COUPONS, CouponSpec
from minghua.domain.loyalty.types.coupons import EVERYTHING, Coupon, CouponKind, Scope, ScopeKind, Validity
from minghua.domain.loyalty.types.stacking import Stackable
from minghua.kernel.periods import Period
from minghua.kernel.words import NO_TEXT, Text

_BATCH: Final = (
    "code", "name", "note", "kind", "currency", "time_zone", "value", "least", "most", "points", "points_scheme", "gift",
    "count", "worth", "goods", "valid", "category", "stackable", "rank", "total", "per_member", "budget", "hold_minutes",
    "bits", "control",
)  # fmt: skip
_MOST_MONEY: Final = 10**12
_LONGEST: Final = 3_660
_WHOLE_YEAR: Final = Validity(days=365)
_PLACES: Final = {"scope": "goods"}


def from_text(text: str) -> CouponSpec:
    """Return the batch that a YAML or JSON text tells; raises SchemeInvalid with every defect and its line."""
    sheet = Sheet(text)
    found = sheet.mapping(sheet.data, "", _BATCH)
    coupon = _coupon(sheet, found)
    budget = found.get("budget")
    spec = CouponSpec(
        coupon=coupon,
        tz=_zone(sheet, found.get("time_zone")),
        total=sheet.whole(found.get("total"), "total", least=1, most=MOST_COUPONS, default=0),
        per_member=sheet.whole(found.get("per_member"), "per_member", least=1, most=1_000, default=1),
        budget=None if budget is None else sheet.whole(budget, "budget", least=1, most=_MOST_MONEY * 1_000),
        hold_minutes=sheet.whole(found.get("hold_minutes"), "hold_minutes", least=1, most=43_200, default=30),
        bits=sheet.whole(found.get("bits"), "bits", least=LEAST_BITS, most=MOST_BITS, default=USUAL_BITS),
        control=sheet.whole(found.get("control"), "control", most=90),
        points_scheme=sheet.code(found["points_scheme"], "points_scheme") if found.get("points_scheme") else "",
        note=sheet.text(found.get("note"), "note") if found.get("note") else NO_TEXT,
    )
    if not sheet.problems:
        _examine(sheet, spec, found)
    sheet.finish()
    return spec


def _coupon(sheet: Sheet, found: Mapping[str, Any]) -> Coupon:
    def money(field: str) -> int:
        return sheet.whole(found.get(field), field, most=_MOST_MONEY)

    code = sheet.code(found.get("code"), "code")
    most = found.get("most")
    return Coupon(
        code=code,
        name=sheet.text(found.get("name"), "name", code),
        kind=_kind(sheet, found),
        validity=_validity(sheet, found.get("valid")),
        value=money("value"),
        least=money("least"),
        most=None if most is None else sheet.whole(most, "most", least=1, most=_MOST_MONEY),
        points=money("points"),
        gift=str(found.get("gift") or "")[:64],
        count=sheet.whole(found.get("count"), "count", least=1, most=1_000, default=1),
        worth=money("worth"),
        scope=_goods(sheet, found.get("goods")),
        category=sheet.code(found["category"], "category") if found.get("category") else "",
        stackable=sheet.word(found.get("stackable"), "stackable", Stackable, Stackable.COMMON),
        rank=sheet.whole(found.get("rank"), "rank", least=-1_000, most=1_000),
        currency=str(found.get("currency") or "CNY")[:3],
    )


def _kind(sheet: Sheet, found: Mapping[str, Any]) -> CouponKind:
    if found.get("kind") is None:
        sheet.wrong(
            "kind", "no_kind", Text("没有写明是哪种券。", "It is not said which kind it is."),
            Text("例如 kind: threshold。", "Such as kind: threshold."),
        )  # fmt: skip
    return sheet.word(found.get("kind"), "kind", CouponKind, CouponKind.NO_THRESHOLD)


def _goods(sheet: Sheet, data: Any) -> Scope:
    if data in (None, "everything"):
        return EVERYTHING
    found = sheet.mapping(data, "goods", ("products", "categories"))
    if len(found) != 1:
        sheet.wrong(
            "goods", "one_scope", Text("商品范围要么按货号，要么按品类。", "Its goods are told by products or by categories, one of both."),
            Text("例如 products: [RICE10]；全场请删去这一项。", "Such as products: [RICE10]; leave it out for everything."),
        )  # fmt: skip
        return EVERYTHING
    ((name, listed),) = found.items()
    kind = ScopeKind.PRODUCT if name == "products" else ScopeKind.CATEGORY
    return Scope(kind, frozenset(str(each)[:80] for each in sheet.listing(listed, f"goods.{name}")))


def _validity(sheet: Sheet, data: Any) -> Validity:
    found = sheet.mapping(data if data is not None else {}, "valid", ("days", "from", "until"))
    first, last = sheet.day(found.get("from"), "valid.from"), sheet.day(found.get("until"), "valid.until")
    days = found.get("days")
    if days is not None and first is None and last is None:
        return Validity(days=sheet.whole(days, "valid.days", least=1, most=_LONGEST, default=1))
    if days is None and first is not None and last is not None and first <= last:
        return Validity(period=Period(first, last + timedelta(days=1)))
    sheet.wrong(
        "valid", "no_days", Text("有效期写得不清楚。", "It is not clear when it may be used."),
        Text(
            "写 days: 15（领取当天起 15 天），或 from 与 until（首日与末日）。",
            "Write days: 15 from the day of issue on, or from and until, its first and its last day.",
        ),
    )  # fmt: skip
    return _WHOLE_YEAR


def _zone(sheet: Sheet, data: Any) -> ZoneInfo:
    name = str(data or "Asia/Shanghai")
    if name in available_timezones():
        return ZoneInfo(name)
    sheet.wrong(
        "time_zone", "unknown_zone", Text(f"没有时区「{name}」。", f"There is no time zone “{name}”."),
        Text("例如 Asia/Shanghai。", "Such as Asia/Shanghai."),
    )  # fmt: skip
    return ZoneInfo("Asia/Shanghai")


def _examine(sheet: Sheet, spec: CouponSpec, found: Mapping[str, Any]) -> None:
    for each in coupon_soundness.examine(spec.coupon):
        sheet.wrong(_PLACES.get(each.path, each.path), each.code, each.text, each.remedy)
    if found.get("total") is None:
        sheet.wrong(
            "total", "no_total", Text("没有写明发多少张。", "It is not said how many there are."),
            Text("例如 total: 1000。", "Such as total: 1000."),
        )  # fmt: skip
    if spec.coupon.kind is CouponKind.EXCHANGE and not spec.points_scheme:
        sheet.wrong(
            "points_scheme", "no_points_scheme", Text("没有写明用哪个方案的积分。", "It is not said whose points it costs."),
            Text("加一行 points_scheme: 积分方案代码。", "Add a line points_scheme: the code of a scheme of points."),
        )  # fmt: skip


def last_day(until_on: date) -> date:
    """Return the last day on which a coupon may be used."""
    return until_on - timedelta(days=1)
