"""Packs asked for and given by several at once: one grant per key, whoever comes first (BD-10, XP-07)."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import BenefitGrant, GrantItem, Revocation
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.merge_customers import merge_customers
from tests import races
from tests.append_only import emptied_afterwards
from tests.company import found_company
from tests.integration.loyalty.packing import install, member, unproven
from tests.integration.tiering.living import at

pytestmark = pytest.mark.django_db(transaction=True)
NOW = "2014-10-01"
at_once = partial(races.answers_at_once, at=at(NOW))


@pytest.fixture(autouse=True)
def schemes(transactional_db: None) -> Iterator[None]:
    with emptied_afterwards():
        found_company()
        install("jd_birthday", "jd_exclusive")
        yield
        assert unproven() == {}


def claiming(customer_id: int) -> Callable[[], object]:
    return lambda: loyalty.claim_pack("jd_birthday", "birthday_pack", customer_id, by=SYSTEM, at=at(NOW))


def test_bd_10_asked_four_times_at_once_it_is_one_pack() -> None:
    anna = member("gold", "1980-10-01")
    claims = at_once(*[claiming(anna.customer_id)] * 4)
    (grant,) = BenefitGrant.objects.all()
    assert {claim.grant_id for claim in claims} == {grant.pk}
    assert sorted(claim.again for claim in claims) == [False, True, True, True]
    assert GrantItem.objects.count() == 2


def test_xp_07_given_by_several_at_once_it_is_one_pack_each() -> None:
    ids = [member("gold", name=f"客户{n}").customer_id for n in range(3)]
    given = at_once(*[lambda: loyalty.give_due(ids, by=SYSTEM, at=at(NOW))] * 4)
    assert sorted(given) == [0, 0, 0, 3]
    assert sorted(BenefitGrant.objects.values_list("member_id", flat=True)) == sorted(ids)


def test_taken_back_by_several_at_once_it_is_taken_back_once() -> None:
    anna = member("gold")
    with unit_of_work(SYSTEM, at=at(NOW)):
        loyalty.give_due([anna.customer_id], by=SYSTEM, at=at(NOW))
    grant = BenefitGrant.objects.get().pk
    reasons = [f"第 {n} 次" for n in range(4)]
    at_once(
        *(lambda reason=reason: loyalty.revoke_grant(grant, reason=reason, by=SYSTEM, at=at(NOW)) for reason in reasons)
    )
    assert Revocation.objects.get().reason in reasons


def test_given_beside_a_merge_nothing_is_lost_and_the_survivor_has_no_third() -> None:
    anna, bea = member("gold"), member("gold", name="小B")
    ids = [anna.customer_id, bea.customer_id]
    at_once(
        lambda: loyalty.give_due(ids, by=SYSTEM, at=at(NOW)),
        lambda: merge_customers(*ids, by=SYSTEM, at=at(NOW)),
        lambda: loyalty.give_due(ids, by=SYSTEM, at=at(NOW)),
    )
    held = list(BenefitGrant.objects.order_by("member_id").values_list("member_id", "customer_id"))
    assert held in ([(ids[0], ids[0])], [(ids[0], ids[0]), (ids[1], ids[0])])
