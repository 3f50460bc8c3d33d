"""Where a customer stands: `status` and `relation_time`, computed from its orders, and why (R01.1, R01.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from minghua.domain.customers.types.parties import TradingFacts
from minghua.kernel.decisions import Why
from minghua.kernel.words import Text

RULE = "R01.2"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Windows:
    """The numbers the rule needs, in days and points (P03, R01.2, P34)."""

    churn_days: int = 180
    regained_days: int = 180
    loyal_index: int = 80


@dataclass(frozen=True, slots=True)
class Standing:
    """A customer's status and relation in time on one day, with the reason of each."""

    status: str
    relation_time: str
    status_why: Why
    relation_why: Why


def judge(facts: TradingFacts, *, screening: str, on: date, windows: Windows) -> Standing:
    """Return status and relation_time as they are on that day; orders after `on` do not count yet (R01.2)."""
    days = [day for day in facts.order_days if day <= on]
    status, reason = _status(facts, days, screening=screening, on=on, windows=windows)
    relation, relation_reason = _relation_time(facts, days, status=status)
    inputs = _inputs(days, screening=screening, on=on, windows=windows)
    return Standing(
        status=status,
        relation_time=relation,
        status_why=Why(rule=RULE, version=VERSION, as_of=on, inputs=inputs, reason=reason),
        relation_why=Why(rule="R01.1", version=VERSION, as_of=on, inputs=inputs, reason=relation_reason),
    )


def regained_until(days: Sequence[date], *, windows: Windows) -> date | None:
    """Return the day on which the latest "regained" ends (exclusive), or None if never lost and back."""
    back = None
    for before, after in pairwise(days):
        if (after - before).days > windows.churn_days:
            back = after
    return None if back is None else back + timedelta(days=windows.regained_days)


def _status(
    facts: TradingFacts, days: Sequence[date], *, screening: str, on: date, windows: Windows
) -> tuple[str, Text]:
    """The tests in the order of R01.2; the first that holds decides."""
    if not days:
        return _without_orders(screening)
    recency = (on - days[-1]).days
    if recency > windows.churn_days:
        return "lost", Text(
            f"最近一次购买距今 {recency} 天，超过流失窗口 {windows.churn_days} 天。",
            f"Last order {recency} days ago, beyond the churn window of {windows.churn_days} days.",
        )
    until = regained_until(days, windows=windows)
    if until is not None and on < until:
        return "regained", Text(
            f"流失后重新购买，{until:%Y-%m-%d} 前视为赢回。",
            f"Bought again after being lost; regained until {until:%Y-%m-%d}.",
        )
    if recency * 2 > windows.churn_days:
        return "dormant", Text(
            f"最近一次购买距今 {recency} 天，已过流失窗口 {windows.churn_days} 天的一半。",
            f"Last order {recency} days ago, past half the churn window of {windows.churn_days} days.",
        )
    return _active(facts, days, loyal_index=windows.loyal_index)


def _without_orders(screening: str) -> tuple[str, Text]:
    if screening == "accepted":
        return "target", Text("尚无成交，识别结论为接受。", "No completed order; accepted by screening.")
    if screening == "rejected":
        return "non", Text("尚无成交，识别结论为拒绝。", "No completed order; rejected by screening.")
    return "potential", Text("尚无成交，尚未筛选。", "No completed order and not screened.")


def _active(facts: TradingFacts, days: Sequence[date], *, loyal_index: int) -> tuple[str, Text]:
    if facts.loyalty_index is not None and facts.loyalty_index >= loyal_index:
        if facts.referrals_12m >= 1:
            return "advocate", Text(
                f"忠诚指数 {facts.loyalty_index}，12 个月内成功转介绍 {facts.referrals_12m} 次。",
                f"Loyalty index {facts.loyalty_index} and {facts.referrals_12m} converted referrals in 12 months.",
            )
        return "loyal", Text(
            f"忠诚指数 {facts.loyalty_index}，不低于 {loyal_index}。",
            f"Loyalty index {facts.loyalty_index}, at least {loyal_index}.",
        )
    count = max(facts.order_count, len(days))
    if count == 1:
        return "first_time", Text("完成 1 笔订单。", "One completed order.")
    return "repeat", Text(f"完成 {count} 笔订单，仍在活跃期。", f"{count} completed orders and still active.")


def _relation_time(facts: TradingFacts, days: Sequence[date], *, status: str) -> tuple[str, Text]:
    if facts.open_contract:
        return "current", Text("有执行中的合同。", "A contract is open.")
    if not days:
        return "future", Text("从未成交。", "No order ever.")
    if status in {"lost", "dormant"}:
        return "past", Text("买过，现已沉寂或流失。", "Bought before, now dormant or lost.")
    return "current", Text("流失窗口内有订单。", "Ordered within the churn window.")


def _inputs(days: Sequence[date], *, screening: str, on: date, windows: Windows) -> dict[str, object]:
    return {
        "orders": len(days),
        "last_order_on": days[-1] if days else None,
        "recency_days": (on - days[-1]).days if days else None,
        "screening": screening,
        "churn_window_days": windows.churn_days,
    }
