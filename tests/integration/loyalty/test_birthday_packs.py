"""The birthday pack through the public operations, by its worked cases (P2, A14.6)."""

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.models import BenefitGrant
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.integration.loyalty.packing import install, member
from tests.integration.tiering.living import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def schemes(company) -> None:
    install("jd_birthday")


def test_bd_01_claimed_in_the_last_second_of_the_window():
    anna = member("gold", "1980-10-01")
    claimed = anna.claim("2014-10-08T23:59:59")
    (row,) = anna.grants()
    assert (claimed.again, row.id, str(row.window_from), str(row.window_until)) == (
        False, claimed.grant_id, "2014-09-24", "2014-10-09",
    )  # fmt: skip
    assert (row.period, row.level, row.version, row.level_at) == ("2014", "gold", 1, at("2014-10-08T23:59:59"))
    assert row.reason.zh == "领取时等级为 gold；生日 10-01，领取期 2014-09-24 至 2014-10-08。"
    assert row.reason.en == "The level was gold when it was taken; birthday 10-01, window 2014-09-24 to 2014-10-08."
    assert [each.code for each in row.items] == ["birthday_coupon", "birthday_beans"]


def test_bd_02_the_ninth_has_begun_in_shanghai():
    assert member("gold", "1980-10-01").refused("2014-10-08T16:00:00Z") == "outside_window"


def test_bd_03_before_the_launch_and_the_first_birthday_after_it():
    assert member("gold", "1980-09-25").refused("2014-09-20") == "before_launch"
    first = member("gold", "1980-09-26")
    first.claim("2014-09-19T00:00")
    (row,) = first.grants()
    assert (str(row.window_from), str(row.window_until)) == ("2014-09-19", "2014-10-04")


def test_bd_04_a_changed_birthday_brings_no_second_pack():
    anna = member("gold", "1980-03-05")
    anna.claim("2015-03-05")
    anna.born("1980-12-20", told="2015-04-01")
    assert anna.refused("2015-12-15") == "already_claimed"
    assert len(anna.grants()) == 1


def test_bd_04_the_turn_of_the_year_is_no_way_around():
    anna = member("gold", "1980-12-30")
    anna.claim("2014-12-25")
    anna.born("1980-01-03", told="2014-12-26")
    assert anna.refused("2014-12-29") == "already_claimed"
    assert anna.claim("2015-01-02").again is False


@pytest.mark.parametrize(
    ("when", "first", "until"), [("2015-03-07", "2015-02-21", "2015-03-08"), ("2016-03-07", "2016-02-22", "2016-03-08")]
)
def test_bd_07_born_on_the_leap_day(when, first, until):
    anna = member("gold", "1980-02-29")
    anna.life.tell("2015-01-02", 40_000)
    anna.claim(when)
    (row,) = anna.grants()
    assert (str(row.window_from), str(row.window_until)) == (first, until)


def test_bd_08_who_is_left_out_and_why():
    assert member("gold", "1980-10-01", kind="organization", name="某公司").refused("2014-10-01") == "enterprise"
    assert member("bronze", "1980-10-01").refused("2014-10-01") == "tier"
    anna = member("gold", "1980-10-01", verified=False)
    assert anna.refused("2014-10-01") == "verify_phone"
    with unit_of_work(SYSTEM, at=at("2014-10-02")):
        customers.verify_field(anna.customer_id, "mobile", by=SYSTEM, at=at("2014-10-02"))
    assert anna.claim("2014-10-02").again is False


def test_bd_08_a_changed_number_is_to_be_verified_anew():
    anna = member("gold", "1980-10-01")
    with unit_of_work(SYSTEM, at=at("2014-09-30")):
        customers.edit_customer(
            anna.customer_id, {"mobile": "13900139000"}, base_version=None, by=SYSTEM, at=at("2014-09-30")
        )
    assert anna.refused("2014-10-01") == "verify_phone"


def test_bd_09_risen_inside_the_window():
    anna = member("bronze", "1980-10-01")
    assert anna.refused("2014-09-24") == "tier"
    anna.life.tell("2014-10-06", 2_500)
    anna.claim("2014-10-07")
    assert anna.grants()[0].level == "silver"


def test_bd_10_asked_twice_it_is_one_pack():
    anna = member("gold", "1980-10-01")
    first, second = anna.claim("2014-10-01"), anna.claim("2014-10-02")
    assert (second.grant_id, second.again) == (first.grant_id, True)
    assert BenefitGrant.objects.count() == 1


def test_a14_6_birthday_in_march():
    anna = member("gold", "1990-03-10")
    (outlook,) = loyalty_reads.benefits_of(SYSTEM, anna.customer_id, at=at("2015-03-01")).packs
    assert (outlook.open, outlook.may_take, str(outlook.window.days.start), str(outlook.window.last_day)) == (
        False, False, "2015-03-03", "2015-03-17",
    )  # fmt: skip


def test_missed_is_missed():
    anna = member("gold", "1980-10-01")
    assert anna.refused("2014-10-09") == "outside_window"
    (outlook,) = loyalty_reads.benefits_of(SYSTEM, anna.customer_id, at=at("2014-10-09")).packs
    assert str(outlook.window.occasion_on) == "2015-10-01"
