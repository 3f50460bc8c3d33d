"""Packs when customers turn out to be one, or two again: every grant follows its customer, none is given twice (R06.8, R14.8)."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import BenefitGrant
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.merge_customers import merge_customers, unmerge
from tests.integration.loyalty.packing import Member, install, member, night, unproven
from tests.integration.tiering.living import at

pytestmark = pytest.mark.django_db
FIRST = "2014-10-01T00:10"


@pytest.fixture(autouse=True)
def schemes(company) -> Iterator[None]:
    install("jd_exclusive", "jd_birthday")
    yield
    assert unproven() == {}


def merged(survivor: Member, loser: Member, when: str) -> int:
    with unit_of_work(SYSTEM, at=at(when)):
        return merge_customers(survivor.customer_id, loser.customer_id, by=SYSTEM, at=at(when)).id


def parted(merge: int, when: str) -> None:
    with unit_of_work(SYSTEM, at=at(when)):
        unmerge(merge, by=SYSTEM, at=at(when))


def held(who: Member, on: str) -> list[tuple[str, str, int]]:
    """Return (period, state, whom it was given to) of what a customer has, the earliest first."""
    given = dict(BenefitGrant.objects.values_list("pk", "member_id"))
    return [(row.period, row.state.value, given[row.id]) for row in reversed(who.grants(on))]


def test_both_were_given_one_of_which_was_taken_back_and_both_have_their_own_again():
    anna, bea = member("gold"), member("gold", name="小B")
    night(FIRST)
    (taken_back,) = bea.grants()
    with unit_of_work(SYSTEM, at=at("2014-10-02")):
        loyalty.revoke_grant(taken_back.id, reason="发错", by=SYSTEM, at=at("2014-10-02"))
    before = held(anna, "2014-10-03"), held(bea, "2014-10-03")
    merge = merged(anna, bea, "2014-10-03")
    both = [("201410", "current", anna.customer_id), ("201410", "revoked", bea.customer_id)]
    assert held(anna, "2014-10-03") == both
    night("2014-10-04T00:10")
    assert held(anna, "2014-10-04") == both
    parted(merge, "2014-10-05")
    assert (held(anna, "2014-10-05"), held(bea, "2014-10-05")) == before
    night("2014-10-06T00:10")
    assert (held(anna, "2014-10-06"), held(bea, "2014-10-06")) == before


def test_as_one_they_are_given_one_and_as_two_again_one_each():
    anna, bea = member("gold"), member("gold", name="小B")
    merge = merged(anna, bea, "2014-09-28")
    night(FIRST)
    assert held(anna, "2014-10-01") == [("201410", "current", anna.customer_id)]
    parted(merge, "2014-10-02")
    night("2014-10-03T00:10")
    assert held(anna, "2014-10-03") == [("201410", "current", anna.customer_id)]
    assert held(bea, "2014-10-03") == [("201410", "current", bea.customer_id)]


def test_what_the_other_one_took_is_what_both_took():
    anna, bea = member("gold", "1980-10-01"), member("gold", "1980-10-01", name="小B")
    first = bea.claim("2014-10-01")
    merge = merged(anna, bea, "2014-10-02")
    assert anna.claim("2014-10-03") == (first.grant_id, True)
    parted(merge, "2014-10-04")
    second = anna.claim("2014-10-05")
    assert (second.again, second.grant_id == first.grant_id) == (False, False)


def test_a_revoked_pack_of_the_other_one_is_not_given_anew():
    anna, bea = member("gold", "1980-10-01"), member("gold", "1980-10-01", name="小B")
    grant = bea.claim("2014-10-01").grant_id
    with unit_of_work(SYSTEM, at=at("2014-10-02")):
        loyalty.revoke_grant(grant, reason="发错", by=SYSTEM, at=at("2014-10-02"))
    merged(anna, bea, "2014-10-02T13:00")
    assert anna.refused("2014-10-03") == "already_claimed"


def test_a_second_pack_after_the_merge_would_be_found():
    anna, bea = member("gold"), member("gold", name="小B")
    merge = merged(anna, bea, "2014-09-28")
    night(FIRST)
    parted(merge, "2014-10-02")
    night("2014-10-03T00:10")
    merged(anna, bea, "2014-10-04")
    assert unproven() == {}
    later, earlier = BenefitGrant.objects.order_by("-pk")
    with connection.cursor() as cursor, transaction.atomic():
        names = [field.column for field in BenefitGrant._meta.concrete_fields if not field.primary_key]
        moved = [{"period": "'201411'", "granted_at": "'2014-11-05 00:00:00'"}.get(name, name) for name in names]
        cursor.execute(
            f"INSERT INTO loyalty_benefitgrant ({', '.join(names)}) SELECT {', '.join(moved)} FROM loyalty_benefitgrant"
        )
        assert sorted(unproven()) == ["INV-LB1", "INV-LB3", "INV-LB4"]
        assert {row["first"] for row in unproven()["INV-LB1"]}.isdisjoint({later.pk, earlier.pk})
        transaction.set_rollback(True)
