"""Random stories of points, stored, then replayed shuffled and three times: byte for byte the same (I3, T12)."""

from datetime import date, datetime
from random import Random

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.operations import points_booking as booking
from minghua.domain.loyalty.operations.points_booking import NewFact
from minghua.domain.loyalty.queries import points_plans
from minghua.domain.loyalty.types.points import Act, Expiry, ExpiryKind, Happening
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.company import found_company
from tests.integration.loyalty.replaying import replayed_differs, standing
from tests.integration.loyalty.test_points import AT_ONCE, OF_LEDGERS, unproven
from tests.trade import day, open_shop
from tests.unit.loyalty.points_stories import claw, order, spend, until

pytestmark = pytest.mark.django_db
TERMS = (Expiry(), until(4, 2), Expiry(ExpiryKind.ROLLING, days=9), Expiry(ExpiryKind.SLIDING, days=12))
END = day(15, 4)


def story(chance: Random, name: str) -> list[Happening]:
    """Return forty facts of a member at random hours of five weeks, some of them of what never was."""
    told: list[Happening] = []
    for number in range(40):
        at, key = day(1).replace(hour=chance.randrange(24)), f"{name}:{number}"
        at = at.replace(day=chance.randint(1, 31), minute=chance.randrange(60))
        of = f"{name}:{chance.randrange(40)}"
        told.append(
            chance.choice(
                [
                    order(key, chance.randint(0, 20_000), at, expiry=chance.choice(TERMS), available_on=_waits(chance, at)),
                    order(key, chance.randint(0, 20_000), at, expiry=chance.choice(TERMS)),
                    claw(key, of, chance.randint(1, 9_000), at, debt_limit=chance.choice([None, 30])),
                    spend(key, chance.randint(1, 120), at),
                    Happening(Act.RESTORE, key, at, chance.randint(1, 60), of=of, grace_days=chance.choice([0, 3])),
                    Happening(Act.HOLD, key, at, chance.randint(1, 90), until_at=day(chance.randint(1, 12), 4)),
                    Happening(Act.CAPTURE, key, at, chance.randint(1, 90), of=of),
                    Happening(Act.RELEASE, key, at, of=of),
                    Happening(Act.TAKE, key, at, chance.randint(1, 40)),
                ]
            )
        )  # fmt: skip
    return told


def _waits(chance: Random, at: datetime) -> date:
    return at.replace(day=1, month=4).date() if chance.random() < 0.5 else at.date()


@pytest.mark.parametrize("seed", range(6))
def test_i3_random_stories_replayed_shuffled_and_three_times_stand_the_same_to_the_byte(seed: int) -> None:
    trade, chance = open_shop(found_company()), Random(seed)
    with unit_of_work(SYSTEM, at=END):
        loyalty.publish_points(AT_ONCE, from_on=date(2020, 1, 1), by=SYSTEM, at=END)
        plan = points_plans.plan("points")
        for member in (trade.wang, trade.liu, trade.sun):
            booking.take_turns([member])
            told = [NewFact(member, each) for each in story(chance, str(member))]
            booking.book(plan, told, by=SYSTEM, at=END)
    assert not replayed_differs("points", times=3, chunk=chance.randint(1, 40), seed=seed, at=END)
    assert standing(plan) != b"[]"
    assert unproven(END, of=OF_LEDGERS) == {}
