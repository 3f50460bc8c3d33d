"""The calendar, the alarm, the truth of forecasts, the demand plan (R08.5)."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from minghua.domain.care import operations as care
from minghua.domain.care import queries as care_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.periods import Period
from tests.integration.care.conftest import FILLED

MARCH = Period(FILLED, date(2025, 4, 1))


def test_the_calendar_shows_the_next_refill_and_the_expected_ones(home, company):
    home()
    days = care_reads.calendar(company.actor("east1"), period=MARCH, on=FILLED)
    found = [(day.on.day, item.expected) for day in days for item in day.items]
    assert found == [(6, False), (11, True), (16, True), (21, True), (26, True), (31, True)]
    assert len(days) == 31


def test_what_is_overdue_stands_on_today(home, company):
    home()
    days = care_reads.calendar(company.actor("east1"), period=MARCH, on=date(2025, 3, 10))
    assert [(day.on.day, day.items[0].alarm) for day in days if day.items][:2] == [(10, "empty"), (15, "empty")]


def test_what_was_brought_stands_on_its_day(home, company):
    jar_id, by = home().jar_id, company.actor("east1")
    at = datetime(2025, 3, 6, 3, tzinfo=UTC)
    with unit_of_work(by, at=at):
        care.record_delivery(jar_id, quantity_milli=40_000, key="after-0", on=date(2025, 3, 6), by=by, at=at)
    days = care_reads.calendar(by, period=MARCH, on=date(2025, 3, 7))
    assert [(day.on.day, item.alarm) for day in days for item in day.items][:2] == [(6, "done"), (11, "none")]


def test_a_missed_refill_raises_the_alarm(home, company):
    home()
    viewer = company.actor("east1")
    alarms = {day: [row.alarm for row in care_reads.missed(viewer, on=date(2025, 3, day))] for day in (6, 7, 9)}
    assert alarms == {6: [], 7: ["late"], 9: ["empty"]}


def test_forecast_and_fact_are_compared(home, company):
    jar_id, by = home().jar_id, company.actor("east1")
    at = datetime(2025, 3, 8, 3, tzinfo=UTC)
    with unit_of_work(by, at=at):
        care.record_delivery(
            jar_id, quantity_milli=40_000, left_milli=10_000, key="after-0", on=date(2025, 3, 8), by=by, at=at
        )
    report = care_reads.accuracy(by, period=MARCH)
    assert (report.count, report.typical_error_days, report.within_one_day) == (1, Fraction(6, 8), 1)
    assert (report.typical_error_share, report.visits, report.on_time) == (Fraction(6, 60), 1, 0)


def test_no_delivery_is_no_judgement(company):
    report = care_reads.accuracy(company.actor("east1"), period=MARCH)
    assert (report.count, report.typical_error_days, report.typical_error_share, report.on_time) == (
        0,
        None,
        None,
        None,
    )


def test_the_plan_sums_refills_per_product_and_suggests_whole_units(home, company):
    home("陈家")
    home("李家", preset="village")
    by_day = care_reads.demand_plan(company.actor("east1"), period=MARCH)
    assert [(line.product_name, line.refills, line.servings, line.units) for line in by_day] == [
        ("东北大米", 6 + 4, 6 * 40 + 4 * 56, 8)
    ]
    assert by_day[0].cost_minor == 8 * 9_000
    assert {day.on.day: day.servings for day in by_day[0].days if day.refills} == {
        6: 40, 8: 56, 11: 40, 15: 56, 16: 40, 21: 40, 22: 56, 26: 40, 29: 56, 31: 40
    }  # fmt: skip


def test_the_plan_by_week_has_the_same_sum(home, company):
    home()
    viewer = company.actor("east1")
    weeks = care_reads.demand_plan(viewer, period=MARCH, grain="week")[0]
    days = care_reads.demand_plan(viewer, period=MARCH)[0]
    assert [day.on for day in weeks.days] == [FILLED + timedelta(days=step) for step in range(0, 31, 7)]
    assert weeks.servings == days.servings == 240


def test_the_jars_page_tells_its_story(home, company):
    jar_id, by = home().jar_id, company.actor("east1")
    at = datetime(2025, 3, 7, 3, tzinfo=UTC)
    with unit_of_work(by, at=at):
        care.record_delivery(jar_id, quantity_milli=60_000, key="after-0", on=date(2025, 3, 7), by=by, at=at)
    page = care_reads.jar_page(by, jar_id, on=date(2025, 3, 9))
    assert [(row.observed, row.learned, row.verdict, row.by) for row in page.deliveries] == [
        (10, Fraction(86, 10), "learned", "赵敏")
    ]
    card = page.card
    assert (card.row.level, card.go_on, card.row.run_out_on) == (
        60 - Fraction(172, 10),
        date(2025, 3, 11),
        date(2025, 3, 13),
    )
    assert [(point.on.day, float(point.level)) for point in card.curve[:3]] == [(7, 60), (8, 51.4), (9, 42.8)]
