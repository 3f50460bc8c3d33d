"""The demo company's club: levels by what a household spent, a harder version drafted and simulated, one level given by hand."""

from datetime import date, datetime, timedelta

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import GrantMode
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.journeys.demo.facts import Company
from minghua.journeys.demo.opening import Keys
from minghua.kernel.periods import add_months

CLUB = "rice_club"
YEARS_BACK = 24
HELD_MONTHS = 6
NEXT_VERSION_DAYS = 30
_TEXT = """\
code: rice_club
name: {zh: 明华米友会, en: Minghua rice club}
note:
  zh: 买粮油按实付金额（元）得成长值，满一年按等级扣减后重新定级；公司客户另按企业评级。
  en: Every yuan paid is a point of growth; after a year the level's deduction is taken and the rest is graded. Firms are graded by the scorecard.
members: person
measure: {kind: growth}
at_expiry: deduct
refund: revoke_cause
levels:
  - {code: registered, name: {zh: 新朋友, en: Newcomer}}
  - {code: friend, name: {zh: 米友, en: Friend}, from: 0, gates: [ordered], benefits: [delivery]}
  - code: silver
    name: {zh: 银穗会员, en: Silver ear}
    from: SILVER
    gates: [ordered]
    deduct: 300
    validity: {years: 1}
    benefits: [delivery, fresh_milling]
  - code: gold
    name: {zh: 金穗会员, en: Golden ear}
    from: GOLD
    gates: [ordered]
    deduct: 900
    validity: {years: 1}
    benefits: [delivery, fresh_milling, birthday_gift]
  - code: diamond
    name: {zh: 满仓会员, en: Full granary}
    from: 6000
    gates: [ordered]
    deduct: 2000
    validity: {years: 1}
    benefits: [delivery, fresh_milling, birthday_gift, hotline]
earning:
  - {code: order, kind: order, terms: {minor_per_point: 100, least_minor: 1000, rating_percent: 100}}
  - {code: order_days, kind: order_days, terms: {days: 3, points: 30, post_day: 10}}
benefits:
  - {code: delivery, name: {zh: 免费送货上门, en: Free delivery}}
  - {code: fresh_milling, name: {zh: 现碾新米优先, en: Fresh milling first}}
  - {code: birthday_gift, name: {zh: 生日礼, en: Birthday present}}
  - {code: hotline, name: {zh: 掌柜专线, en: The owner's own number}}
"""


def found_club(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Publish the club as of two years ago, credit everybody's orders, give one level by hand and draft the next version."""
    _publish(at=at, since=add_months(facts.on, -YEARS_BACK))
    tiering.catch_up(keys.customers.values(), by=SYSTEM, at=at)
    _give_one(facts.on, by=by, at=at)
    tiering.save_draft(text=club_text(silver=1_200, gold=3_000), by=by, at=at)
    tiering.simulate(CLUB, from_on=facts.on + timedelta(days=NEXT_VERSION_DAYS), costs={"birthday_gift": 2_000}, by=by, at=at)  # fmt: skip


def _publish(*, at: datetime, since: date) -> None:
    tiering.save_draft(text=club_text(), by=SYSTEM, at=at)
    tiering.simulate(CLUB, from_on=since, by=SYSTEM, at=at)
    tiering.publish(CLUB, from_on=since, by=SYSTEM, at=at)


def club_text(*, silver: int = 800, gold: int = 2_400) -> str:
    """Return the club's rules with these thresholds."""
    return _TEXT.replace("SILVER", str(silver)).replace("GOLD", str(gold))


def _give_one(on: date, *, by: Actor, at: datetime) -> None:
    """The first friend of the list is kept on silver for half a year: an apology."""
    friends = tiering_reads.members(by, CLUB, level="friend", limit=1)
    for member in friends:
        tiering.grant_level(
            CLUB, member.customer_id, level="silver", mode=GrantMode.FLOOR, until_on=add_months(on, HELD_MONTHS),
            reason="送错货致歉", by=by, at=at,
        )  # fmt: skip
