"""The desk: a request is received, identified, answered in time, and its handlers are warned."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.models import PersonRequest, RequestDeed
from minghua.domain.interactions.types import Deed, NewDeed, NewRequest
from minghua.foundation.notices.models import Notice
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import erase_person
from minghua.kernel.errors import Forbidden, Invalid, NotFound, Refusal
from tests import oracle
from tests.company import Company
from tests.conftest import AT, ON
from tests.trade import Trade, open_shop


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


@pytest.fixture
def service(company: Company) -> Actor:
    return company.actor("service")


def receive(customer_id: int, by: Actor, ask: str = "copy", **facts) -> int:
    with unit_of_work(by, at=AT):
        new = NewRequest(customer_id=customer_id, ask=ask, channel="phone", **facts)
        return interactions.receive_request(new, by=by, at=AT)


def do(request_id: int, deed: Deed, by: Actor, at: datetime = AT, **facts) -> int:
    told = {"how": "callback"} if deed == Deed.IDENTIFY else {"note": "已办"}
    with unit_of_work(by, at=at):
        return interactions.do_deed(request_id, NewDeed(deed=deed, **(told | facts)), by=by, at=at)


def card(request_id: int):
    return interaction_reads.request(SYSTEM, request_id)


def test_n5_a_request_is_identified_and_answered_within_its_days(trade: Trade, service: Actor) -> None:
    made = receive(trade.wang, service, text="要一份我的资料")
    assert (card(made).due_on, card(made).provisional) == (date(2026, 7, 7), False)
    with pytest.raises(interactions.NotNow):
        do(made, Deed.FULFIL, service)
    do(made, Deed.IDENTIFY, service)
    do(made, Deed.FULFIL, service)
    assert (card(made).standing, card(made).closed_at) == ("fulfilled", AT)
    assert [deed.deed for deed in interaction_reads.deeds(service, made)] == ["identify", "fulfil"]
    with pytest.raises(interactions.NotNow):
        do(made, Deed.REFUSE, service, ground="legal_duty")
    assert oracle.broken() == {}


def test_a_refusal_names_its_ground_also_in_the_table(trade: Trade, service: Actor) -> None:
    made = receive(trade.wang, service, "delete")
    with pytest.raises(Invalid):
        do(made, Deed.REFUSE, service)
    deed = do(made, Deed.REFUSE, service, ground="legal_duty")
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestDeed.objects.filter(pk=deed).update(ground="")
    assert card(made).standing == "refused"


def test_an_extension_is_once_and_counts_working_days(trade: Trade, service: Actor) -> None:
    made = receive(trade.wang, service)
    do(made, Deed.EXTEND, service, days=5)
    assert (card(made).due_on, card(made).extended) == (date(2026, 7, 14), True)
    with pytest.raises(interactions.NotNow):
        do(made, Deed.EXTEND, service, days=1)
    with pytest.raises(Invalid):
        do(receive(trade.liu, service), Deed.EXTEND, service, days=60)


def test_fulfilling_carries_out_what_was_asked(trade: Trade, service: Actor) -> None:
    expected = {
        "restrict": ("service", "restricted"),
        "object": ("profiling", "withdrawn"),
        "withdraw": ("marketing", "withdrawn"),
    }
    for ask, (purpose, code) in expected.items():
        made = receive(trade.wang, service, ask)
        do(made, Deed.IDENTIFY, service)
        do(made, Deed.FULFIL, service)
        answer = interaction_reads.may_contact(trade.wang, purpose, at=AT + timedelta(minutes=1)).code
        assert (ask, answer) == (ask, code)
        with unit_of_work(service, at=AT):
            interactions.lift_restriction(trade.wang, by=service, at=AT)


def test_a_deletion_is_fulfilled_only_after_it_was_done(trade: Trade, service: Actor) -> None:
    made = receive(trade.wang, service, "delete")
    do(made, Deed.IDENTIFY, service)
    with pytest.raises(Refusal) as refused:
        do(made, Deed.FULFIL, service)
    assert refused.value.code == "not_erased_yet"
    with unit_of_work(SYSTEM, at=AT):
        number = customer_reads.customer(SYSTEM, trade.wang).number
        erase_person.erase(trade.wang, confirm=number, by=SYSTEM, at=AT)
    do(made, Deed.FULFIL, service)
    assert (card(made).standing, card(made).text) == ("fulfilled", "")
    assert interaction_reads.may_contact(trade.wang, "service", "sms", at=AT).code == "erased"
    reached = customer_reads.seen(SYSTEM).filter(interaction_reads.contactable("service", "sms", at=AT))
    assert sorted(reached.values_list("pk", flat=True)) == sorted([trade.liu, trade.sun])
    assert oracle.broken() == {}


def test_the_standard_s_thirty_days_are_a_setting(trade: Trade, service: Actor) -> None:
    with unit_of_work(SYSTEM, at=AT):
        parameters.set_value("rights.by_calendar_days", True, valid_from=ON, reason="按国标", by=SYSTEM, at=AT)
    assert card(receive(trade.wang, service)).due_on == date(2026, 7, 15)


def test_who_may_receive_and_see(trade: Trade, company: Company, service: Actor) -> None:
    made = receive(trade.wang, service)
    for name, kind in (("east1", Forbidden), ("auditor", Forbidden)):
        with pytest.raises(kind):
            receive(trade.wang, company.actor(name))
    with pytest.raises(NotFound):
        receive(999_999, service)
    assert interaction_reads.request(company.actor("auditor"), made).ask == "copy"
    with pytest.raises(Forbidden):
        interaction_reads.request(company.actor("east1"), made)


def test_handlers_are_warned_once_when_near_and_each_working_day_when_late(
    trade: Trade, company: Company, service: Actor
) -> None:
    made = receive(trade.wang, service)

    def warn(on: date) -> int:
        at = datetime(on.year, on.month, on.day, 0, 30, tzinfo=AT.tzinfo)
        with unit_of_work(SYSTEM, at=at):
            return interactions.warn_of_requests(by=SYSTEM, at=at)

    days = [date(2026, 7, day) for day in (1, 2, 2, 3, 7, 8, 8, 9, 11)]  # the 11th is a Saturday
    assert [warn(day) for day in days] == [0, 1, 0, 0, 0, 1, 0, 1, 0]
    told = Notice.objects.filter(kind="rights.request").values_list("user__username", flat=True)
    assert sorted(set(told)) == ["boss", "manager", "service"]
    assert f"/requests/{made}" in set(Notice.objects.values_list("link", flat=True))
    do(made, Deed.IDENTIFY, service)
    do(made, Deed.FULFIL, service)
    assert warn(date(2026, 7, 13)) == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_costs_one_query_beside_the_pools_and_shows_the_most_urgent_first(
    trade: Trade, service: Actor, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        receive(trade.wang, service, received_on=ON - timedelta(weeks=number))
    with django_assert_num_queries(2):
        found = interaction_reads.desk(service, on=ON).items
    assert [each.received_on for each in found] == [ON - timedelta(weeks=n) for n in reversed(range(rows))]


def test_open_overdue_and_closed_are_told_apart(trade: Trade, service: Actor) -> None:
    late = receive(trade.wang, service, received_on=ON - timedelta(days=60))
    receive(trade.liu, service)
    counts = interaction_reads.counts(service, on=ON)
    assert (counts.open, counts.overdue) == (2, 1)
    assert [each.id for each in interaction_reads.desk(service, which="overdue", on=ON).items] == [late]
    assert PersonRequest.objects.count() == 2
