"""How benefits, packs and grants are shown: values with their units, limits, states."""

from datetime import date, timedelta

from django.utils.translation import gettext, ngettext

from minghua.domain.loyalty.types import (
    BenefitKind,
    GrantState,
    Item,
    ItemKind,
    LevelBenefit,
    LimitPeriod,
    Occasion,
    OccasionKind,
    Take,
)
from minghua.domain.loyalty.types.shown import GrantRow, ItemRow
from minghua.interfaces.web import display
from minghua.kernel.words import Text

STATES = {
    GrantState.CURRENT: (Text("有效", "Current"), "ok"),
    GrantState.EXPIRED: (Text("已过期", "Expired"), "plain"),
    GrantState.REVOKED: (Text("已撤回", "Revoked"), "danger"),
}
TAKES = {
    Take.CLAIM: Text("客户领取", "Taken by the member"),
    Take.ISSUE: Text("自动发放", "Given by itself"),
}
KINDS = {
    ItemKind.COUPON: Text("优惠券", "Coupon"),
    ItemKind.FREIGHT_COUPON: Text("运费券", "Freight coupon"),
    ItemKind.POINTS: Text("积分", "Points"),
    ItemKind.GIFT: Text("礼品", "Gift"),
    ItemKind.SERVICE: Text("服务", "Service"),
}
_PERIODS = {
    LimitPeriod.ORDER: Text("每单", "an order"),
    LimitPeriod.DAY: Text("每天", "a day"),
    LimitPeriod.MONTH: Text("每月", "a month"),
    LimitPeriod.QUARTER: Text("每季", "a quarter"),
    LimitPeriod.YEAR: Text("每年", "a year"),
    LimitPeriod.LIFETIME: Text("一共", "in all"),
}
_OCCASIONS = {
    OccasionKind.MONTH: Text("每月", "Every month"),
    OccasionKind.QUARTER: Text("每季", "Every quarter"),
    OccasionKind.YEAR: Text("每年", "Every year"),
}


def period(said: str) -> str:
    """Return a period as it is read: "202611" as "2026-11"; others as they are kept."""
    return f"{said[:4]}-{said[4:]}" if len(said) == 6 and said.isdigit() else said


def reason(grant: GrantRow) -> str:
    """Return why a pack was given, with its level and period as they are read."""
    named = display.say(Text(f"「{grant.level_name.zh}」", f" “{grant.level_name.en}”"))
    said = display.say(grant.reason).replace(f" {grant.level}", named, 1)
    return said.replace(f" {grant.period}", f" {period(grant.period)}", 1)


def worth(kind: str, told: LevelBenefit, currency: str) -> str:
    """Return what a benefit is at a level: "¥79.00", "20 points", "4 a month"; "✓" where it has no value."""
    said = [_value(kind, told.value, currency)] if told.value else []
    if told.limit is not None:
        period = display.say(_PERIODS[told.period])
        said.append(gettext("%(period)s %(n)s 次") % {"period": period, "n": told.limit})
    return " · ".join(said) or "✓"


def item(each: Item | ItemRow, currency: str) -> str:
    """Return what lies in a pack: its name, its value, how many."""
    pieces = each.pieces if isinstance(each, ItemRow) else each.count
    value = _value("points" if each.kind == ItemKind.POINTS else "amount", each.value, currency) if each.value else ""
    least = gettext("满 %(amount)s 可用") % {"amount": display.money(each.least, currency)} if each.least else ""
    return " ".join(filter(None, (display.say(each.name), value, f"× {pieces}" if pieces > 1 else "", least)))


def valid(each: Item) -> str:
    """Return for how long an item may be used."""
    if each.valid_days is None:
        return gettext("领取期内有效")
    return ngettext("自发放日起 %(n)s 天", "自发放日起 %(n)s 天", each.valid_days) % {"n": each.valid_days}


def occasion(told: Occasion) -> str:
    """Return when a pack is due."""
    if told.kind is OccasionKind.BIRTHDAY:
        return gettext("生日前 %(before)s 天起，共 %(days)s 天") % {"before": told.before_days, "days": told.days}
    return gettext("%(period)s %(day)s 日起，看上月 %(snapshot)s 日的等级") % {
        "period": display.say(_OCCASIONS[told.kind]), "day": told.issue_day, "snapshot": told.snapshot_day,
    }  # fmt: skip


def _value(kind: str, value: int, currency: str) -> str:
    if kind == BenefitKind.AMOUNT:
        return display.money(value, currency)
    if kind == BenefitKind.PERCENT:
        return f"{value} %"
    if kind == BenefitKind.POINTS:
        return ngettext("%(n)s 积分", "%(n)s 积分", value) % {"n": value}
    return str(value)


def last_day(until_on: date) -> str:
    """Return the last day before an exclusive end."""
    return display.day(until_on - timedelta(days=1))
