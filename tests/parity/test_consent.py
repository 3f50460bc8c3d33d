"""The condition over everyone allows exactly those whom the rule allows one by one."""

import random
from datetime import date, timedelta

import pytest

from minghua.domain.customers.models import Customer
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.models import Restriction
from minghua.domain.interactions.operations.consent import store
from minghua.domain.interactions.types import Act, NewConsent, NewPolicy
from minghua.domain.interactions.types.consent import PURPOSES
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.company import Company
from tests.conftest import AT

CHANNELS = ("any", "sms", "email")
BIRTHDAYS = (None, date(1980, 5, 5), date(2012, 6, 15), date(2012, 6, 16), date(2020, 1, 1))


@pytest.mark.parametrize("seed", [1, 2])
def test_rule_and_condition_agree(company: Company, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        Customer(
            number=f"P{n}",
            kind="person",
            name=str(n),
            birthday=chance.choice(BIRTHDAYS),
            created_at=AT,
            updated_at=AT,
        )
        for n in range(150)
    ]
    Customer.objects.bulk_create(rows)
    with unit_of_work(SYSTEM, at=AT):
        interactions.publish_policy(
            NewPolicy(title="2", body_zh="2", renews=("marketing", "sharing")), by=SYSTEM, at=AT
        )
        store([_said(chance, row.pk) for row in rows for _ in range(chance.randrange(6))], by=SYSTEM, at=AT)
    Restriction.objects.bulk_create([Restriction(customer=row, since=AT, reason="x") for row in chance.sample(rows, 9)])
    ids = [row.pk for row in rows]
    for purpose in PURPOSES:
        for channel in CHANNELS:
            one_by_one = interaction_reads.may_contact_many(ids, purpose, channel, at=AT)
            allowed = {pk for pk, decision in one_by_one.items() if decision.allowed}
            everyone = Customer.objects.filter(interaction_reads.contactable(purpose, channel, at=AT), pk__in=ids)
            assert set(everyone.values_list("pk", flat=True)) == allowed, (purpose, channel)


def _said(chance: random.Random, customer_id: int) -> NewConsent:
    return NewConsent(
        customer_id=customer_id,
        purpose=chance.choice(list(PURPOSES)),
        channel=chance.choice(CHANNELS),
        act=chance.choice([Act.GRANTED, Act.GRANTED, Act.WITHDRAWN]),
        how="form",
        given_at=AT - timedelta(minutes=chance.randrange(4)),
        guardian=chance.choice(["", "母亲"]),
        separate=chance.random() < 0.6,
        policy=chance.choice([1, 2]),
    )
