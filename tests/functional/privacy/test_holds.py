"""A legal hold: one at a time, with a reason; it ends on its day or is lifted, and forbids whatever is for good (N7)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Merge
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.personal import holding, purging
from minghua.foundation.personal import queries as personal
from minghua.foundation.personal.holding import AlreadyHeld, NothingToHold
from minghua.foundation.personal.models import LegalHold
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.worker.privacy import purge
from minghua.journeys import erase_person, merge_customers
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from minghua.kernel.periods import local_date
from tests.company import BEGAN, Company
from tests.trade import Trade, open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


def verbs(customer_id: int) -> list[str]:
    found = AuditEvent.objects.filter(subject_type="customers.Customer", subject_id=str(customer_id))
    return [verb for verb in found.order_by("seq").values_list("verb", flat=True) if "held" in verb or "hold" in verb]


def test_a_hold_needs_a_reason_a_permission_and_a_customer_in_reach(
    company: Company, trade: Trade, at: datetime
) -> None:
    boss = company.actor("boss")
    with unit_of_work(boss, at=at):
        with pytest.raises(Invalid):
            holding.hold(trade.liu, why="  ", by=boss, at=at)
        with pytest.raises(Invalid):
            holding.hold(trade.liu, why="诉讼", last_on=local_date(at) - timedelta(days=1), by=boss, at=at)
        with pytest.raises(NotFound):
            holding.hold(999_999, why="诉讼", by=boss, at=at)
        with pytest.raises(Forbidden):
            holding.hold(trade.liu, why="诉讼", by=company.actor("lead"), at=at)
    assert LegalHold.objects.count() == 0


def test_one_hold_is_open_at_a_time_by_the_database_itself(company: Company, trade: Trade, at: datetime) -> None:
    boss = company.actor("boss")
    with unit_of_work(boss, at=at):
        holding.hold(trade.liu, why="诉讼", by=boss, at=at)
        with pytest.raises(AlreadyHeld):
            holding.hold(trade.liu, why="仲裁", by=boss, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalHold.objects.create(customer_id=trade.liu, why="x", since=at)
    with unit_of_work(boss, at=at):
        holding.lift(trade.liu, reason="已结案", by=boss, at=at)
        holding.hold(trade.liu, why="仲裁", by=boss, at=at)
    assert [hold.why for hold in personal.holds(boss, customer_id=trade.liu).items] == ["仲裁", "诉讼"]


def test_lifting_and_lapsing_are_two_things_in_the_record(company: Company, trade: Trade, at: datetime) -> None:
    boss = company.actor("boss")
    today = local_date(at)
    with unit_of_work(boss, at=at):
        holding.hold(trade.liu, why="诉讼", by=boss, at=at)
        holding.hold(trade.wang, why="仲裁", last_on=today, by=boss, at=at)
    with unit_of_work(boss, at=at):
        with pytest.raises(Invalid):
            holding.lift(trade.liu, reason="", by=boss, at=at)
        holding.lift(trade.liu, reason="已结案", by=boss, at=at)
        with pytest.raises(NotFound):
            holding.lift(trade.liu, reason="已结案", by=boss, at=at)
    purge({}, at=at, beat=lambda: None)
    assert personal.held_among([trade.liu, trade.wang]) == {trade.wang}
    purge({}, at=at + timedelta(days=1), beat=lambda: None)
    purge({}, at=at + timedelta(days=1), beat=lambda: None)
    assert verbs(trade.liu) == ["customer.held", "customer.hold_lifted"]
    assert verbs(trade.wang) == ["customer.held", "customer.hold_lapsed"]
    lifted = LegalHold.objects.get(customer_id=trade.liu)
    assert (lifted.ended_by_id, lifted.lift_reason, lifted.until) == (boss.user_id, "已结案", at)


def test_a_held_customer_is_not_erased_even_as_a_part_of_another(company: Company, trade: Trade, at: datetime) -> None:
    boss = company.actor("boss")
    with unit_of_work(boss, at=at):
        merge_customers.merge_customers(trade.wang, trade.liu, by=boss, at=at)
        holding.hold(trade.wang, why="诉讼", by=boss, at=at)
    number = customers.find_for_erasure(trade.liu, lock=False, by=boss).number
    with unit_of_work(boss, at=at), pytest.raises(erase_person.NotYetErasable) as refused:
        erase_person.erase(trade.liu, confirm=number, by=boss, at=at)
    assert "legal hold" in refused.value.message("en")


def test_who_is_erased_cannot_be_held(company: Company, trade: Trade, at: datetime) -> None:
    boss = company.actor("boss")
    number = customers.find_for_erasure(trade.liu, lock=False, by=boss).number
    with unit_of_work(boss, at=at):
        erase_person.erase(trade.liu, confirm=number, by=boss, at=at)
        with pytest.raises(NothingToHold):
            holding.hold(trade.liu, why="诉讼", by=boss, at=at)


def test_a_merge_becomes_final_except_under_a_hold(company: Company, trade: Trade, at: datetime) -> None:
    boss = company.actor("boss")
    with unit_of_work(boss, at=at):
        made = merge_customers.merge_customers(trade.wang, trade.liu, by=boss, at=at)
        holding.hold(trade.wang, why="诉讼", by=boss, at=at)
    much_later = at + timedelta(days=30 + 60 + 1)
    purge({}, at=much_later, beat=lambda: None)
    assert Merge.objects.get(pk=made.id).journal != ""
    with unit_of_work(boss, at=much_later), transaction.atomic():
        customers.unmerge(made.id, by=boss, at=much_later)
        transaction.set_rollback(True)
    with unit_of_work(boss, at=much_later):
        holding.lift(trade.wang, reason="已结案", by=boss, at=much_later)
    assert purging.due(at=much_later)["customers.Merge"] == 1
    purge({}, at=much_later, beat=lambda: None)
    assert Merge.objects.get(pk=made.id).journal == ""


def test_customers_without_dealings_are_erased_when_their_term_is_over(
    company: Company, trade: Trade, at: datetime
) -> None:
    boss = company.actor("boss")
    assert "customers.Customer" not in purging.due(at=at)
    with unit_of_work(SYSTEM, at=at):
        parameters.set_value(
            "retention.customer_days", 30, valid_from=local_date(BEGAN), reason="两年无往来", by=SYSTEM, at=at
        )
    later = at + timedelta(days=400)
    with unit_of_work(boss, at=later):
        holding.hold(trade.liu, why="诉讼", by=boss, at=later)
    due = purging.due(at=later)["customers.Customer"]
    assert due > 0
    purge({}, at=later, beat=lambda: None)
    assert "customers.Customer" not in purging.due(at=later)
    erased = AuditEvent.objects.filter(verb="customer.erased")
    assert {event.data["reason"] for event in erased} == {"retention"}
    assert erased.count() == due
    assert str(trade.liu) not in set(erased.values_list("subject_id", flat=True))
