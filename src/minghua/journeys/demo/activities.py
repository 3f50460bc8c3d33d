"""What the demo company plays with its customers: a portfolio that passes the linter, and some who take part."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from minghua.domain.loyalty import operations as loyalty
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.journeys.demo.facts import Company
from minghua.journeys.demo.opening import Keys
from minghua.kernel.periods import add_months

PORTFOLIO = "rice_fun"
PLAYERS, DAYS = 5, 3
TEXT = """\
code: rice_fun
name: {zh: 米粒乐园, en: The grains' playground}
points: rice_grains
activities:
  - {code: follow, kind: follow, name: {zh: 关注米铺, en: Follow the shop}, points: 20}
  - {code: daily, kind: check_in, name: {zh: 每日签到, en: Daily check-in}, base: 5, step: 1, bonuses: [{days: 7, points: 20}]}
  - code: taste
    kind: vote
    name: {zh: 新米投票, en: Vote on the new rice}
    edition: first
    points: 10
    questions:
      - code: taste
        text: {zh: 新米选哪种, en: Which new rice}
        options: [{code: wuchang, name: {zh: 五常, en: Wuchang}}, {code: panjin, name: {zh: 盘锦, en: Panjin}}, {code: sheyang, name: {zh: 射阳, en: Sheyang}}]
  - code: kitchen
    kind: survey
    name: {zh: 厨房小问卷, en: A few questions on your kitchen}
    edition: first
    points: 15
    questions:
      - {code: jar, text: {zh: 米缸装得下多少公斤, en: How many kilograms does your jar hold}, kind: number, low: 1, high: 200}
      - code: dishes
        text: {zh: 常做什么, en: What do you often cook}
        kind: some
        most: 2
        options: [{code: rice, name: {zh: 米饭, en: Rice}}, {code: porridge, name: {zh: 粥, en: Porridge}}, {code: zongzi, name: {zh: 粽子, en: Zongzi}}]
        fill: {into: tag, target: cooking}
      - {code: wish, text: {zh: 想对我们说的话, en: Anything you would like to tell us}, kind: words, required: false}
  - {code: birthday, kind: birthday, name: {zh: 您的生日, en: Your birthday}, points: 20}
  - {code: grains, kind: game, name: {zh: 数米粒, en: Count the grains}, cost: 2, least: 0, highest: 5, rounds_a_day: 3}
  - {code: purchases, kind: trade, name: {zh: 购物积米粒, en: Grains for purchases}}
  - code: shop
    kind: exchange
    name: {zh: 米粒兑换, en: Exchange}
    offers: [{code: cup, name: {zh: 量米杯, en: Measuring cup}, points: 30, quantity: 20}]
  - code: wheel
    kind: lottery
    name: {zh: 米袋转盘, en: Wheel of rice}
    organiser: {zh: 明华米铺, en: Minghua}
    conditions: {zh: 会员均可参加，奖品随下一单送出。, en: Every member may draw; prizes come with the next order.}
    starts_on: 2000-01-01
    ends_on: 2900-01-01
    free_draws: 1
    draw_points: 10
    most_a_day: 3
    prizes: [{code: bag, name: {zh: 五常大米 5kg, en: A bag of rice}, worth: 6900, quantity: 5}, {code: ten, name: {zh: 10 粒, en: 10 grains}, points: 10, quantity: 45}]
    blanks: 50
"""


def play_at_the_counter(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Publish the portfolio as of last month; a few check in, vote, draw, and one exchanges."""
    chance = _chance(facts.on.isoformat())
    loyalty.publish_activities(TEXT, from_on=add_months(facts.on, -1), chance=chance, by=SYSTEM, at=at)
    people = [party.key for party in facts.parties if party.kind == "person" and party.key in keys.customers]
    for number, key in enumerate(people[:PLAYERS]):
        _play(keys.customers[key], number, chance, by=by, at=at)


def _play(customer_id: int, number: int, chance: Callable[[int], int], *, by: Actor, at: datetime) -> None:
    loyalty.follow(PORTFOLIO, "follow", customer_id, by=by, at=at)
    for back in range(DAYS, 0, -1):
        loyalty.check_in(PORTFOLIO, "daily", customer_id, by=by, at=at - timedelta(days=back - 1))
    loyalty.vote(PORTFOLIO, "taste", customer_id, ("wuchang", "panjin")[number % 2], by=by, at=at)
    loyalty.draw(PORTFOLIO, "wheel", customer_id, key="first", chance=chance, by=by, at=at)
    if number == 0:
        loyalty.exchange(PORTFOLIO, "shop", customer_id, "cup", key="first", by=by, at=at)
    if number == 1:
        given = loyalty.exchange(PORTFOLIO, "shop", customer_id, "cup", key="first", by=by, at=at)
        loyalty.hand_over(given.id, by=by, at=at)


def _chance(name: str) -> Callable[[int], int]:
    """The demo is the same every time it is made: what looks like chance follows from its day."""
    count = 0

    def below(most: int) -> int:
        nonlocal count
        count += 1
        return int.from_bytes(hashlib.sha256(f"{name} {count}".encode()).digest() * 2) % most

    return below
