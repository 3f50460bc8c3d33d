"""The exclusive pack through the public operations, by its worked cases (P3)."""

import pytest

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import BenefitGrant, PackRound
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.integration.loyalty.packing import given, install, last_days, member, night
from tests.integration.tiering.living import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def schemes(company) -> None:
    install("jd_exclusive")


def test_xp_01_gold_on_the_25th():
    anna = member("gold")
    night("2014-10-01T00:10")
    (row,) = anna.grants()
    assert (row.period, str(row.issued_on), last_days(row)) == ("201410", "2014-10-01", {"gold_coupon": "2014-10-15"})
    assert row.level_at == at("2014-09-25T23:59:59.999999")
    assert row.reason.en == "The level was gold at the end of 2014-09-25; period 201410."


def test_xp_02_diamond_then_gold_is_the_diamond_pack():
    anna = member("diamond")
    anna.life.tell("2014-09-28", -25_000)
    night("2014-10-01T00:10")
    (row,) = anna.grants()
    assert last_days(row) == {"diamond_coupon": "2014-10-15", "freight_coupon": "2014-10-30"}


def test_xp_04_silver_gets_none():
    anna = member("silver")
    night("2014-10-01T00:10")
    assert anna.grants() == []


def test_xp_the_end_of_the_25th_counts():
    late, early = member("silver"), member("silver", name="小B")
    early.life.tell("2014-09-25T23:59:59", 9_000)
    late.life.tell("2014-09-26T00:00", 9_000)
    night("2014-10-01T00:10")
    assert [len(each.grants()) for each in (early, late)] == [1, 0]


def test_xp_06_found_out_on_the_third():
    anna = member("silver")
    night("2014-10-01T00:10")
    anna.life.tell("2014-09-24", 9_000, told="2014-10-03")
    with unit_of_work(SYSTEM, at=at("2014-10-03")):
        assert loyalty.give_due([anna.customer_id], by=SYSTEM, at=at("2014-10-03")) == 1
    (row,) = anna.grants("2014-10-03")
    assert (row.period, str(row.issued_on), last_days(row)) == ("201410", "2014-10-03", {"gold_coupon": "2014-10-17"})


def test_xp_06_the_night_finds_it_too():
    anna = member("silver")
    night("2014-10-01T00:10")
    anna.life.tell("2014-09-24", 9_000, told="2014-10-03")
    night("2014-10-04T00:10")
    assert [str(row.issued_on) for row in anna.grants("2014-10-04")] == ["2014-10-04"]


def test_xp_07_twice_is_once_and_late_counts_from_its_day():
    members = [member("gold", name=f"客户{n}") for n in range(5)]
    night("2014-10-02T00:10")
    before = list(BenefitGrant.objects.order_by("pk").values_list("member_id", "period", "issued_on"))
    night("2014-10-02T00:10")
    night("2014-10-03T00:10")
    assert list(BenefitGrant.objects.order_by("pk").values_list("member_id", "period", "issued_on")) == before
    assert [str(row.issued_on) for each in members for row in each.grants()] == ["2014-10-02"] * 5


def test_every_month_anew_and_what_ran_out_is_told():
    anna = member("gold")
    night("2014-10-01T00:10")
    night("2014-11-01T00:10")
    assert [row.period for row in anna.grants("2014-11-02")] == ["201411", "201410"]
    assert [row.period for row in given(state="expired", on="2014-11-02")] == ["201410"]
    assert [row.period for row in given(state="current", on="2014-10-15")] == ["201411", "201410"]
    assert [row.period for row in given(period="201410")] == ["201410"]
    assert PackRound.objects.count() == 2


def test_enterprises_have_it_too():
    firm = member("gold", kind="organization", name="某公司")
    night("2014-10-01T00:10")
    assert len(firm.grants()) == 1


def test_what_was_revoked_stays_so():
    anna = member("gold")
    night("2014-10-01T00:10")
    (row,) = anna.grants()
    with unit_of_work(SYSTEM, at=at("2014-10-02")):
        loyalty.revoke_grant(row.id, reason="发错", by=SYSTEM, at=at("2014-10-02"))
        loyalty.revoke_grant(row.id, reason="再来一次", by=SYSTEM, at=at("2014-10-02"))
        assert loyalty.give_due([anna.customer_id], by=SYSTEM, at=at("2014-10-02")) == 0
    assert [(each.state, each.revoked_why) for each in anna.grants("2014-10-02")] == [("revoked", "发错")]
    assert [each.id for each in given(state="revoked")] == [row.id]
