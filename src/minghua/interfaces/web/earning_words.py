"""How points are earned and limited, in words: each rule and each limit as a sentence, and why an award is as it is."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext

from minghua.domain.loyalty.types.earning import EarningKind, EarningLimit, GoodsOf, LimitOf, OnExceed, Span, Step
from minghua.domain.loyalty.types.points_scheme import EarningRule, PointsSpec
from minghua.interfaces.web import display
from minghua.kernel.words import Text

_STEPS: Final = {
    Step.DAY: Text("天", "days"),
    Step.WEEK: Text("周", "weeks"),
    Step.MONTH: Text("个月", "months"),
}
_SPANS: Final = {
    Span.DAY: Text("每天", "a day"),
    Span.WEEK: Text("每周", "a week"),
    Span.MONTH: Text("每月", "a month"),
    Span.QUARTER: Text("每季", "a quarter"),
    Span.YEAR: Text("每年", "a year"),
    Span.EVER: Text("总共", "in all"),
}
REASONS: Final = {
    "earned": Text("得分", "Earned"),
    "no_goods": Text("没有这些商品", "None of these goods"),
    "below_least": Text("没到起积的数", "Below the least"),
    "too_little": Text("不够积一分", "Too little for a point"),
    "not_first": Text("不是第一单", "Not the first order"),
    "paid_this_period": Text("这一期已经给过", "Paid in this period before"),
    "not_in_a_row": Text("还没连续到这么多期", "Not so many periods in a row"),
    "limited": Text("到了上限", "A limit was reached"),
}


def earning(spec: PointsSpec) -> Iterator[tuple[str, str]]:
    """Yield each rule of a scheme by its name, as a sentence."""
    for rule in spec.earn:
        said = _KINDS[rule.kind](rule, spec.currency) + _multiples(dict(rule.levels))
        yield gettext("怎样积：%(rule)s") % {"rule": display.say(rule.name)}, said


def limits(spec: PointsSpec) -> Iterator[tuple[str, str]]:
    """Yield each limit of a scheme by its name, as a sentence."""
    names = {rule.code: display.say(rule.name) for rule in spec.earn}
    for limit in spec.limits:
        yield gettext("上限：%(limit)s") % {"limit": display.say(limit.name)}, _limit(limit, names)


def because(inputs: Mapping[str, Any], spec: PointsSpec | None = None) -> str:
    """Return what an award was reckoned from: rule, base, level, limits; empty for what no rule gave."""
    if "rule" not in inputs:
        return ""
    names = {} if spec is None else {rule.code: display.say(rule.name) for rule in spec.earn}
    parts = [names.get(inputs["rule"], str(inputs["rule"])), *_reckoned(inputs)]
    called = {} if spec is None else {limit.code: display.say(limit.name) for limit in spec.limits}
    for cut in inputs.get("limits", ()):
        told = {
            "limit": called.get(cut["limit"], cut["limit"]),
            "left": f"{cut['left']:,}",
            "asked": f"{cut['asked']:,}",
        }
        parts.append(gettext("受「%(limit)s」限制：应得 %(asked)s，只剩 %(left)s") % told)
    return gettext("；").join(part for part in parts if part)


def _reckoned(inputs: Mapping[str, Any]) -> Iterator[str]:
    if "in_a_row" in inputs:
        yield gettext("连续第 %(n)s 期") % {"n": inputs["in_a_row"]}
    points = inputs.get("points")
    if "per" in inputs and "paid_minor" in inputs:
        told = {"paid": f"{inputs['paid_minor'] / 100:,.2f}", "per": f"{inputs['per'] / 100:g}", "points": points}
        yield gettext("%(paid)s 元，每 %(per)s 元 %(points)s 分") % told
    if "per" in inputs and "pieces_milli" in inputs:
        told = {"n": f"{inputs['pieces_milli'] / 1000:g}", "per": inputs["per"], "points": points}
        yield gettext("%(n)s 件，每 %(per)s 件 %(points)s 分") % told
    if inputs.get("percent", 100) != 100:
        yield gettext("%(level)s 等级 × %(share)s") % {
            "level": inputs.get("level"),
            "share": f"{inputs['percent'] / 100:g}",
        }


def _amount(rule: EarningRule, currency: str) -> str:
    told = gettext("每付 %(per)s 积 %(points)s 分") % {
        "per": display.money(rule.per, currency),
        "points": f"{rule.points:,}",
    }
    return told + _least(rule, currency) + _goods(rule.goods)


def _item(rule: EarningRule, currency: str) -> str:
    told = gettext("每 %(per)s 件积 %(points)s 分") % {"per": f"{rule.per:,}", "points": f"{rule.points:,}"}
    if rule.least:
        told += gettext("，满 %(least)s 件起积") % {"least": f"{rule.least:,}"}
    return told + _goods(rule.goods)


def _first(rule: EarningRule, currency: str) -> str:
    return gettext("第一单积 %(points)s 分") % {"points": f"{rule.points:,}"} + _least(rule, currency)


def _streak(rule: EarningRule, currency: str) -> str:
    told = {"n": rule.count, "step": display.say(_STEPS[rule.every]), "points": f"{rule.points:,}"}
    return gettext("每连续 %(n)s %(step)s有订单积 %(points)s 分") % told + _least(rule, currency)


def _referral(rule: EarningRule, currency: str) -> str:
    told = {"points": f"{rule.points:,}", "newcomer": f"{rule.newcomer:,}", "days": rule.after_days}
    said = gettext("介绍来的人第一单过 %(days)s 天退货期，介绍人积 %(points)s 分、新人积 %(newcomer)s 分") % told
    if rule.most is not None:
        said += gettext("，每人最多算 %(most)s 位") % {"most": f"{rule.most:,}"}
    return said + _least(rule, currency)


def _least(rule: EarningRule, currency: str) -> str:
    return gettext("，满 %(least)s 起积") % {"least": display.money(rule.least, currency)} if rule.least else ""


def _goods(goods: GoodsOf) -> str:
    if goods.is_everything:
        return ""
    return gettext("；只算：%(goods)s") % {"goods": gettext("、").join((*goods.categories, *goods.products))}


def _multiples(levels: Mapping[str, int]) -> str:
    each = [f"{level} × {share / 100:g}" for level, share in levels.items()]
    return gettext("；按等级加倍：%(levels)s") % {"levels": ", ".join(each)} if each else ""


def _limit(limit: EarningLimit, names: Mapping[str, str]) -> str:
    whose = gettext("全体会员合计") if limit.of is LimitOf.ALL else gettext("每位会员")
    span = (
        gettext("任意连续 %(n)s 天") % {"n": limit.days}
        if limit.span is Span.ROLLING
        else display.say(_SPANS[limit.span])
    )
    rules = gettext("、").join(names[code] for code in limit.rules)
    over = gettext("超过的整笔不给") if limit.on_exceed is OnExceed.REJECT else gettext("超过的部分不给")
    told = {"whose": whose, "span": span, "points": f"{limit.points:,}", "over": over}
    said = gettext("%(whose)s%(span)s最多 %(points)s 分，%(over)s") % told
    return said + (gettext("；只算：%(goods)s") % {"goods": rules} if rules else "")


_KINDS: Final[Mapping[EarningKind, Callable[[EarningRule, str], str]]] = {
    EarningKind.AMOUNT: _amount,
    EarningKind.ITEM: _item,
    EarningKind.FIRST_ORDER: _first,
    EarningKind.STREAK: _streak,
    EarningKind.REFERRAL: _referral,
}
