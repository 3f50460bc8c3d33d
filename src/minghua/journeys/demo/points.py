"""The demo company's points: a year of orders earns grains of rice, some members spend them, one brings the goods back."""

from datetime import datetime

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.types.adjustments import Way
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.journeys.demo.facts import Company
from minghua.journeys.demo.opening import Keys
from minghua.kernel.periods import add_months

SCHEME = "rice_grains"
BATCH = 500
SPENDERS, LOOKED_AT, SPENT = 6, 60, 50
BY_HAND = (
    ("opening", 60, Way.GIVE, "开业赠送"),
    ("recount", 20, Way.TAKE, "重复登记，更正"),
    ("agreed", 12_000, Way.GIVE, "旧系统结存转入"),
    ("waiting", 15_000, Way.GIVE, "年会奖励"),
)
TEXT = """\
code: rice_grains
name: {zh: 米粒, en: Grains of rice}
note: {zh: 每满 1 元积 1 粒，满 10 元起积；退货期满可用，12 个月后的月底到期；100 粒抵 1 元。, en: "A grain for each yuan from ten yuan on, usable after the days of return, to the end of the month twelve months later; a hundred are worth a yuan."}
earn:
  - {code: purchase, name: {zh: 购物, en: Purchases}, points: 1, per: 100, least: 1000}
  - {code: welcome, kind: first_order, name: {zh: 首单, en: First order}, points: 30, least: 3000}
  - {code: three_months, kind: streak, every: month, count: 3, name: {zh: 连续三个月, en: Three months in a row}, points: 20}
  - {code: neighbours, kind: referral, name: {zh: 介绍街坊, en: Neighbours brought}, points: 50, newcomer: 20}
limits:
  - {code: a_month, name: {zh: 每月上限, en: Most in a month}, rules: [purchase], points: 500}
  - {code: welcome_pot, name: {zh: 首单预算, en: Pot of welcomes}, rules: [welcome], of: all, period: quarter, points: 600}
pending: {days: 7}
expiry: {kind: rolling, months: 12, round_up: month}
negative: {policy: debt, limit: 10000}
unit_minor: 1
"""


def count_grains(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Publish the scheme as of a year ago, let orders earn, and let the first few who have enough spend some."""
    loyalty.publish_points(TEXT, from_on=add_months(facts.on, -12), by=SYSTEM, at=at)
    while loyalty.points_for_some(limit=BATCH, by=SYSTEM, at=at):
        pass
    _spend_some(facts, keys, by=by, at=at)
    _change_by_hand(facts, keys, by=by, at=at)


def _spend_some(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    spent = 0
    for party in facts.parties[:LOOKED_AT]:
        customer_id = keys.customers.get(party.key)
        own = [] if customer_id is None else loyalty_reads.points_of(by, customer_id, at=at)
        if customer_id is None or spent == SPENDERS or not any(each.balance >= SPENT for each in own):
            continue
        spent += 1
        key = f"till-{spent}"
        if spent == SPENDERS:
            loyalty.hold_points(SCHEME, customer_id, SPENT, key=key, minutes=1_440, by=by, at=at)
            continue
        loyalty.spend_points(SCHEME, customer_id, SPENT, key=key, by=by, at=at)
        if spent == 1:
            loyalty.reverse_spending(SCHEME, customer_id, of=key, key="back-1", amount=SPENT // 2, by=by, at=at)


def _change_by_hand(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """A gift and a correction of a few grains, and two large ones: the first agreed to by the owner, the second waiting."""
    member = next(keys.customers[each.key] for each in facts.parties if each.key in keys.customers)
    seller = next(each for each in keys.staff.values() if each.user_id != by.user_id and each.may("points.record"))
    for key, amount, way, reason in BY_HAND:
        told = loyalty.adjust_points(SCHEME, member, amount, way=way, key=key, reason=reason, by=seller, at=at)
        if key == "agreed":
            loyalty.approve_adjustment(told.id, by=by, at=at)
