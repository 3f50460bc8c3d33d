"""The other side of the last units: 64 clients at once after the last of every limited thing; what each was told, as JSON lines.

    python -m tests.torture.last_unit_subject ROUNDS [THING …]

Every round has members and a thing of its own, so that no round is slower than the one before.
"""

import sys

import django

django.setup()

import json  # noqa: E402
from collections import Counter  # noqa: E402
from collections.abc import Callable  # noqa: E402
from datetime import timedelta  # noqa: E402
from time import perf_counter  # noqa: E402

from minghua.domain.customers.models import Customer  # noqa: E402
from minghua.domain.loyalty import operations as loyalty  # noqa: E402
from minghua.domain.loyalty.models import PointsFact  # noqa: E402
from minghua.domain.loyalty.operations import points_booking  # noqa: E402
from minghua.domain.loyalty.queries import points_plans  # noqa: E402
from minghua.domain.loyalty.types.coupon_story import Sale  # noqa: E402
from minghua.domain.loyalty.types.points import Act, Happening  # noqa: E402
from minghua.foundation.invariants import operations as invariants  # noqa: E402
from minghua.journeys import record_order  # noqa: E402
from tests.company import BEGAN, found_company  # noqa: E402
from tests.integration.loyalty.playing import EARLY, POINTS, act, balance, no_chance  # noqa: E402
from tests.integration.loyalty.test_coupons import FIVE, THREE_LINES  # noqa: E402
from tests.torture.crew import Crew, crew  # noqa: E402
from tests.trade import an_order, day, line, open_shop  # noqa: E402

CLIENTS, NOW = 64, day(3)
ONE_CARD = """\
code: {code}
points: shop_points
activities:
  - {{code: buy, kind: trade}}
  - {{code: follow, kind: follow, points: 20}}
  - {{code: daily, kind: check_in, base: 5}}
  - code: profile
    kind: profile
    points: 30
    questions:
      - {{code: rice, options: [brown, white], fill: {{into: tag, target: rice}}}}
  - code: shop
    kind: exchange
    offers: [{{code: coupon, points: 1, quantity: 1}}]
  - code: wheel
    kind: lottery
    organiser: we
    conditions: all
    starts_on: 2020-01-01
    ends_on: 2030-01-01
    draw_points: 1
    prizes: [{{code: first, worth: 100, quantity: 1}}]
    blanks: 63
"""
Client = Callable[[int], Callable[[], object]]


LIMITED = """\
code: limited
earn:
  - {code: purchase, points: 1, per: 100}
limits:
  - {code: cap, period: day, points: 100, on_exceed: reject}
  - {code: pot, of: all, period: day, points: 100, on_exceed: reject}
pending: {days: none}
"""


class Shop:
    """Three members and a thing of each kind for every round."""

    def __init__(self) -> None:
        self.trade = open_shop(found_company())
        self.members: tuple[int, ...] = (self.trade.wang, self.trade.liu, self.trade.sun)
        self.guests = self.limited = 0
        act(loyalty.publish_points, POINTS, from_on=EARLY)

    def play(self, thing: str, number: int, clients: Crew) -> Counter[str]:
        """Let everybody go after one such thing, and return what they were told."""
        self._welcome()
        client = getattr(self, thing)(f"{thing}{number}")
        return Counter(clients.at_once([client(n) for n in range(CLIENTS)]))

    def _welcome(self) -> None:
        """Let three new members come in."""
        self.guests += 3
        like = Customer.objects.values("owner_id", "team_id").get(pk=self.trade.wang)
        rows = [
            Customer(
                number=f"T{self.guests + n:07}", kind="person", name="客", created_at=BEGAN, updated_at=BEGAN, **like
            )
            for n in range(3)
        ]
        Customer.objects.bulk_create(rows)
        numbers = [row.number for row in rows]
        self.members = tuple(Customer.objects.filter(number__in=numbers).order_by("pk").values_list("pk", flat=True))

    def points(self, key: str) -> Client:
        """One point for 64 tills."""
        member = self.members[0]
        act(loyalty.earn_points, "shop_points", member, 1, key=key, at=NOW)
        return lambda n: lambda: act(loyalty.spend_points, "shop_points", member, 1, key=f"{key}-{n}", at=NOW)

    def held(self, key: str) -> Client:
        """One held point that 64 tills take or let go."""
        member = self.members[1]
        act(loyalty.earn_points, "shop_points", member, 1, key=key, at=NOW)
        act(loyalty.hold_points, "shop_points", member, 1, key=key, at=NOW)
        act(loyalty.capture_hold, "shop_points", member, key=key, at=NOW)
        return lambda n: (
            lambda: act(loyalty.reverse_spending, "shop_points", member, of=key, amount=1, key=f"{key}-{n}", at=NOW)
        )

    def issued(self, key: str) -> Client:
        """The last coupon of a batch."""
        self._batch(key, "total: 1\nper_member: 50")
        return lambda n: lambda: act(loyalty.issue_coupon, key, self.members[n % 3], key=f"{key}-{n}", at=NOW)

    def used(self, key: str) -> Client:
        """One code at 64 tills."""
        self._batch(key, "total: 1")
        (code,) = act(loyalty.mint_coupons, key, 1, key=key).codes
        return lambda n: lambda: act(loyalty.redeem_coupons, _sale(code), key=f"{key}-{n}", at=NOW)

    def budget(self, key: str) -> Client:
        """Two codes and a budget for one."""
        self._batch(key, "total: 2\nbudget: 500")
        codes = act(loyalty.mint_coupons, key, 2, key=key).codes
        return lambda n: lambda: act(loyalty.hold_coupons, _sale(codes[n % 2]), key=f"{key}-{n}", at=NOW)

    def cap(self, key: str) -> Client:
        """What one member may have of a batch."""
        self._batch(key, "total: 64\nper_member: 1")
        return lambda n: lambda: act(loyalty.issue_coupon, key, self.members[0], key=f"{key}-{n}", at=NOW)

    def stock(self, key: str) -> Client:
        """The last piece on the shelf."""
        self._portfolio(key)
        return lambda n: (
            lambda: act(loyalty.exchange, key, "shop", self.members[n % 3], "coupon", key=f"{key}-{n}", at=NOW)
        )

    def earning(self, key: str) -> Client:
        """What one member may earn in a day: 64 orders that would each fill it."""
        return self._buying(key, 1)

    def pot(self, key: str) -> Client:
        """What all members together may earn in a day."""
        return self._buying(key, 3)

    def prize(self, key: str) -> Client:
        """The one prize among 64 cards: all draw, one wins."""
        self._portfolio(key)

        def drawing(n: int) -> Callable[[], object]:
            def draw() -> None:
                told = act(loyalty.draw, key, "wheel", self.members[n % 3], key=f"{key}-{n}", chance=no_chance, at=NOW)
                if told.item != "first":
                    raise loyalty.OutOfStock(item="first", field="prize")

            return draw

        return drawing

    def _buying(self, key: str, buyers: int) -> Client:
        if not self.limited:
            act(loyalty.publish_points, LIMITED, from_on=EARLY)
        self.limited += 1
        on = NOW + timedelta(days=self.limited)

        def buying(n: int) -> Callable[[], object]:
            def buy() -> None:
                bought = line(self.trade.rice, 1, 100)
                new = an_order(f"{key}-{n}", bought, customer=self.members[n % buyers], at=on)
                told = act(record_order.record_order, new, at=on)
                given = PointsFact.objects.get(order_id=told.order_id, inputs__rule="purchase", scheme__code="limited")
                if not given.amount:
                    raise loyalty.OutOfStock(item="points", field="order")

            return buy

        return buying

    def _batch(self, key: str, limits: str) -> None:
        text = FIVE.replace("code: five", f"code: {key}").replace("total: 10", limits)
        act(loyalty.publish_batch, text, from_on=EARLY)

    def _portfolio(self, key: str) -> None:
        act(loyalty.publish_activities, ONE_CARD.format(code=key), from_on=EARLY, chance=no_chance)
        for member in self.members:
            act(loyalty.earn_points, "shop_points", member, CLIENTS, key=f"{key}-{member}", at=NOW)

    def careless(self, key: str) -> Client:
        """The control: tills that look, and then spend without being judged."""
        member = self.members[0]
        act(loyalty.earn_points, "shop_points", member, 1, key=key, at=NOW)
        plan = points_plans.plan("shop_points")

        def spending(n: int) -> Callable[[], object]:
            def spend() -> None:
                if balance(member, at=NOW) < 1:
                    raise loyalty.InsufficientPoints(available=0, amount=1, field="amount")
                told = Happening(Act.SPEND, f"spend:{key}-{n}", NOW, 1)
                act(points_booking.book, plan, [points_booking.NewFact(member, told, version=1)], at=NOW)

            return spend

        return spending


THINGS = ("points", "held", "issued", "used", "budget", "cap", "stock", "prize", "earning", "pot")
COSTLY = ("prize", "earning", "pot")  # each of the 64 writes much: one round of these for ten of the others


def _sale(code: str) -> Sale:
    return Sale(coupons=(code,), lines=THREE_LINES)


def run(rounds: str, *things: str) -> None:
    """Play so many rounds of every thing and print what was told."""
    shop = Shop()
    took: Counter[str] = Counter()
    with crew(CLIENTS) as clients:
        for number in range(int(rounds)):
            for thing in things or THINGS:
                if number % 10 and thing in COSTLY:
                    continue
                began = perf_counter()
                told = shop.play(thing, number, clients)
                took[thing] += perf_counter() - began
                print(json.dumps({"thing": thing, "round": number, "told": told}), flush=True)
        broken = [each.id for each in invariants.verdicts(only=_INVARIANTS, at=NOW) if not each.holds]
        control = shop.play("careless", 0, clients)
    seconds = {thing: round(took[thing], 1) for thing in took}
    print(json.dumps({"broken": broken, "faults": clients.faults[:5], "control": control["done"], "seconds": seconds}))


_INVARIANTS = [f"INV-P{number}" for number in (1, 2, 3, 5, 8, 9)] + [f"INV-LA{number}" for number in (1, 2, 3)]
if __name__ == "__main__":
    run(*sys.argv[1:])
