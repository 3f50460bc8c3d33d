"""A shop with points and a portfolio, for the tests of activities."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as reads
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.trade import day

EARLY, FIRST = date(2020, 1, 1), day(1)
POINTS = "code: shop_points\nearn:\n  - {code: purchase, points: 1, per: 100}\npending: {days: none}\n"
HEAD = "code: fun\npoints: shop_points\nactivities:\n"
FOLLOW = "  - {code: follow, kind: follow, points: 20}\n"
DAILY = "  - {code: daily, kind: check_in, base: 5}\n"
PROFILE = (
    "  - code: profile\n    kind: profile\n    points: 30\n    questions:\n"
    "      - {code: rice, options: [brown, white], fill: {into: tag, target: rice}}\n"
)
TRADE = "  - {code: buy, kind: trade}\n"
SHOP = "  - code: shop\n    kind: exchange\n    offers: [{code: coupon, points: 50, quantity: 1}]\n"
LOTTERY = """\
  - code: wheel
    kind: lottery
    organiser: we
    conditions: all
    starts_on: 2020-01-01
    ends_on: 2030-01-01
    free_draws: 1
    draw_points: 1
    prizes: [{code: first, worth: 100, quantity: 2}, {code: ten, points: 10, quantity: 3}]
    blanks: 5
"""
TB01 = HEAD + FOLLOW + DAILY + PROFILE + TRADE + SHOP + LOTTERY


def no_chance(below: int) -> int:
    """Return the same seed and the same number always."""
    return 0x5EED if below > 1 << 200 else 0


def act(run: Callable[..., Any], *told: Any, at: datetime = FIRST, **also: Any) -> Any:
    """Run one operation in a transaction of its own."""
    with unit_of_work(SYSTEM, at=at):
        return run(*told, by=SYSTEM, at=at, **also)


def begin(text: str = TB01, chance: Callable[[int], int] = no_chance) -> None:
    """Publish the points and a portfolio."""
    act(loyalty.publish_points, POINTS, from_on=EARLY)
    act(loyalty.publish_activities, text, from_on=EARLY, chance=chance)


def unproven() -> dict[str, list[Any]]:
    """Return the invariants of activities that do not hold."""
    own = [f"INV-LA{number}" for number in (1, 2, 3)]
    return {each.id: list(each.findings) for each in invariants.verdicts(only=own, at=FIRST) if not each.holds}


def balance(customer_id: int, *, at: datetime) -> int:
    """Return what a member may spend."""
    found = reads.points_of(SYSTEM, customer_id, at=at)
    return found[0].balance if found else 0
