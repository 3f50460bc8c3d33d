"""The other side of the last units: 64 clients at once after the last of every limited thing; what each was told, as JSON lines."""

import sys

import django

django.setup()

import json  # noqa: E402
from collections import Counter  # noqa: E402
from collections.abc import Callable  # noqa: E402

from minghua.domain.loyalty import operations as loyalty  # noqa: E402
from minghua.domain.loyalty.types.coupon_story import Sale  # noqa: E402
from minghua.foundation.invariants import operations as invariants  # noqa: E402
from tests.company import found_company  # noqa: E402
from tests.integration.loyalty.playing import EARLY, POINTS, act, no_chance  # noqa: E402
from tests.integration.loyalty.test_coupons import FIVE, THREE_LINES  # noqa: E402
from tests.races import at_once  # noqa: E402
from tests.trade import day, open_shop  # noqa: E402

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


class Shop:
    """Three members and a thing of each kind for every round."""

    def __init__(self) -> None:
        trade = open_shop(found_company())
        self.members = (trade.wang, trade.liu, trade.sun)
        act(loyalty.publish_points, POINTS, from_on=EARLY)

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

    def _batch(self, key: str, limits: str) -> None:
        text = FIVE.replace("code: five", f"code: {key}").replace("total: 10", limits)
        act(loyalty.publish_batch, text, from_on=EARLY)

    def _portfolio(self, key: str) -> None:
        act(loyalty.publish_activities, ONE_CARD.format(code=key), from_on=EARLY, chance=no_chance)
        for member in self.members:
            act(loyalty.earn_points, "shop_points", member, CLIENTS, key=f"{key}-{member}", at=NOW)


THINGS = ("points", "held", "issued", "used", "budget", "cap", "stock", "prize")


def _sale(code: str) -> Sale:
    return Sale(coupons=(code,), lines=THREE_LINES)


def run(rounds: str) -> None:
    """Play so many rounds of every thing and print what was told."""
    shop = Shop()
    for number in range(int(rounds)):
        for thing in THINGS:
            client = getattr(shop, thing)(f"{thing}{number}")
            told = at_once(*(client(n) for n in range(CLIENTS)))
            print(json.dumps({"thing": thing, "round": number, "told": Counter(told)}), flush=True)
    broken = [each.id for each in invariants.verdicts(only=_INVARIANTS, at=NOW) if not each.holds]
    print(json.dumps({"broken": broken}))


_INVARIANTS = [f"INV-P{number}" for number in (1, 2, 3, 5, 8, 9)] + [f"INV-LA{number}" for number in (1, 2, 3)]
if __name__ == "__main__":
    run(sys.argv[1])
