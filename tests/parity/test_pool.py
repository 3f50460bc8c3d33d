"""The measure of neglected customers says of everyone what the rule says of each (P01)."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from minghua.domain.customers import measures
from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries.neglect import care_facts
from minghua.domain.customers.rules.pool import Basin, PoolTerms, home_of, return_due_at
from tests.company import Company

ROWS = 300
SOME_DAY = datetime(2026, 6, 15, 16, tzinfo=UTC)  # local midnight, where days are told apart
CLOSE = (0, 1, 5, 29, 30, 31, 60)


def _moment(chance: random.Random) -> datetime:
    """Return an instant near one where the answer turns."""
    return SOME_DAY - timedelta(days=chance.choice(CLOSE), seconds=chance.choice((-1, 0, 1, 3_600)))


def _customer(number: int, chance: random.Random, company: Company) -> Customer:
    people, teams = company.user_ids, (None, company.head_office, company.east_shop, company.west_shop)
    owned = chance.random() < 0.85
    return Customer(
        number=f"P{number:06}",
        kind="person",
        name="甲",
        owner_id=people[chance.choice(("east1", "east2", "west1"))] if owned else None,
        team_id=chance.choice(teams),
        owned_since=_moment(chance) if chance.random() < 0.95 else None,
        last_contact_at=_moment(chance) if chance.random() < 0.5 else None,
        last_order_on=_day(chance) if chance.random() < 0.5 else None,
        closed_at=SOME_DAY if chance.random() < 0.1 else None,
        created_at=SOME_DAY,
        updated_at=SOME_DAY,
        verified_at=SOME_DAY,
    )


def _day(chance: random.Random) -> date:
    return date(2026, 6, 16) - timedelta(days=chance.choice(CLOSE))


def _basins(chance: random.Random, company: Company) -> list[Basin]:
    teams = (None, company.east_shop, company.west_shop)
    count = chance.randint(1, 5)
    return [Basin(key, chance.choice(teams), PoolTerms(chance.choice((1, 5, 30)))) for key in range(1, count + 1)]


def _by_rule(basin: Basin, basins: Sequence[Basin], *, at: datetime) -> set[int]:
    found = set()
    for row in Customer.objects.all():
        due_at = return_due_at(care_facts(row), terms=basin.terms)
        if home_of(row.team_id, basins) == basin and due_at is not None and due_at <= at:
            found.add(row.pk)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_the_neglected_by_measure_are_the_neglected_by_rule(company: Company, seed: int) -> None:
    chance = random.Random(seed)
    Customer.objects.bulk_create(_customer(number, chance, company) for number in range(ROWS))
    neglected = 0
    for _ in range(6):
        basins, at = _basins(chance, company), SOME_DAY + timedelta(seconds=chance.choice((-1, 0, 1, 86_400)))
        for basin in basins:
            judged = _by_rule(basin, basins, at=at)
            measured = Customer.objects.filter(measures.neglected(basin, basins, at=at))
            assert set(measured.values_list("pk", flat=True)) == judged
            neglected += len(judged)
    assert neglected > ROWS / 10
