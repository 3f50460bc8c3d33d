"""Information reaches whom the table names, is handled once, and goes to the lead when nobody does (R06.5)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer
from minghua.domain.customers.operations import news
from minghua.domain.customers.types import NewCustomer
from minghua.domain.interactions.types import Direction, NewContact
from minghua.foundation.jobs import register
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.notices import queries as notice_reads
from minghua.foundation.notices.models import Notice
from minghua.foundation.notices.types import NoticeMode
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.routing import operations as routing
from minghua.foundation.routing import queries as routing_reads
from minghua.foundation.routing.models import RoutedItem, RoutedTo
from minghua.foundation.routing.types import ANY, DEFAULT_ROUTES, ItemState, Route
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.escalate_overdue import escalate_overdue
from minghua.journeys.log_contact import log_contact
from minghua.journeys.record_order import record_order
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.conftest import AT, ON
from tests.trade import an_order, line, open_shop

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def shop(company):
    """王 is an A customer of east1, 刘 a B of east2, 孙 a C of west1."""
    shop = open_shop(company)
    Customer.objects.filter(pk=shop.wang).update(value_class="key")
    Customer.objects.filter(pk=shop.liu).update(value_class="potential")
    return shop


def call(company, who, customer_id, topic="complaint", subject="米里有石子", at=AT, direction=Direction.IN):
    by = company.actor(who)
    new = NewContact(
        customer_id=customer_id, channel="phone", direction=direction, happened_at=at, subject=subject, topic=topic
    )
    with unit_of_work(by, at=at):
        return log_contact(new, by=by, at=at).contact


def told():
    """Who was told of what, by name."""
    return {(row.user.username, row.item.info_type) for row in RoutedTo.objects.select_related("user", "item")}


def work(at=AT):
    worker = Worker("w", {k: v for k, v in register.handlers().items() if k.startswith("customers.news")}, lambda: at)
    while worker.work_once():
        pass


def tick(at):
    with unit_of_work(SYSTEM, at=at):
        return escalate_overdue(by=SYSTEM, at=at)


@pytest.mark.parametrize(
    ("customer", "people", "minutes"),
    [("wang", {"east1", "lead"}, 30), ("liu", {"service"}, 240), ("sun", {"service"}, 1_440)],
)
def test_a_complaint_goes_where_its_grade_says(company, shop, customer, people, minutes):
    who = "service" if customer == "wang" else "boss"
    call(company, who, getattr(shop, customer))
    item = RoutedItem.objects.get()
    assert {name for name, _ in told()} == people  # the clerk who took the call is not told of it
    assert (item.deadline_at, item.state) == (AT + minutes * MINUTE, ItemState.OPEN)


def test_the_notice_says_what_and_what_to_do(company, shop):
    call(company, "service", shop.wang)
    (notice,) = notice_reads.inbox(company.actor("east1")).items
    assert notice.title.zh == "投诉：王秀英"
    assert notice.body.zh == "米里有石子\n先回电，再处理"
    assert (notice.deadline_at, notice.link) == (AT + 30 * MINUTE, f"/routed/{RoutedItem.objects.get().pk}")


def test_what_is_no_news_goes_nowhere(company, shop):
    for topic, direction in (("", Direction.IN), ("praise", Direction.IN), ("complaint", Direction.NOTE)):
        call(company, "east1", shop.wang, topic, direction=direction)
    assert RoutedItem.objects.count() == 0
    with pytest.raises(Invalid):
        call(company, "east1", shop.wang, "gossip")


def test_nothing_is_routed_when_the_contact_is_refused(company, shop):
    with pytest.raises(Invalid):
        call(company, "east1", shop.wang, subject=" ")
    assert (RoutedItem.objects.count(), Notice.objects.count()) == (0, 0)


def test_changed_contact_details_are_told_in_the_digest_but_not_to_whom_changed_them(company, shop):
    for who, customer, fields in (
        ("lead", shop.wang, {"mobile": "13900139000"}),
        ("east2", shop.liu, {"phone": "010-65529988"}),
    ):
        by = company.actor(who)
        with unit_of_work(by, at=AT):
            customers.edit_customer(customer, fields, base_version=None, by=by, at=AT)
            customers.edit_customer(customer, {"area": "东"}, base_version=None, by=by, at=AT)
    work()
    assert told() == {("east1", "contact_change")}
    notice = Notice.objects.get(kind="routing.item")
    assert (notice.mode, notice.deadline_at, "139" in notice.title_zh + notice.body_zh) == (
        NoticeMode.DAILY,
        None,
        False,
    )


def test_new_and_returned_customers_are_news_and_orders_are_archived(company, shop):
    east1, boss = company.actor("east1"), company.actor("boss")
    with unit_of_work(east1, at=AT):
        new = customers.create_customer(NewCustomer(kind="person", name="新客"), by=east1, at=AT)
        for number, days in (("O1", 400), ("O2", 0)):
            placed = AT - timedelta(days=days)
            record_order(an_order(number, line(shop.rice), customer=shop.liu, at=placed), by=boss, at=placed)
    assert new
    work()
    assert told() == {("lead", "new_customer"), ("east2", "returned_customer")}


def test_the_table_may_send_orders_too(company, shop):
    boss = company.actor("boss")
    routes = [Route("routine_order", ANY, ("team", f"user:{company.user_ids['manager']}"), NoticeMode.DAILY)]
    with unit_of_work(boss, at=AT):
        assert routing.publish(routes, valid_from=ON, reason="新店头一个月", by=boss, at=AT) == 1
        record_order(an_order("O1", line(shop.rice), customer=shop.wang, at=AT), by=boss, at=AT)
    work()
    assert {name for name, _ in told()} == {"east1", "east2", "lead", "manager"}
    assert routing_reads.table_on(ON - timedelta(days=1)).version == 0


def test_handling_is_done_once_by_a_recipient(company, shop):
    call(company, "service", shop.wang)
    item = RoutedItem.objects.get().pk
    east1, lead = company.actor("east1"), company.actor("lead")
    with unit_of_work(east1, at=AT):
        routing.mark_seen(item, by=east1, at=AT)
        routing.mark_seen(item, by=lead, at=AT + MINUTE)
    with unit_of_work(lead, at=AT + 5 * MINUTE):
        routing.handle(item, outcome="已回电，换一袋", by=lead, at=AT + 5 * MINUTE)
    row = routing_reads.item(east1, item)
    assert (row.seen_by, row.handled_by, row.outcome, row.state) == (
        "赵敏",
        "李军",
        "已回电，换一袋",
        ItemState.HANDLED,
    )
    with pytest.raises(routing.HandledAlready), unit_of_work(east1, at=AT):
        routing.handle(item, outcome="我也回了", by=east1, at=AT)
    for stranger in ("east2", "west1"):
        with pytest.raises(NotFound), unit_of_work(company.actor(stranger), at=AT):
            routing.handle(item, outcome="x", by=company.actor(stranger), at=AT)
    with pytest.raises(Invalid), unit_of_work(east1, at=AT):
        routing.handle(item, outcome="  ", by=east1, at=AT)


def test_a_missed_deadline_goes_to_the_lead_once(company, shop):
    call(company, "boss", shop.liu)
    item = RoutedItem.objects.get()
    assert tick(AT + 239 * MINUTE) == 0
    assert tick(AT + 240 * MINUTE) == 1
    assert tick(AT + 241 * MINUTE) == 0
    item.refresh_from_db()
    assert item.escalated_at == AT + 240 * MINUTE
    notice = Notice.objects.get(kind="routing.escalated")
    assert (notice.user.username, notice.title_zh) == ("lead", "逾期未处理：投诉：刘洋")
    lead = company.actor("lead")
    with unit_of_work(lead, at=AT + 300 * MINUTE):
        routing.handle(item.pk, outcome="处理了", by=lead, at=AT + 300 * MINUTE)
    report = {
        row.info_type: row
        for row in routing_reads.report(company.actor("boss"), since=AT - MINUTE, at=AT + 300 * MINUTE)
    }
    assert (report["complaint"].sent, report["complaint"].in_time, report["complaint"].late) == (1, 0, 1)


def test_what_was_handled_in_time_is_not_escalated(company, shop):
    call(company, "boss", shop.liu)
    service = company.actor("service")
    with unit_of_work(service, at=AT):
        routing.handle(RoutedItem.objects.get().pk, outcome="好了", by=service, at=AT + MINUTE)
    assert tick(AT + timedelta(days=1)) == 0
    report = routing_reads.report(company.actor("boss"), since=AT - MINUTE, at=AT + timedelta(days=1))
    assert next(row for row in report if row.info_type == "complaint").in_time == 1


def test_when_nobody_is_there_the_managers_get_it(company, shop):
    User.objects.filter(username="service").update(is_active=False)
    call(company, "boss", shop.liu)
    assert {name for name, _ in told()} == {"manager"}
    assert tick(AT + timedelta(days=1)) == 1
    assert {name for name, _ in told()} == {"manager", "lead"}


def test_a_pooled_customers_news_go_to_the_lead_of_its_team(company, shop):
    boss = company.actor("boss")
    with unit_of_work(boss, at=AT):
        pool = customers.save_pool(name="东街公海", team_id=company.east_shop, by=boss, at=AT)
        customers.return_to_pool(shop.wang, pool_id=pool, reason="no_follow_up", by=boss, at=AT)
        news.spread("need", shop.wang, key="k", by=boss, at=AT)
    assert ("lead", "need") in told()


def test_the_same_news_twice_is_one_item(company, shop):
    boss = company.actor("boss")
    with unit_of_work(boss, at=AT):
        assert news.spread("need", shop.wang, key="k", by=boss, at=AT) is not None
        assert news.spread("need", shop.wang, key="k", by=boss, at=AT) is None
    assert RoutedItem.objects.count() == 1


def test_a_table_is_judged_before_it_is_published(company):
    boss = company.actor("boss")
    good = DEFAULT_ROUTES[0]
    bad = (
        [],
        [good, good],
        [replace(good, info_type="weather")],
        [replace(good, recipients=())],
        [replace(good, recipients=("role:king",))],
        [replace(good, recipients=("user:999",))],
        [replace(good, minutes=0)],
    )
    for routes in bad:
        with pytest.raises(Invalid), unit_of_work(boss, at=AT):
            routing.publish(routes, valid_from=ON, by=boss, at=AT)
    with pytest.raises(Invalid), unit_of_work(boss, at=AT):
        routing.publish([good], valid_from=ON - timedelta(days=1), by=boss, at=AT)
    with pytest.raises(Forbidden), unit_of_work(company.actor("lead"), at=AT):
        routing.publish([good], valid_from=ON, by=company.actor("lead"), at=AT)


def test_an_item_about_a_customer_out_of_sight_keeps_its_text_to_itself(company, shop):
    call(company, "service", shop.wang)
    boss = company.actor("boss")
    with unit_of_work(boss, at=AT):
        customers.assign_owner(shop.wang, owner_id=company.user_ids["west1"], by=boss, at=AT)
    (row,) = routing_reads.my_items(company.actor("east1")).items
    assert (row.hidden, row.link, "王秀英" in row.title.zh) == (True, "", False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(company, shop, count, django_assert_num_queries):
    for number in range(count):
        call(company, "boss", shop.liu, subject=f"第{number}件")
    service = company.actor("service")
    with django_assert_num_queries(4):
        assert len(routing_reads.my_items(service).items) == count
