"""Business grades through their doors: A15.1, versions, vetoes, reviews, what is kept and who may (R15.2, R15.3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.models import GradeInput, GradeReview, GradeState, Grading
from minghua.domain.tiering.types import BadCard, NoReview, NotGraded
from minghua.foundation.notices.models import Notice
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.interfaces.worker.day import begin_day
from minghua.journeys.record_order import record_order
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.company import Company
from tests.conftest import AT, ON
from tests.trade import an_order, line, open_shop

SCORES = {"purchase": "95", "profit": "80", "stability": "90", "payment": "60", "growth": "70", "influence": "85", "cooperation": "75", "risk": "50"}  # fmt: skip
WEIGHTS = {"purchase": ".20", "profit": ".20", "stability": ".15", "payment": ".15", "growth": ".10", "influence": ".08", "cooperation": ".07", "risk": ".05"}  # fmt: skip


def card(**changes: Any) -> dict[str, Any]:
    preset = tiering_reads.card_preset()
    dimensions = [
        {"code": code, "zh": code, "weight": weight, "indicators": [{"code": code, "zh": code}]}
        for code, weight in WEIGHTS.items()
    ]
    return {"dimensions": dimensions, "cutoffs": preset["cutoffs"], "vetoes": preset["vetoes"]} | changes


def publish(plain: Any = None, *, by: Actor = SYSTEM, at: datetime = AT, **when: Any) -> int:
    with unit_of_work(by, at=at):
        return tiering.publish_card(card() if plain is None else plain, by=by, at=at, **when)


def record(customer_id: int, values: dict[str, Any], *, by: Actor = SYSTEM, at: datetime = AT, **more: Any) -> str:
    with unit_of_work(by, at=at):
        return tiering.record_inputs(customer_id, values, by=by, at=at, **more)


@pytest.fixture
def firm(company: Company) -> int:
    new = NewCustomer(
        kind="organization", name="明珠饭店", owner_id=company.user_ids["east1"], team_id=company.east_shop
    )
    with unit_of_work(SYSTEM, at=AT):
        return customers.create_customer(new, by=SYSTEM, at=AT)


def test_a15_1_is_a_and_b_once_a_hundred_days_overdue(company: Company, firm: int):
    publish()
    sheet = lambda: tiering_reads.grade_sheet(company.actor("east1"), firm, on=ON).present  # noqa: E731
    assert record(firm, SCORES, by=company.actor("east1")) == "A"
    assert (sheet().score_e2, sheet().grade) == (7905, "A")
    assert record(firm, {"overdue_days": "100"}) == "B"
    assert (sheet().score_e2, sheet().earned, sheet().grade) == (7905, "A", "B")
    assert [veto["code"] for veto in sheet().why["vetoes"]] == ["overdue_days"]
    assert record(firm, {"overdue_days": ""}) == "A"


def test_what_is_known_already_is_not_kept_twice_and_every_grading_stays(firm: int):
    publish()
    for _ in range(2):
        record(firm, SCORES)
    assert (GradeInput.objects.count(), Grading.objects.count()) == (8, 1)
    record(firm, {"bad_debt": "1"})
    assert [row.grade for row in Grading.objects.order_by("pk")] == ["A", "C"]
    assert GradeState.objects.get().grade == "C"
    kinds = list(
        TimelineEntry.objects.filter(customer_id=firm, kind="grade").order_by("pk").values_list("data", flat=True)
    )
    assert [(data["before"], data["after"]) for data in kinds] == [("", "A"), ("A", "C")]


def test_a_version_is_in_force_from_its_day_on_and_the_night_grades_by_it(firm: int):
    publish()
    record(firm, SCORES)
    strict = card(cutoffs={"S": "95", "A": "90", "B": "80", "C": "70"})
    assert publish(strict, from_on=ON + timedelta(days=2)) == 2
    begin_day({}, at=AT + timedelta(days=1), beat=lambda: None)
    assert GradeState.objects.get().grade == "A"
    for _ in range(2):
        begin_day({}, at=AT + timedelta(days=2), beat=lambda: None)
    assert [(row.card.version, row.grade) for row in Grading.objects.order_by("pk")] == [(1, "A"), (2, "C")]


def test_a_card_that_is_wrong_or_too_early_is_refused(company: Company):
    with pytest.raises(BadCard) as refused:
        publish(card(cutoffs={"S": "85", "A": "90", "B": "55", "C": "40"}))
    assert refused.value.field == "cutoffs.A"
    publish(from_on=ON + timedelta(days=5))
    for day in (ON - timedelta(days=1), ON + timedelta(days=4), ON + timedelta(days=400)):
        with pytest.raises(Invalid):
            publish(from_on=day)
    with pytest.raises(Forbidden):
        publish(by=company.actor("lead"))


def test_weights_may_come_from_judgements_and_contradictions_are_refused(db: None):
    two = [
        {"code": code, "zh": code, "indicators": [{"code": code, "zh": code}]}
        for code in ("purchase", "profit", "risk")
    ]
    judged = [["purchase", "profit", "3"], ["purchase", "risk", "5"], ["profit", "risk", "3"]]
    publish(card(dimensions=two, judgements=judged))
    found = tiering_reads.in_force(ON)
    assert found is not None
    assert [each.weight for each in found.card.dimensions] == [636_986, 258_285, 104_729]
    with pytest.raises(BadCard, match="consistency ratio is"):
        publish(
            card(
                dimensions=two,
                judgements=[["purchase", "profit", "9"], ["profit", "risk", "9"], ["purchase", "risk", "1/9"]],
            )
        )


def test_the_books_speak_where_the_card_asks_them(company: Company, firm: int):
    trade = open_shop(company)
    measured = [
        {"code": source, "zh": source, "weight": "0.25", "indicators": [{"code": source, "zh": source, "source": source, "high": high}]}
        for source, high in (("net_sales", "10000"), ("growth", "100"), ("years", "2"), ("return_rate", "100"))
    ]  # fmt: skip
    publish(card(dimensions=measured))
    for number, day, quantity in (
        ("A1", date(2025, 6, 15), 10),
        ("A2", date(2025, 6, 16), 20),
        ("A3", date(2026, 6, 15), 30),
    ):
        at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        with unit_of_work(SYSTEM, at=at):
            record_order(an_order(number, line(trade.rice, quantity, 100), customer=firm, at=at), by=SYSTEM, at=at)
    with unit_of_work(SYSTEM, at=AT):
        tiering.grade_customer(firm, by=SYSTEM, at=AT)
    assert Grading.objects.get().why["inputs"] == {
        "net_sales": "5000",
        "growth": "400",
        "years": "1",
        "return_rate": "0",
    }
    assert Grading.objects.get().score_e6 == 50_000_000 / 4 + 100_000_000 / 4 + 50_000_000 / 4


def test_too_little_known_is_no_grade_and_says_what_is_missing(company: Company, firm: int):
    publish()
    assert record(firm, {"purchase": "95"}) == ""
    row = tiering_reads.grade_list(company.actor("boss"), grade="none").items[0]
    assert (row.grade, row.score_e2, row.reason.en.split(":")[0]) == ("", None, "Not graded yet, unknown")


@pytest.mark.parametrize("value", ["many", "1e40", "NaN", "∞"])
def test_a_value_that_is_no_number_is_refused_at_its_place(firm: int, value: str):
    publish()
    with pytest.raises(Invalid) as refused:
        record(firm, {"purchase": value})
    assert refused.value.field == "purchase"


def test_only_organisations_within_reach_are_graded_and_only_what_the_card_asks(company: Company, firm: int):
    publish()
    trade = open_shop(company)
    with pytest.raises(NotGraded):
        record(trade.wang, {"purchase": "1"})
    with pytest.raises(NotFound):
        record(firm, {"purchase": "1"}, by=company.actor("west1"))
    with pytest.raises(Forbidden):
        record(firm, {"purchase": "1"}, by=company.actor("auditor"))
    with pytest.raises(Invalid):
        record(firm, {"beauty": "1"})
    with pytest.raises(Invalid):
        record(firm, {"purchase": "1"}, observed_on=ON + timedelta(days=1))


def test_each_quarter_opens_one_review_of_who_was_graded_before_it(company: Company, firm: int):
    publish()
    record(firm, SCORES)
    begin_day({}, at=AT, beat=lambda: None)
    assert GradeReview.objects.count() == 0
    for day in (
        datetime(2026, 7, 1, 1, tzinfo=UTC),
        datetime(2026, 7, 1, 2, tzinfo=UTC),
        datetime(2026, 7, 9, tzinfo=UTC),
    ):
        begin_day({}, at=day, beat=lambda: None)
    review = GradeReview.objects.get()
    assert (review.period, review.opened_on, review.due_on) == ("2026Q3", date(2026, 7, 1), date(2026, 7, 31))
    assert Notice.objects.filter(user_id=company.user_ids["east1"], kind="grades.review").count() == 1
    by = company.actor("east1")
    assert [row.customer_id for row in tiering_reads.grade_list(by, review=True).items] == [firm]
    with unit_of_work(by, at=AT + timedelta(days=30)):
        assert tiering.close_review(firm, note="已与采购经理确认", by=by, at=AT + timedelta(days=30)) == "A"
    assert tiering_reads.grade_list(by, review=True).items == ()
    with pytest.raises(NoReview), unit_of_work(by, at=AT + timedelta(days=31)):
        tiering.close_review(firm, by=by, at=AT + timedelta(days=31))


def test_the_list_follows_the_row_scope_and_asks_as_much_for_three_as_for_one(company: Company, firm: int):
    publish()
    record(firm, SCORES)
    counts = []
    for n in range(3):
        new = NewCustomer(
            kind="organization", name=f"西街{n}号", owner_id=company.user_ids["west1"], team_id=company.west_shop
        )
        with unit_of_work(SYSTEM, at=AT):
            other = customers.create_customer(new, by=SYSTEM, at=AT)
        record(other, SCORES | {"risk": str(n)})
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = tiering_reads.grade_list(company.actor("boss"))
        counts.append(len(asked))
        assert len(found.items) == n + 2
    assert counts[0] == counts[2]
    assert [row.name for row in tiering_reads.grade_list(company.actor("east1")).items] == ["明珠饭店"]
    assert tiering_reads.grade_counts(company.actor("boss"))["A"] == 4
