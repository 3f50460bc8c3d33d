"""A scheme of points in words: each of its terms as a sentence, and which of them another version changes."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext

from minghua.domain.loyalty.types.points import Expiry, ExpiryKind, Negative, RoundUp
from minghua.domain.loyalty.types.points_health import BuyingShare
from minghua.domain.loyalty.types.points_scheme import PointsSpec
from minghua.interfaces.web import display, earning_words
from minghua.kernel.words import Text

STANDINGS = {
    BuyingShare.UNKNOWN: (Text("还没有发出积分", "No points were issued yet"), "plain"),
    BuyingShare.LOW: (
        Text("购物占比偏低：积分多半不是靠买东西得来的", "Low: most points do not come from buying"),
        "warn",
    ),
    BuyingShare.SOUND: (Text("在 60%–80% 之间，合适", "Between 60 % and 80 %, as it should be"), "ok"),
    BuyingShare.HIGH: (Text("购物占比偏高：互动活动给的积分很少", "High: activities give few points"), "warn"),
}
_ENDS = {
    RoundUp.MONTH: Text("，顺延到月底", ", carried to the end of the month"),
    RoundUp.QUARTER: Text("，顺延到季末", ", carried to the end of the quarter"),
    RoundUp.HALF: Text("，顺延到半年末", ", carried to the end of the half-year"),
    RoundUp.YEAR: Text("，顺延到年底", ", carried to the end of the year"),
}
_MISSING = {
    Negative.DEBT: Text("记为欠分，以后的积分先还", "owed, and repaid by the next earnings"),
    Negative.WRITE_OFF: Text("当场核销", "written off at once"),
    Negative.CASH_DEDUCT: Text("从退款里折成现金扣除", "taken from the refund in cash"),
}


class Change(NamedTuple):
    """One term that another version changes: what it was and what it becomes; empty where there was or will be none."""

    name: str
    before: str
    after: str


def terms(spec: PointsSpec) -> dict[str, str]:
    """Return the terms of a scheme by their names, in the reader's language."""
    named = {
        gettext("方案名称"): display.say(spec.name),
        gettext("说明"): display.say(spec.note),
        gettext("等级计划"): spec.programme,
    }
    return {
        name: said
        for name, said in (*named.items(), *earning_words.earning(spec), *earning_words.limits(spec), *_living(spec))
        if said
    }


def changes(before: PointsSpec | None, after: PointsSpec | None) -> list[Change]:
    """Return what differs between two versions, term by term; the first version changes nothing."""
    if before is None or after is None:
        return []
    old, new = terms(before), terms(after)
    return [Change(name, old.get(name, ""), new.get(name, "")) for name in old | new if old.get(name) != new.get(name)]


def percent(basis_points: int | None) -> str:
    """Return a share as it is read: "71.43 %"; "—" of nothing."""
    return display.NOTHING if basis_points is None else f"{basis_points / 100:.2f}%"


def _living(spec: PointsSpec) -> Iterator[tuple[str, str]]:
    wait = gettext("下单后过 %(days)s 整天") % {"days": spec.wait_days}
    yield gettext("何时可用"), gettext("立即") if spec.wait_days is None else wait
    yield gettext("何时到期"), _expiry(spec.expiry)
    limit = "" if spec.debt_limit is None else gettext("，最多欠 %(most)s 分") % {"most": f"{spec.debt_limit:,}"}
    yield gettext("退货不够扣时"), display.say(_MISSING[spec.negative]) + limit
    charged = gettext("再扣一次") if spec.charge_lapsed else gettext("不再扣")
    yield gettext("退货时已到期的分"), charged
    grace = gettext("给 %(days)s 天宽限") % {"days": spec.grace_days}
    yield gettext("退回时已到期的分"), grace if spec.grace_days else gettext("仍然到期")
    yield gettext("预留多久"), gettext("%(n)s 分钟") % {"n": spec.hold_minutes}
    yield gettext("一分值多少"), display.money(spec.unit_minor, spec.currency)
    yield gettext("按哪里的日子算"), spec.tz.key


def _expiry(terms_: Expiry) -> str:
    if terms_.kind is ExpiryKind.NONE:
        return gettext("永不到期")
    if terms_.kind is ExpiryKind.CALENDAR:
        days = ", ".join(f"{month:02}-{day:02}" for month, day in terms_.dates)
        return gettext("每年 %(days)s 到期") % {"days": days}
    months = gettext("%(n)s 个月") % {"n": terms_.months} if terms_.months else ""
    days = gettext("%(n)s 天") % {"n": terms_.days} if terms_.days else ""
    life = gettext("、").join(part for part in (months, days) if part)
    since = gettext("最后一次活动后 %(life)s") if terms_.kind is ExpiryKind.SLIDING else gettext("可用后 %(life)s")
    return since % {"life": life} + display.say(_ENDS.get(terms_.round_up, Text("", "")))
