"""Activities in words: each kind by its name, and every term of one as a sentence."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext

from minghua.domain.loyalty.types.lottery import LotterySpec
from minghua.domain.loyalty.types.playing import Offer, Play
from minghua.domain.loyalty.types.portfolio import ActivityKind, ExchangeForm, Severity
from minghua.interfaces.web import display
from minghua.kernel.words import Text

KINDS: Final = {
    ActivityKind.FOLLOW: Text("关注", "Follow"),
    ActivityKind.CHECK_IN: Text("签到", "Check-in"),
    ActivityKind.PROFILE: Text("完善资料", "Profile"),
    ActivityKind.BIRTHDAY: Text("生日", "Birthday"),
    ActivityKind.SURVEY: Text("问卷", "Survey"),
    ActivityKind.VOTE: Text("投票", "Vote"),
    ActivityKind.GAME: Text("小游戏", "Game"),
    ActivityKind.TRADE: Text("购物积分", "Points for purchases"),
    ActivityKind.EXCHANGE: Text("积分兑换", "Exchange"),
    ActivityKind.LOTTERY: Text("抽奖", "Draw"),
    ActivityKind.AUCTION: Text("竞拍", "Auction"),
}
SEVERITIES: Final = {
    Severity.ERROR: (Text("不能发布", "Stops it"), "danger"),
    Severity.WARNING: (Text("提醒", "Warning"), "warn"),
    Severity.INFO: (Text("说明", "Note"), "info"),
}


def kind(code: str) -> str:
    """Return the name of a kind of activity."""
    return display.say(KINDS[ActivityKind(code)])


def terms(play: Play) -> list[str]:
    """Return the rules of an activity, each as a sentence."""
    return list(_terms(play))


def _terms(play: Play) -> Iterator[str]:
    if play.points or (play.asked and play.asked.points):
        yield gettext("参加一次得 %(n)s 分") % {"n": play.asked.points if play.asked else play.points}
    if play.asked:
        yield gettext("期次 %(edition)s，共 %(n)s 题") % {"edition": play.asked.edition, "n": len(play.asked.questions)}
    yield from _check_in(play)
    if play.game:
        game = play.game
        yield gettext("每局花 %(cost)s 分，得 %(low)s 到 %(high)s 分") % {
            "cost": game.cost, "low": game.least, "high": game.highest,
        }  # fmt: skip
        if game.rounds_a_day:
            yield gettext("每天最多 %(n)s 局。") % {"n": game.rounds_a_day}
    for offer in play.offers:
        yield _offer(offer)
    if play.lottery:
        yield from _lottery(play.lottery)


def _check_in(play: Play) -> Iterator[str]:
    plan = play.check_in
    if plan is None:
        return
    yield gettext("第一天 %(base)s 分，每天多 %(step)s 分，加到第 %(cap)s 天") % {
        "base": plan.base, "step": plan.step, "cap": plan.cap,
    }  # fmt: skip
    for bonus in plan.bonuses:
        yield gettext("连续 %(days)s 天再得 %(n)s 分") % {"days": bonus.days, "n": bonus.points}
    if plan.make_up_within:
        yield gettext("%(days)s 天内可补签，每月 %(n)s 次") % {"days": plan.make_up_within, "n": plan.make_ups_a_month}


def _offer(offer: Offer) -> str:
    told = gettext("%(name)s：%(n)s 分") % {"name": display.say(offer.name), "n": offer.points}
    if offer.form is ExchangeForm.WITH_CASH:
        told += gettext("，另付 %(cash)s") % {"cash": display.money(offer.cash, "CNY")}
    if offer.form is ExchangeForm.WITH_ORDER:
        told += gettext("，随下一单送出")
    return told


def _lottery(spec: LotterySpec) -> Iterator[str]:
    for prize in spec.prizes:
        many = gettext("共 %(n)s 份") % {"n": prize.quantity} if prize.quantity else gettext("不限量")
        yield f"{display.say(prize.name)} · {many}" + (f" · {prize.odds}" if prize.odds else "")
    yield gettext("免费 %(free)s 次") % {"free": spec.free_draws}
    if spec.draw_points:
        yield gettext("再抽一次 %(n)s 分") % {"n": spec.draw_points}
    yield display.say(spec.conditions)
