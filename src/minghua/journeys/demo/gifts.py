"""What the demo company's club brings: benefits by level, a birthday pack to be taken, a monthly pack that comes by itself; one is taken back."""

from datetime import date, datetime

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import GrantFilter
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.journeys.demo.facts import Company
from minghua.journeys.demo.levels import YEARS_BACK
from minghua.journeys.demo.opening import Keys
from minghua.kernel.periods import add_months

SCHEME = "rice_gifts"
BIRTHDAY_PACK = "birthday_rice"
BATCH = 500
CLAIMED = 3
TEXT = """\
code: rice_gifts
name: {zh: 米友会权益, en: Gifts of the rice club}
note:
  zh: 生日前 7 天起 15 天内到店领生日礼；每月 1 日按上月 25 日的等级送月礼；过期不补。
  en: The birthday present is taken within fifteen days from seven days before; on the first of each month a pack by the level of the 25th; never made up for.
programme: rice_club
benefits:
  - code: delivery
    name: {zh: 满额免费送货, en: Free delivery from an amount}
    kind: amount
    levels: {friend: 9900, silver: 5900, gold: 2900, diamond: 0}
  - code: fresh_milling
    name: {zh: 现碾新米优先, en: Fresh milling first}
    kind: count
    levels: {silver: {limit: 1}, gold: {limit: 2}, diamond: {limit: 4}}
  - code: member_price
    name: {zh: 会员价（原价的）, en: Member price (of the list price)}
    kind: percent
    levels: {silver: 98, gold: 96, diamond: 95}
  - code: hotline
    name: {zh: 掌柜专线, en: The owner's own number}
    levels: {diamond: true}
packs:
  - code: birthday_rice
    name: {zh: 生日礼, en: Birthday present}
    occasion: {kind: birthday, before_days: 7, days: 15, leap: feb_28}
    take: claim
    levels: [silver, gold, diamond]
    needs: [person]
    items:
      - {code: longevity_noodles, name: {zh: 长寿面一份, en: Noodles of long life}, kind: gift}
      - {code: birthday_coupon, name: {zh: 生日券, en: Birthday coupon}, kind: coupon, value: 1000, least: 5000}
      - {code: new_rice, name: {zh: 新米两斤, en: A kilo of new rice}, kind: gift, levels: [gold, diamond]}
  - code: month_pack
    name: {zh: 米友月礼, en: Pack of the month}
    occasion: {kind: month, snapshot_day: 25, issue_day: 1}
    take: issue
    levels: [silver, gold, diamond]
    undone: revoke
    items:
      - {code: grain_coupon, name: {zh: 粮油券, en: Grain coupon}, kind: coupon, value: 300, least: 3000, valid_days: 15}
      - {code: delivery_coupon, name: {zh: 免运费券, en: Delivery coupon}, kind: freight_coupon, value: 500, count: 2, valid_days: 30, levels: [gold, diamond]}
"""


def bring_gifts(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Publish the scheme as of two years ago, give the pack of this month, let some take their birthday present, take one back."""
    loyalty.publish_scheme(TEXT, from_on=add_months(facts.on, -YEARS_BACK), by=SYSTEM, at=at)
    while loyalty.give_some(limit=BATCH, by=SYSTEM, at=at):
        pass
    _take_birthday_presents(facts, keys, by=by, at=at)
    _take_one_back(facts.on, by=by, at=at)


def _take_birthday_presents(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """The first few whose window is open and whose level brings it come by."""
    taken = 0
    for party in facts.parties:
        if taken == CLAIMED:
            return
        if party.birthday is None or party.key not in keys.customers or not _is_near(party.birthday, facts.on):
            continue
        customer_id = keys.customers[party.key]
        packs = loyalty_reads.benefits_of(by, customer_id, at=at).packs
        if any(each.pack.code == BIRTHDAY_PACK and each.may_take for each in packs):
            loyalty.claim_pack(SCHEME, BIRTHDAY_PACK, customer_id, by=by, at=at)
            taken += 1


def _is_near(birthday: date, on: date) -> bool:
    """A rough look before the rules decide: the same month or a neighbouring one."""
    return (birthday.month - on.month) % 12 in {0, 1, 11}


def _take_one_back(on: date, *, by: Actor, at: datetime) -> None:
    """The last grant of the monthly packs went to the wrong counter."""
    rows = loyalty_reads.grants(by, GrantFilter(scheme=SCHEME, benefit="month_pack"), on=on).items
    if len(rows) > 1:
        loyalty.revoke_grant(rows[0].id, reason="发错柜台，改日补礼", by=by, at=at)
