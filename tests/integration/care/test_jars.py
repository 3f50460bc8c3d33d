"""Opening, changing and closing a jar; the life of its household."""

from datetime import date, datetime
from fractions import Fraction

import pytest

from minghua.domain.care import operations as care
from minghua.domain.care import queries as care_reads
from minghua.domain.care.models import Jar
from minghua.domain.care.operations.jars import JarExists
from minghua.domain.care.types import NewJar
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.integration.care.conftest import FILLED, FILLED_AT


def test_A08_1_a_survey_sets_run_out_and_contact_day(home):
    jar = Jar.objects.get(pk=home().jar_id)
    assert (jar.rate_micro, jar.run_out_on, jar.due_on) == (8_000_000, date(2025, 3, 8), date(2025, 3, 6))
    assert jar.why["inputs"]["days"] == "7.5"


def test_MH_05_an_unknown_household_needs_a_survey(home, company):
    jar_id = home(people=0, per_person_milli=0).jar_id
    jar = Jar.objects.get(pk=jar_id)
    assert (jar.rate_micro, jar.run_out_on, jar.due_on) == (None, None, None)
    page = care_reads.jar_page(company.actor("east1"), jar_id, on=FILLED)
    assert page.card.row.notices == ("needs_survey",)


def test_a_household_has_one_jar_per_product(home, company, goods):
    known = home()
    by = company.actor("east1")
    again = NewJar(customer_id=known.customer_id, product_id=goods["rice"], capacity_milli=1_000)
    with pytest.raises(JarExists), unit_of_work(by, at=FILLED_AT):
        care.open_jar(again, by=by, at=FILLED_AT)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"capacity_milli": 0}, "capacity_milli"),
        ({"pay_day": 32}, "pay_day"),
        ({"preset": "moon"}, "preset"),
        ({"customer_id": 1}, "customer_id"),
        ({"level_milli": -1}, "level_milli"),
    ],
)
def test_impossible_answers_are_named_and_change_nothing(home, company, changes, field):
    jar_id, by = home().jar_id, company.actor("east1")
    before = Jar.objects.filter(pk=jar_id).values().get()
    with pytest.raises(Invalid) as refusal, unit_of_work(by, at=FILLED_AT):
        care.edit_jar(jar_id, changes, by=by, at=FILLED_AT)
    assert refusal.value.field == field
    assert Jar.objects.filter(pk=jar_id).values().get() == before


def test_a_product_without_refills_has_no_jar(home, goods):
    with pytest.raises(Invalid) as refusal:
        home(product_id=goods["pan"])
    assert refusal.value.field == "product_id"


def test_looking_inside_counts_the_supply_from_that_day(home, company, at: datetime):
    jar_id, by = home().jar_id, company.actor("east1")
    with unit_of_work(by, at=at):
        go_on = care.edit_jar(jar_id, {"level_milli": 16_000}, by=by, at=at)
    jar = Jar.objects.get(pk=jar_id)
    assert (jar.level_on, jar.run_out_on, go_on) == (date(2026, 6, 15), date(2026, 6, 17), date(2026, 6, 15))


def test_days_away_move_the_day_to_go_and_back(home, company):
    jar_id, by = home().jar_id, company.actor("east1")
    with unit_of_work(by, at=FILLED_AT):
        absence = care.add_absence(jar_id, from_on=date(2025, 3, 3), until_on=date(2025, 3, 8), by=by, at=FILLED_AT)
    assert Jar.objects.get(pk=jar_id).due_on == date(2025, 3, 11)
    with unit_of_work(by, at=FILLED_AT):
        care.drop_absence(jar_id, absence, by=by, at=FILLED_AT)
    assert Jar.objects.get(pk=jar_id).due_on == date(2025, 3, 6)


def test_guests_bring_the_day_nearer(home, company):
    jar_id, by = home().jar_id, company.actor("east1")
    with unit_of_work(by, at=FILLED_AT):
        care.add_occasion(
            jar_id, from_on=date(2025, 3, 1), until_on=date(2025, 3, 4), factor_milli=2_000, by=by, at=FILLED_AT
        )
    assert Jar.objects.get(pk=jar_id).run_out_on == date(2025, 3, 5)


def test_a_newborn_counts_from_its_day_on(home, company):
    jar_id, by = home().jar_id, company.actor("east1")
    with unit_of_work(by, at=FILLED_AT):
        care.resize(jar_id, people=7, per_person_milli=2_000, from_on=date(2025, 3, 5), by=by, at=FILLED_AT)
    jar = Jar.objects.get(pk=jar_id)
    assert (jar.run_out_on, jar.people, jar.rate_micro) == (date(2025, 3, 7), 4, 8_000_000)


def test_members_may_have_portions_of_their_own(home, company):
    jar_id = home(portions=(("爷爷", 1_000), ("爸爸", 3_500))).jar_id
    page = care_reads.jar_page(company.actor("east1"), jar_id, on=FILLED)
    assert page.card.row.rate == Fraction(9, 2)
    assert page.sizings[0].portions == (("爷爷", Fraction(1)), ("爸爸", Fraction(7, 2)))


def test_a_closed_jar_is_planned_no_more(home, company):
    jar_id, by = home().jar_id, company.actor("east1")
    with unit_of_work(by, at=FILLED_AT):
        care.close_jar(jar_id, by=by, at=FILLED_AT)
    assert care_reads.route(by, on=date(2025, 3, 9)).areas == ()


def test_new_parameters_reach_every_jar(home, company):
    from minghua.foundation.parameters import operations as parameters

    jar_id = home().jar_id
    boss = company.actor("boss")
    with unit_of_work(boss, at=FILLED_AT):
        parameters.set_value("jar.lead_days", 3, valid_from=FILLED, reason="雨季", by=boss, at=FILLED_AT)
        assert care.reschedule_all(by=boss, at=FILLED_AT) == 1
    assert Jar.objects.get(pk=jar_id).due_on == date(2025, 3, 4)


@pytest.mark.parametrize(
    ("who", "refusal"), [("east2", NotFound), ("west1", NotFound), ("service", Forbidden), ("auditor", Forbidden)]
)
def test_others_cannot_change_a_household(home, company, who, refusal):
    jar_id, by = home().jar_id, company.actor(who)
    before = Jar.objects.filter(pk=jar_id).values().get()
    for act in (
        lambda: care.edit_jar(jar_id, {"note": "x"}, by=by, at=FILLED_AT),
        lambda: care.close_jar(jar_id, by=by, at=FILLED_AT),
        lambda: care.resize(jar_id, people=1, per_person_milli=1, from_on=FILLED, by=by, at=FILLED_AT),
        lambda: care.add_absence(jar_id, from_on=FILLED, until_on=date(2025, 3, 2), by=by, at=FILLED_AT),
    ):
        with pytest.raises(refusal), unit_of_work(by, at=FILLED_AT):
            act()
    assert Jar.objects.filter(pk=jar_id).values().get() == before


def test_the_whole_ledger_is_planned_in_a_few_statements(home, django_assert_max_num_queries):
    for number in range(5):
        home(f"第{number}家")
    with django_assert_max_num_queries(20), unit_of_work(SYSTEM, at=FILLED_AT):
        assert care.reschedule_all(by=SYSTEM, at=FILLED_AT) == 5
