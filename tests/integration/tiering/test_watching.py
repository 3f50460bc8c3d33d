"""Watching, granting, simulating and asking what if, through the public operations (R14.9)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.operations import NotSimulated
from minghua.domain.tiering.types import GrantMode, ProgrammeInvalid
from minghua.foundation.notices.models import Notice
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid
from tests.integration.tiering.living import LONG_AGO, Life, at, person, publish, with_settings

pytestmark = pytest.mark.django_db
JD = "jd_growth"


@pytest.fixture
def jd(company) -> Life:
    return Life(publish(preset=JD))


def test_a_pin_holds_until_it_is_ended(jd: Life):
    jd.order("2024-01-01", 2_500)
    when = at("2024-02-01")
    with unit_of_work(SYSTEM, at=when):
        given = {"mode": GrantMode.PIN, "until_on": date(2024, 6, 1), "by": SYSTEM, "at": when}
        grant = tiering.grant_level(JD, jd.customer_id, level="gold", reason="答谢", **given)
        with pytest.raises(Invalid):
            tiering.grant_level(JD, jd.customer_id, level="gold", reason=" ", **given)
    sheet = jd.sheet("2024-02-02")
    assert (sheet.level, sheet.automatic, sheet.granted, sheet.grants[0].reason) == ("gold", "silver", "pin", "答谢")
    assert jd.level("2024-06-01") == "silver"
    with unit_of_work(SYSTEM, at=at("2024-03-01")):
        tiering.end_grant(grant, reason="误授", by=SYSTEM, at=at("2024-03-01"))
    assert jd.level("2024-03-01") == "silver"
    assert jd.corrections() == []


def test_expiries_and_the_falling_say_what_is_missing(jd: Life):
    jd.opening("silver", "2024-01-01", 2_400)
    safe = Life(JD, person("小B"))
    safe.opening("silver", "2024-02-01", 5_000)
    found = tiering_reads.expiries(SYSTEM, JD, on=date(2024, 12, 1), until=date(2025, 3, 1))
    assert [(row.customer_id, row.stay_needs, str(row.last_day)) for row in found] == [
        (jd.customer_id, 600, "2024-12-31"), (safe.customer_id, 0, "2025-01-31"),
    ]  # fmt: skip
    assert [row.customer_id for row in tiering_reads.falling(SYSTEM, JD)] == [jd.customer_id]
    moved = tiering_reads.movement(SYSTEM, JD, before=at("2023-12-01"), after=at("2024-03-01"))
    assert dict(moved.counts) == {("", "silver"): 2}
    assert tiering_reads.level_counts(SYSTEM, JD)["silver"] == 2


def test_r14_9_the_owner_hears_once_that_a_key_customer_fell(company):
    with unit_of_work(SYSTEM, at=LONG_AGO):
        new = NewCustomer(kind="person", name="小金", owner_id=company.user_ids["east1"])
        gold = customers.create_customer(new, by=SYSTEM, at=LONG_AGO)
    life = Life(publish(preset=JD), gold)
    life.opening("gold", "2024-01-01", 13_000)
    for _ in range(2):
        life.night("2025-01-01")
    told = Notice.objects.filter(kind="levels.fell")
    assert [(row.user_id, row.title_en) for row in told] == [
        (company.user_ids["east1"], "Key customer 小金 fell from Gold to Silver")
    ]
    life.night("2026-01-01")
    life.night("2027-01-01")
    assert (life.level("2027-01-01"), told.count()) == ("silver", 1)


def test_lists_ask_as_often_for_three_members_as_for_one(jd: Life):
    jd.order("2024-01-01", 2_500)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tiering_reads.members(SYSTEM, JD)
        return len(queries)

    one = asked()
    for name in ("小B", "小C"):
        Life(JD, person(name)).order("2024-01-01", 2_500, key=name)
    assert asked() == one


def test_what_if_keeps_nothing(jd: Life):
    jd.order("2024-01-01", 9_000)
    found = tiering_reads.what_if(SYSTEM, JD, jd.customer_id, order_minor=100_000, at=at("2024-02-01"))
    assert (found.points, found.before.level, found.after.level) == (1_000, "silver", "gold")
    back = tiering_reads.what_if(SYSTEM, JD, jd.customer_id, refund_minor=800_000, at=at("2024-02-01"))
    assert (back.points, back.after.level, jd.level("2024-02-01")) == (-8_000, "bronze", "silver")
    assert len(jd.entries()) == 1


def test_publishing_asks_for_a_simulation_of_exactly_that_text(jd: Life):
    jd.order("2024-01-01", 3_200)
    when, begins = at("2024-02-01"), date(2024, 3, 1)
    text = with_settings(JD, grace_days=0).replace("from: 10000", "from: 3100")
    with unit_of_work(SYSTEM, at=when):
        tiering.save_draft(text=text, by=SYSTEM, at=when)
        with pytest.raises(NotSimulated):
            tiering.publish(JD, from_on=begins, by=SYSTEM, at=when)
        found = tiering.simulate(JD, from_on=begins, by=SYSTEM, at=when)
        tiering.save_draft(text=text.replace("from: 3100", "from: 3150"), by=SYSTEM, at=when)
        with pytest.raises(NotSimulated):
            tiering.publish(JD, from_on=begins, by=SYSTEM, at=when)
        tiering.save_draft(text=text, by=SYSTEM, at=when)
        with pytest.raises(Invalid):
            tiering.publish(JD, from_on=date(2024, 2, 1), by=SYSTEM, at=when)
        assert tiering.publish(JD, from_on=begins, by=SYSTEM, at=when) == 2
    assert dict(found.at_start) == {("silver", "gold"): 1}
    jd.night("2024-03-01")
    assert jd.periods() == [("silver", "2024-01-01"), ("gold", "2024-03-01")]
    assert jd.corrections() == []


def test_a_bad_draft_is_refused_with_its_line_and_whoever_may_not(company):
    with unit_of_work(SYSTEM, at=LONG_AGO), pytest.raises(ProgrammeInvalid) as refused:
        tiering.save_draft(
            text="code: club\nlevels:\n  - {code: low}\n  - {code: high, form: 10}\n", by=SYSTEM, at=LONG_AGO
        )
    assert refused.value.problems[0].line == 4
    with pytest.raises(Forbidden):
        tiering.install_preset(JD, by=company.actor("east1"), at=LONG_AGO)
