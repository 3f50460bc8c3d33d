"""Reports join their problem whatever brings them, the database refuses what would go round it, two at once count two."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.models import Case, Occurrence, Problem, Promise
from minghua.domain.service.queries.promises import PromiseFilter
from minghua.domain.service.types import (
    Basis,
    Kind,
    NewCase,
    NewHolding,
    NewReport,
    Outcome,
    PromiseKind,
    PromiseToKeep,
)
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.company import Company
from tests.conftest import AT

pytestmark = pytest.mark.django_db


class Desk:
    """A customer with two air conditioners, and who answers the calls."""

    def __init__(self, company: Company) -> None:
        self.company, self.by = company, company.actor("east1")
        with unit_of_work(SYSTEM, at=AT):
            product = catalog.create_product(NewProduct(sku="KFR", name="空调"), by=SYSTEM, at=AT)
        self.customer_id = self.act(customers.create_customer, NewCustomer(kind="person", name="张先生"))
        self.one, self.two = (self.hold(product.id, key) for key in ("u1", "u2"))

    def act(self, do: Any, *given: Any, at: datetime = AT, by: Actor | None = None, **more: Any) -> Any:
        who = by or self.by
        with unit_of_work(who, at=at):
            return do(*given, by=who, at=at, **more)

    def hold(self, product_id: int, key: str) -> int:
        new = NewHolding(customer_id=self.customer_id, product_id=product_id, key=key, purchased_on=date(2025, 5, 1))
        return self.act(service.record_unit, new)

    def report(
        self, key: str, *, unit: int | None = None, symptom: str = "not_cooling", hours: int = 0, **more: Any
    ) -> Any:
        new = NewReport(unit_id=unit or self.one, symptom=symptom, key=key, **more)
        return self.act(service.report_fault, new, at=AT + timedelta(hours=hours))


@pytest.fixture
def desk(company: Company) -> Desk:
    return Desk(company)


def test_svc_ac_07_whatever_way_a_report_ended_the_next_is_handled_higher(desk: Desk) -> None:
    for hours, (key, outcome) in enumerate((("a", Outcome.CANCELLED), ("b", Outcome.NOT_REPRODUCED), ("c", None))):
        told = desk.report(key, hours=hours)
        if outcome:
            desk.act(service.record_repair, told.problem_id, outcome, at=AT + timedelta(hours=hours))
    assert (told.level, told.reports, Problem.objects.count()) == (3, 3, 1)


def test_svc_ac_07_no_channel_makes_the_second_report_a_first(desk: Desk) -> None:
    desk.report("first")
    levels = {
        desk.report(f"by {channel}", channel=channel).level for channel, _ in vocabulary.terms("interactions.channel")
    }
    assert levels == {2, 3}


def test_svc_inv_8_late_news_of_an_earlier_report_raises_the_same(desk: Desk) -> None:
    desk.report("a", hours=5)
    late = desk.report("b", hours=6, reported_at=AT + timedelta(hours=1))
    assert (late.level, late.reports) == (2, 2)
    assert Problem.objects.get().first_at == AT + timedelta(hours=1)


def test_a_symptom_nobody_can_name_joins_and_gets_its_name(desk: Desk) -> None:
    first = desk.report("a", symptom="unnamed")
    second = desk.report("b", symptom="no_restart", hours=1)
    assert (second.problem_id, second.level) == (first.problem_id, 2)
    assert Problem.objects.get().symptom == "no_restart"
    other = desk.report("c", symptom="unnamed", not_the_same="遥控器坏了", hours=2)
    assert (other.problem_id == first.problem_id, other.level) == (False, 1)


def test_svc_ac_02_another_unit_suffers_by_itself(desk: Desk) -> None:
    desk.report("a")
    assert desk.report("b", unit=desk.two).level == 1


def test_a_key_names_one_report_of_one_unit(desk: Desk) -> None:
    desk.report("a")
    assert desk.report("a").new is False
    with pytest.raises(service.ReportKeyTaken):
        desk.report("a", unit=desk.two)


def test_the_case_of_a_report_carries_its_level(desk: Desk) -> None:
    desk.report("a")
    told = desk.report("b", hours=1)
    assert Case.objects.get(pk=told.case_id).level == 2


def test_a_repair_that_names_no_unit_is_refused_and_a_service_case_is_not(desk: Desk) -> None:
    new = NewCase(customer_id=desk.customer_id, kind=Kind.REPAIR, subject="坏了")
    with pytest.raises(service.UnitNotNamed):
        desk.act(service.open_case, new)
    desk.act(service.open_case, NewCase(customer_id=desk.customer_id, kind=Kind.SERVICE, subject="装个插座"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE service_problem SET level = 1",
        "UPDATE service_problem SET reports = 1",
        "UPDATE service_occurrence SET level = 1",
        "DELETE FROM service_occurrence",
        "UPDATE service_promise SET due_at = given_at",
        "UPDATE service_holding SET unit_id = unit_id",
        "UPDATE catalog_unit SET purchased_on = NULL",
    ],
)
def test_the_database_keeps_what_was_told(desk: Desk, statement: str) -> None:
    for hours, key in enumerate("abc"):
        desk.report(key, hours=hours)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_works_again_is_watched_and_an_end_takes_words(desk: Desk) -> None:
    told = desk.report("a")
    desk.act(service.record_repair, told.problem_id, Outcome.WORKS_AGAIN)
    with pytest.raises(Invalid):
        desk.act(service.end_problem, told.problem_id, Basis.CONFIRMED)
    with pytest.raises(service.NotProven):
        desk.act(service.end_problem, told.problem_id, Basis.QUIET, words="没再坏", at=AT + timedelta(days=90))
    desk.act(
        service.end_problem,
        told.problem_id,
        Basis.QUIET,
        words="高温 30 天没再坏",
        seen_days=30,
        at=AT + timedelta(days=90),
    )
    with pytest.raises(service.AlreadyAtRest):
        desk.act(service.end_problem, told.problem_id, Basis.CONFIRMED, words="好了", at=AT + timedelta(days=91))


def test_a_promise_ends_once_and_what_was_late_stays_broken(desk: Desk) -> None:
    new = PromiseToKeep(
        customer_id=desk.customer_id,
        kind=PromiseKind.CALL_BACK,
        text="下午回电",
        due_at=AT + timedelta(hours=5),
        key="p",
    )
    made = desk.act(service.give_promise, new)
    assert desk.act(service.give_promise, new, at=AT + timedelta(hours=1)) == made
    desk.act(service.keep_promise, made, evidence="通话 3 分钟", at=AT + timedelta(hours=6))
    with pytest.raises(service.PromiseEnded):
        desk.act(service.waive_promise, made, words="算了", at=AT + timedelta(hours=7))
    assert Promise.objects.get().breached_at == AT + timedelta(hours=5)


@pytest.mark.parametrize("hours", [7, 8])
def test_the_list_and_the_rule_agree_about_every_promise(desk: Desk, hours: int) -> None:
    for n, (kept, waived) in enumerate(((None, None), (3, None), (7, None), (None, 2))):
        new = PromiseToKeep(
            customer_id=desk.customer_id,
            kind=PromiseKind.OTHER,
            text="说过",
            due_at=AT + timedelta(hours=5),
            key=f"p{n}",
        )
        made = desk.act(service.give_promise, new)
        if kept is not None:
            desk.act(service.keep_promise, made, evidence="短信", at=AT + timedelta(hours=kept))
        if waived is not None:
            desk.act(service.waive_promise, made, words="不用了", at=AT + timedelta(hours=waived))
    at = AT + timedelta(hours=hours)
    every = service_reads.promises(desk.by, at=at).items
    for state in ("open", "broken", "kept", "late", "waived"):
        found = service_reads.promises(desk.by, PromiseFilter(state=state), at=at).items
        assert {row.id for row in found} == {row.id for row in every if row.state == state}


def test_another_shop_sees_neither_unit_nor_problem_nor_promise(desk: Desk) -> None:
    told = desk.report("a")
    west = desk.company.actor("west1")
    assert service_reads.units(west).items == ()
    assert service_reads.promises(west, at=AT).items == ()
    for look in (
        lambda: service_reads.unit(west, desk.one, on=AT.date()),
        lambda: service_reads.problem(west, told.problem_id, at=AT),
        lambda: desk.act(service.report_fault, NewReport(unit_id=desk.one, symptom="noise", key="w"), by=west),
    ):
        with pytest.raises(NotFound):
            look()


def test_an_auditor_reads_and_reports_nothing(desk: Desk) -> None:
    auditor = desk.company.actor("auditor")
    assert len(service_reads.units(auditor).items) == 2
    with pytest.raises(Forbidden):
        desk.act(service.report_fault, NewReport(unit_id=desk.one, symptom="noise", key="x"), by=auditor)
    assert Occurrence.objects.count() == 0
