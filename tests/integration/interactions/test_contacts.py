"""Contacts are on the timeline at once, and promises are kept, postponed and opened again."""

from datetime import timedelta

import pytest

from minghua.domain.customers.models import Customer, Pool
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.models import Contact
from minghua.domain.interactions.types import Direction, NewContact, NewNextStep
from minghua.domain.orders import operations as orders
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.journeys.log_contact import log_contact
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.company import Company
from tests.conftest import AT
from tests.trade import Trade, an_order, line, open_shop


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


def call(customer_id: int, **facts) -> NewContact:
    told = {"channel": "phone", "direction": Direction.OUT, "happened_at": AT, "subject": "问米够不够吃"} | facts
    return NewContact(customer_id=customer_id, **told)


def step(customer_id: int, text: str = "送米上门", hours: int = 3, **facts) -> NewNextStep:
    return NewNextStep(customer_id=customer_id, text=text, due_at=AT + timedelta(hours=hours), **facts)


def kinds(customer_id: int) -> list[str]:
    rows = TimelineEntry.objects.filter(customer_id=customer_id, kind__in=["contact", "note", "next_step"])
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_a_contact_with_a_promise_is_everywhere_at_once(trade: Trade, company: Company) -> None:
    east1 = company.actor("east1")
    with unit_of_work(east1, at=AT):
        logged = log_contact(
            call(trade.wang, outcome="reached", minutes=4), next_step=step(trade.wang), by=east1, at=AT
        )
    customer = Customer.objects.get(pk=trade.wang)
    assert logged.next_step is not None
    assert (logged.contact.agent_id, logged.next_step.contact_id) == (east1.user_id, logged.contact.id)
    assert (customer.last_contact_at, customer.next_action) == (AT, "送米上门")
    assert customer.next_action_on == (AT + timedelta(hours=3)).date()
    assert kinds(trade.wang) == ["contact", "next_step"]
    page = interaction_reads.contacts_of(company.actor("manager"), trade.wang)
    assert [(row.subject, row.outcome, row.minutes) for row in page.items] == [("问米够不够吃", "reached", 4)]


def test_a_note_needs_no_channel_and_is_a_note_on_the_timeline(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=AT):
        log_contact(call(trade.wang, channel="", direction=Direction.NOTE), by=SYSTEM, at=AT)
    assert kinds(trade.wang) == ["note"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"channel": "pigeon"}, "channel"), ({"subject": ""}, "subject"), ({"outcome": "x"}, "outcome")],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(trade: Trade, facts: dict, field: str) -> None:
    with unit_of_work(SYSTEM, at=AT), pytest.raises(Invalid) as refusal:
        log_contact(call(trade.wang, **facts), by=SYSTEM, at=AT)
    assert (refusal.value.field, Contact.objects.count(), kinds(trade.wang)) == (field, 0, [])


def test_foreign_customers_are_not_found_and_readers_may_not_write(trade: Trade, company: Company) -> None:
    east1 = company.actor("east1")
    with unit_of_work(SYSTEM, at=AT):
        theirs = interactions.plan_next_step(step(trade.sun, assignee_id=company.user_ids["west1"]), by=SYSTEM, at=AT)
    attempts = [
        lambda: log_contact(call(trade.sun), by=east1, at=AT),
        lambda: interactions.plan_next_step(step(trade.sun), by=east1, at=AT),
        lambda: interactions.complete_next_step(theirs.id, by=east1, at=AT),
        lambda: interactions.postpone_next_step(theirs.id, days=1, by=east1, at=AT),
        lambda: interactions.log_many([call(trade.wang), call(trade.sun)], by=east1, at=AT),
    ]
    for attempt in attempts:
        with unit_of_work(east1, at=AT), pytest.raises(NotFound):
            attempt()
    auditor = company.actor("auditor")
    with unit_of_work(auditor, at=AT), pytest.raises(Forbidden):
        log_contact(call(trade.wang), by=auditor, at=AT)
    assert Contact.objects.count() == 0
    assert list(interaction_reads.contacts(east1)) == []
    assert interaction_reads.next_steps_of(east1, trade.sun) == []


def test_completing_twice_is_once_and_reopening_takes_it_back(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=AT):
        made = _planned(trade)
        done = interactions.complete_next_step(made, outcome="送到", by=SYSTEM, at=AT)
        again = interactions.complete_next_step(made, outcome="又送", by=SYSTEM, at=AT + timedelta(hours=1))
    assert (done.done_at, done.outcome) == (again.done_at, again.outcome) == (AT, "送到")
    assert kinds(trade.wang) == ["next_step", "next_step"]
    assert Customer.objects.get(pk=trade.wang).next_action == ""
    with unit_of_work(SYSTEM, at=AT):
        opened = interactions.reopen_next_step(made, by=SYSTEM, at=AT)
    assert (opened.done_at, opened.outcome) == (None, "")
    assert kinds(trade.wang) == ["next_step"]
    assert Customer.objects.get(pk=trade.wang).next_action == "送米上门"


def _planned(trade: Trade) -> int:
    owner = User.objects.get(username="east1").pk
    return interactions.plan_next_step(step(trade.wang, assignee_id=owner), by=SYSTEM, at=AT).id


def test_postponing_moves_the_customers_next_action_and_can_be_undone(trade: Trade) -> None:
    with unit_of_work(SYSTEM, at=AT):
        made = _planned(trade)
        moved = interactions.postpone_next_step(made, days=2, by=SYSTEM, at=AT)
        assert moved.due_at == AT + timedelta(days=2, hours=3)
        assert Customer.objects.get(pk=trade.wang).next_action_on == moved.due_at.date()
        back = interactions.set_due(made, due_at=AT + timedelta(hours=3), by=SYSTEM, at=AT)
        with pytest.raises(Invalid):
            interactions.postpone_next_step(made, days=0, by=SYSTEM, at=AT)
    assert back.due_at == AT + timedelta(hours=3)


def test_a_step_goes_only_to_somebody_who_sees_the_customer(trade: Trade, company: Company) -> None:
    lead, ids = company.actor("lead"), company.user_ids
    with unit_of_work(lead, at=AT):
        made = interactions.plan_next_step(step(trade.wang), by=lead, at=AT)
        with pytest.raises(interactions.CannotAssign):
            interactions.assign_next_step(made.id, assignee_id=ids["west1"], by=lead, at=AT)
        with pytest.raises(interactions.CannotAssign):
            interactions.assign_next_step(made.id, assignee_id=999_999, by=lead, at=AT)
        handed = interactions.assign_next_step(made.id, assignee_id=ids["east1"], by=lead, at=AT)
    assert (made.assignee_name, handed.assignee_name) == ("李军", "赵敏")


def test_my_day_shows_my_steps_and_those_of_my_customers(trade: Trade, company: Company) -> None:
    lead, east1, east2 = (company.actor(name) for name in ("lead", "east1", "east2"))
    with unit_of_work(lead, at=AT):
        interactions.plan_next_step(step(trade.wang, "逾期", hours=-30), by=lead, at=AT)
        interactions.plan_next_step(step(trade.wang, "今天", assignee_id=east1.user_id), by=lead, at=AT)
        interactions.plan_next_step(step(trade.wang, "后天", hours=48, assignee_id=east1.user_id), by=lead, at=AT)
        interactions.plan_next_step(step(trade.wang, "很久以后", hours=24 * 30), by=lead, at=AT)

    def day_of(actor: Actor) -> list[str]:
        return [row.text for row in interaction_reads.due_steps(actor, at=AT)]

    assert (day_of(lead), day_of(east1), day_of(east2)) == (["逾期"], ["逾期", "今天", "后天"], [])
    assert [interaction_reads.due_count(actor, at=AT) for actor in (lead, east1, east2)] == [1, 2, 0]
    assert [row[1] for row in interaction_reads.my_customers_without_step(east2)] == ["刘洋"]
    assert interaction_reads.my_customers_without_step(east1) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_day_costs_one_query_whatever_its_length(trade: Trade, rows: int, django_assert_num_queries) -> None:
    with unit_of_work(SYSTEM, at=AT):
        news = [step(trade.wang, str(n), hours=n) for n in range(rows)]
        boss = User.objects.get(username="boss").pk
        interactions.plan_many(
            [
                NewNextStep(customer_id=new.customer_id, text=new.text, due_at=new.due_at, assignee_id=boss)
                for new in news
            ],
            by=SYSTEM,
            at=AT,
        )
    actor = Actor(user_id=boss, name="明华", permissions=SYSTEM.permissions, scope=SYSTEM.scope)
    with django_assert_num_queries(1):
        found = interaction_reads.due_steps(actor, at=AT)
    assert [row.text for row in found] == [str(n) for n in range(rows)]


def test_a_customer_in_the_pool_is_claimed_before_anybody_works_on_it(trade: Trade, company: Company) -> None:
    east1 = company.actor("east1")
    pool = Pool.objects.create(name="公海")
    Customer.objects.filter(pk=trade.liu).update(owner=None, team=None, pool=pool, owned_since=None)
    attempts = [
        lambda: log_contact(call(trade.liu), by=east1, at=AT),
        lambda: interactions.plan_next_step(step(trade.liu), by=east1, at=AT),
        lambda: orders.record(an_order("1", line(trade.rice), customer=trade.liu, at=AT), by=east1, at=AT),
    ]
    for attempt in attempts:
        with unit_of_work(east1, at=AT), pytest.raises(NotFound):
            attempt()
    assert (Contact.objects.count(), kinds(trade.liu)) == (0, [])
    with unit_of_work(SYSTEM, at=AT):
        log_contact(call(trade.liu), by=SYSTEM, at=AT)


def test_a_next_action_typed_by_a_person_outlives_the_steps(trade: Trade) -> None:
    typed = {"next_action": "春节前送年货", "next_action_on": AT.date()}
    Customer.objects.filter(pk=trade.wang).update(**typed)
    with unit_of_work(SYSTEM, at=AT):
        made = interactions.plan_next_step(step(trade.wang, assignee_id=boss_id()), by=SYSTEM, at=AT)
        interactions.complete_next_step(made.id, by=SYSTEM, at=AT)
    assert Customer.objects.filter(pk=trade.wang).values(*typed).get() == typed
    Customer.objects.filter(pk=trade.wang).update(next_action="", next_action_on=None)
    with unit_of_work(SYSTEM, at=AT):
        interactions.reopen_next_step(made.id, by=SYSTEM, at=AT)
    assert Customer.objects.get(pk=trade.wang).next_action == "送米上门"


def boss_id() -> int:
    return User.objects.get(username="boss").pk
