"""A programme may be graded by any measure that a room registers: read each night, explained, refused when nobody knows it (C14, R14.7)."""

from datetime import date, timedelta

import pytest

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as reads
from minghua.domain.tiering.models import ScoreEntry
from minghua.domain.tiering.types import ProgrammeInvalid
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.measures import register
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import close_day
from minghua.journeys.record_order import record_order
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import rolling_months
from tests.company import Company
from tests.conftest import AT, ON
from tests.integration.tiering.living import publish
from tests.trade import Trade, an_order, day, line, open_shop

pytestmark = pytest.mark.django_db
TEXT = """\
code: by_sales
measure: {kind: registered, name: %s}
validity: {years: 1}
levels:
  - {code: basic, name: {zh: 普通, en: Basic}}
  - {code: silver, name: {zh: 银牌, en: Silver}, from: %s}
  - {code: gold, name: {zh: 金牌, en: Gold}, from: %s}
"""
SALES = TEXT % ("net_sales", 50_000, 150_000)


@pytest.fixture
def shop(company: Company) -> Trade:
    """Wang bought ten packs, Liu five, Sun twenty, each for 100.00."""
    with unit_of_work(SYSTEM, at=AT):
        found = open_shop(company)
        for number, (customer, packs) in enumerate(((found.wang, 10), (found.liu, 5), (found.sun, 20))):
            order = an_order(str(number), line(found.rice, packs, 100), customer=customer, at=day(3))
            record_order(order, by=SYSTEM, at=AT)
    return found


def night(nights: int = 1) -> None:
    when = AT + timedelta(days=nights)
    with unit_of_work(SYSTEM, at=when):
        for run in (close_day.read_measures, close_day.regrade_members):
            step = close_day.Step(0, more=True)
            while step.more:
                step = run(after_id=step.after_id, by=SYSTEM, at=when)


def level(customer_id: int, code: str = "by_sales", nights: int = 1) -> tuple[str, int]:
    found = reads.membership(SYSTEM, code, customer_id, at=AT + timedelta(days=nights))
    assert found is not None
    return found.level, found.score


def test_rooms_declare_what_they_can_measure() -> None:
    assert {code: str(each.unit) for code, each in register.known().items()} == {
        "days_since_order": "days", "gross_margin": "money", "net_contribution": "money", "net_sales": "money", "order_count": "count",
    }  # fmt: skip
    assert set(register.known()) - set(register.ranking()) == {"days_since_order"}


@pytest.mark.parametrize("code", ["days_since_order", "gross_margin", "net_contribution", "net_sales", "order_count"])
def test_a_measure_says_of_one_what_it_says_of_everybody(shop: Trade, code: str) -> None:
    read, window = register.measure(code).read, rolling_months(ON, 12)
    everybody = dict(read(None, window))
    assert set(everybody) == {shop.wang, shop.liu, shop.sun}
    assert {pk: dict(read([pk], window)) for pk in everybody} == {pk: {pk: value} for pk, value in everybody.items()}


def test_each_night_reads_the_measure_and_grades_by_it(shop: Trade) -> None:
    code = publish(SALES)
    night()
    assert {pk: level(pk) for pk in (shop.wang, shop.liu, shop.sun)} == {
        shop.wang: ("silver", 100_000), shop.liu: ("silver", 50_000), shop.sun: ("gold", 200_000),
    }  # fmt: skip
    told = reads.membership(SYSTEM, code, shop.wang, at=AT + timedelta(days=1))
    assert told is not None
    assert told.why.zh == "成绩 100,000 达到 50,000，升为「银牌」。成绩是最近 12 个月的净销售额。"
    assert told.why.en.endswith("The score is the net sales of the last 12 months.")
    (entry,) = ScoreEntry.objects.filter(customer_id=shop.wang).values_list("source", "name", "inputs")
    assert entry[:2] == ("measure", "net_sales")
    assert (entry[2]["measure"], entry[2]["until"]) == ("net_sales", ON.isoformat())


def test_what_did_not_change_is_not_booked_again_and_what_left_the_window_is(shop: Trade) -> None:
    publish(SALES)
    night()
    night()
    night(2)
    assert ScoreEntry.objects.count() == 3
    for number in (365, 366):
        night(number)
    assert list(ScoreEntry.objects.order_by("pk").values_list("amount", flat=True)[3:]) == [0, 0, 0]
    assert [pk for pk in (shop.wang, shop.liu, shop.sun) if level(pk, nights=366) != ("basic", 0)] == []
    own = [f"INV-T{n}" for n in range(1, 7)]
    assert [each.id for each in invariants.verdicts(only=own, at=AT + timedelta(days=366)) if not each.holds] == []


def test_a_simulation_shows_where_the_first_night_puts_everybody(shop: Trade) -> None:
    with unit_of_work(SYSTEM, at=AT + timedelta(days=1)):
        code = tiering.save_draft(text=TEXT % ("order_count", 1, 2), by=SYSTEM, at=AT)
        found = tiering.simulate(code, from_on=date(2000, 1, 1), by=SYSTEM, at=AT + timedelta(days=1))
    assert (found.members, found.at_start) == (3, {("", "silver"): 3})


def test_an_unknown_measure_is_refused_with_its_line_and_what_there_is() -> None:
    for name in ("net_sale", "days_since_order"):
        with pytest.raises(ProgrammeInvalid) as refused, unit_of_work(SYSTEM, at=AT):
            tiering.save_draft(text=TEXT % (name, 1, 2), by=SYSTEM, at=AT)
        (problem,) = refused.value.problems
        assert (problem.path, problem.code, problem.line) == ("measure.name", "unknown_word", 2)
    assert problem.remedy.zh == "可选：gross_margin, net_contribution, net_sales, order_count。"


def test_points_do_not_become_readings_nor_readings_points() -> None:
    with pytest.raises(ProgrammeInvalid) as refused, unit_of_work(SYSTEM, at=AT):
        tiering.save_draft(text=SALES + "earning:\n  - {code: order, kind: order}\n", by=SYSTEM, at=AT)
    assert [each.code for each in refused.value.problems] == ["earning_unused"]
    publish(preset="jd_growth")
    with unit_of_work(SYSTEM, at=AT):
        tiering.save_draft(text=SALES.replace("by_sales", "jd_growth"), by=SYSTEM, at=AT)
    with pytest.raises(Invalid) as changed, unit_of_work(SYSTEM, at=AT):
        tiering.simulate("jd_growth", by=SYSTEM, at=AT)
    assert (changed.value.field, changed.value.advice("en")) == (
        "measure.kind",
        "Make a new programme, and stop this one.",
    )
