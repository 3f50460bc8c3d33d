"""Whether a shop's activities make a whole: the six rules by which a portfolio is examined (P6, R24.3)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from minghua.domain.loyalty.types.portfolio import (
    COLLECTING,
    CONTINUOUS,
    ActivityKind,
    ExchangeForm,
    Finding,
    LotteryOffer,
    Portfolio,
    PortfolioVerdict,
    Severity,
)
from minghua.kernel.words import Text

FEWEST: Final = 4
MOST: Final = 6
SHARE: Final = (Fraction(60, 100), Fraction(80, 100))
RULES: Final = ("R1", "R2", "R3", "R4", "R5_R6")


def lint(portfolio: Portfolio) -> PortfolioVerdict:
    """Return every finding about a portfolio in the order of the rules, with the figures they rest on (P6, R24.3)."""
    first, cheapest, share = first_round_points(portfolio), cheapest_exchange(portfolio), purchase_share(portfolio)
    findings = (
        *_earns_and_spends(portfolio),
        *_kinds(portfolio),
        *_number(len(portfolio.activities)),
        *_first_reward(portfolio, first, cheapest),
        *_share(share),
    )
    return PortfolioVerdict(
        findings=findings, first_round_points=first, cheapest_exchange=cheapest, purchase_share=share
    )


def first_round_points(portfolio: Portfolio) -> int:
    """Return the points of a newcomer who plays every earning activity once, buying left out."""
    return sum(each.first_points for each in portfolio.activities if each.kind is not ActivityKind.TRADE)


def cheapest_exchange(portfolio: Portfolio) -> int | None:
    """Return the points of the cheapest exchange in stock that asks for nothing but points; None without one."""
    offers = (offer for each in portfolio.activities for offer in each.exchanges)
    return min(
        (each.points for each in offers if each.form is ExchangeForm.FULL and (each.left is None or each.left > 0)),
        default=None,
    )


def purchase_share(portfolio: Portfolio) -> Fraction | None:
    """Return the share of purchases in the points given out, exact; None when none are known."""
    everything = sum(portfolio.issued.values())
    return Fraction(portfolio.issued.get(ActivityKind.TRADE, 0), everything) if everything else None


def _earns_and_spends(portfolio: Portfolio) -> Iterator[Finding]:
    if not any(each.earns for each in portfolio.activities):
        yield _error("R1", "没有能挣积分的活动。", "No activity earns points.", "请加签到、登记或交易送积分。", "Add a check-in, a registration or points for purchases.")  # fmt: skip
    if not any(each.spends for each in portfolio.activities):
        yield _error("R1", "没有能花积分的活动。", "Points cannot be spent on anything.", "请加积分兑换，或花积分的抽奖。", "Add an exchange, or draws for points.")  # fmt: skip


def _kinds(portfolio: Portfolio) -> Iterator[Finding]:
    kinds = {each.kind for each in portfolio.activities}
    if not kinds & CONTINUOUS:
        yield _error("R2", "没有可以天天参加的活动。", "Nothing can be played again and again.", "请加签到、抽奖或小游戏。", "Add a check-in, a lottery or a game.")  # fmt: skip
    if not kinds & COLLECTING:
        yield _finding("R3", Severity.WARNING, "没有收集信息的活动。", "No activity collects information.",
                       "请加资料登记、问卷或投票。", "Add a profile, a survey or a vote.")  # fmt: skip


def _number(count: int) -> Iterator[Finding]:
    if count < FEWEST:
        yield _finding("R4", Severity.WARNING, f"只有 {count} 项活动，容易乏味。", f"There are only {count} activities: it grows dull.",
                       f"请办 {FEWEST} 至 {MOST} 项。", f"Have {FEWEST} to {MOST} of them.")  # fmt: skip
    elif count > MOST:
        yield _finding("R4", Severity.INFO, f"有 {count} 项活动，顾客可能分心。", f"There are {count} activities: customers may lose track.",
                       f"{FEWEST} 至 {MOST} 项为宜。", f"{FEWEST} to {MOST} do well.")  # fmt: skip


def _first_reward(portfolio: Portfolio, first: int, cheapest: int | None) -> Iterator[Finding]:
    """R5 or R6: a newcomer can afford an exchange, or a free draw is sure of a prize."""
    if cheapest is not None and first >= cheapest:
        return
    sure = [each.lottery for each in portfolio.activities if each.lottery is not None and _is_sure(each.lottery)]
    if not sure:
        yield _no_first_reward(first, cheapest)
    elif max(each.different_prizes for each in sure) < 2:
        yield _finding("R6", Severity.WARNING, "奖品只有一种。", "There is one kind of prize only.",
                       "请设至少两种不同的奖品。", "Have two different prizes at least.")  # fmt: skip


def _is_sure(offer: LotteryOffer) -> bool:
    return offer.sure_by is not None and 1 <= offer.sure_by <= offer.free_draws


def _no_first_reward(first: int, cheapest: int | None) -> Finding:
    if cheapest is None:
        return _error("R5_R6", "没有只用积分就能换到、且有货的奖品，也没有首次必中的免费抽奖。",
                      "Nothing in stock is to be had for points alone, and no free draw is sure of a prize.",
                      "请加小额无门槛券，或首次必中的免费抽奖。", "Add a small coupon without threshold, or a free draw that is sure of a prize.")  # fmt: skip
    return _error("R5_R6", f"新顾客一轮只能得 {first} 分，最便宜的兑换要 {cheapest} 分。",
                  f"A newcomer earns {first} points in one round; the cheapest exchange costs {cheapest}.",
                  f"请把兑换降到 {first} 分以内，或加首次必中的免费抽奖。",
                  f"Lower the exchange to {first} points, or add a free draw that is sure of a prize.")  # fmt: skip


def _share(share: Fraction | None) -> Iterator[Finding]:
    least, most = SHARE
    if share is None or least <= share <= most:
        return
    tenths = f"{round(share * 1000) / 10:.1f}"
    yield _finding("share", Severity.INFO, f"交易送出的积分占 {tenths}%，通常是 60% 至 80%。",
                   f"Purchases give out {tenths} % of the points; 60 to 80 % is usual.",
                   "请核对各项活动的分数。", "Look at the points of each activity again.")  # fmt: skip


def _error(rule: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Finding:
    return _finding(rule, Severity.ERROR, zh, en, remedy_zh, remedy_en)


def _finding(rule: str, severity: Severity, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Finding:
    return Finding(rule, severity, Text(zh, en), Text(remedy_zh, remedy_en))
