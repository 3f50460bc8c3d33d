"""Who may draw, what a drawn number gives by published odds, and whether a lottery may begin (R24.4, A24.5)."""

import math
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from minghua.domain.loyalty.types.lottery import Admission, Draw, DrawReason, LotterySpec, PlayFacts, Prize, Stock
from minghua.domain.loyalty.types.story import Reason
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

_SAID: Final = {
    "free": Text("免费抽奖。", "A free draw."),
    "earned": Text("完成任务得到的抽奖。", "A draw earned by a task."),
    "for_points": Text("用积分抽奖。", "A draw for points."),
    "not_begun": Text("抽奖还没有开始。", "The lottery has not begun."),
    "ended": Text("抽奖已结束。", "The lottery is over."),
    "person_limit": Text("您的抽奖次数已用完。", "Your draws are used up."),
    "day_limit": Text("今天的抽奖次数已用完，明天再来。", "Today's draws are used up; come again tomorrow."),
    "no_draw_left": Text("没有可用的抽奖次数。", "No draw is left."),
    "too_few_points": Text("积分不够抽一次。", "There are too few points for a draw."),
}


class OddsWrong(Refusal):
    """The odds of the prizes and of nothing do not add up to one, or one of them is missing or below zero."""

    code = "odds_wrong"
    status = 422
    text = Text("各奖项与「未中奖」的概率之和是 {total}，应为 1。", "The odds of the prizes and of nothing add up to {total} instead of 1.")  # fmt: skip
    remedy = Text("请更正概率；每个都不能小于 0。", "Mend the odds; none of them may be below zero.")


def admit(spec: LotterySpec, facts: PlayFacts, *, on: date) -> Admission:
    """Return whether one more draw is allowed on a local day: first the free ones, then earned ones, then for points."""
    against = next(_against(spec, facts, on), None)
    if against is not None:
        return Admission(False, 0, Reason(against, _SAID[against]))
    if facts.unpaid_draws < spec.free_draws + facts.earned_draws:
        code = "free" if facts.unpaid_draws < spec.free_draws else "earned"
        return Admission(True, 0, Reason(code, _SAID[code]))
    return Admission(True, spec.draw_points or 0, Reason("for_points", _SAID["for_points"]))


def tickets(spec: LotterySpec) -> int:
    """Return how many equally likely numbers a draw by odds is made from; raises OddsWrong (A24.5)."""
    odds = [each.odds for each in spec.prizes if each.odds is not None] + [spec.nothing]
    total = sum(odds, Fraction(0))
    if total != 1 or any(each < 0 for each in odds) or any(each.odds is None for each in spec.prizes):
        raise OddsWrong(field="odds", total=total)
    return math.lcm(*(each.denominator for each in odds))


def expected_points(spec: LotterySpec) -> Fraction:
    """Return the points that a draw by odds brings on the average, exact (A24.5)."""
    tickets(spec)
    return sum((each.points * (each.odds or Fraction(0)) for each in spec.prizes), Fraction(0))


def draw(spec: LotterySpec, *, ticket: int, left: Stock, first: bool = False) -> Draw:
    """Return what a drawn number below `tickets` gives: a prize out of stock becomes the published consolation (LT-02).

    `left` says how many there are of each limited prize. A blank first draw brings the consolation where it is promised.
    """
    pointed = pointed_at(spec, ticket)
    consolation = None if spec.consolation is None else spec.consolation.code
    if pointed is None:
        sure = first and spec.first_draw_sure and consolation is not None
        return Draw(consolation, DrawReason.FIRST_DRAW, None) if sure else Draw(None, DrawReason.BLANK, None)
    if pointed.quantity is not None and left.get(pointed.code, 0) < 1:
        return Draw(consolation, DrawReason.STOCK_OUT, pointed.code)
    return Draw(pointed.code, DrawReason.DRAWN, pointed.code)


def pointed_at(spec: LotterySpec, ticket: int) -> Prize | None:
    """Return the prize at which a drawn number points, None for nothing; raises ValueError for no such number."""
    everything = tickets(spec)
    if not 0 <= ticket < everything:
        raise ValueError(f"a drawn number lies between 0 and {everything - 1}")
    reached = Fraction(0)
    for each in spec.prizes:
        reached += (each.odds or Fraction(0)) * everything
        if ticket < reached:
            return each
    return None


def may_change(*, draws: int) -> bool:
    """Return whether the rules of a lottery may still be changed: not after the first draw."""
    return draws == 0


def _against(spec: LotterySpec, facts: PlayFacts, on: date) -> Iterator[str]:
    if spec.starts_on is None or on < spec.starts_on:
        yield "not_begun"
    if spec.ends_on is not None and on >= spec.ends_on:
        yield "ended"
    if spec.most_a_person is not None and facts.draws >= spec.most_a_person:
        yield "person_limit"
    if spec.most_a_day is not None and facts.draws_today >= spec.most_a_day:
        yield "day_limit"
    if facts.unpaid_draws >= spec.free_draws + facts.earned_draws:
        if spec.draw_points is None:
            yield "no_draw_left"
        elif facts.points < spec.draw_points:
            yield "too_few_points"
