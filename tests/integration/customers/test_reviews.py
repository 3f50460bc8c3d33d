"""Archives fall due by grade, owners are told once, verifying ends it, closed archives rest (R07.4)."""

from datetime import timedelta

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import reviews as reads
from minghua.foundation.notices.models import Notice
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.remind_of_reviews import remind_of_reviews
from tests.conftest import AT, ON
from tests.trade import open_shop

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def shop(company):
    """王 is A, 刘 is B, 孙 is C; each verified exactly one cycle ago."""
    shop = open_shop(company)
    for customer, value_class, days in ((shop.wang, "key", 30), (shop.liu, "potential", 91), (shop.sun, "", 182)):
        Customer.objects.filter(pk=customer).update(value_class=value_class, verified_at=AT - days * DAY)
    return shop


def due(who, company, at=AT, **options):
    on = ON + (at - AT)
    return [row.id for row in reads.reviews_due(company.actor(who), on=on, **options).items]


def test_each_grade_has_its_cycle(company, shop):
    boss = company.actor("boss")
    rows = {row.id: row for row in reads.reviews_due(boss, on=ON, mine=False).items}
    assert {(row.grade, row.cycle_days, row.overdue_days, row.due_on) for row in rows.values()} == {
        ("A", 30, 0, ON),
        ("B", 91, 0, ON),
        ("C", 182, 0, ON),
    }
    assert due("boss", company, at=AT - DAY, mine=False) == []
    assert due("boss", company, mine=False) == [shop.sun, shop.liu, shop.wang]


def test_owners_see_their_own_and_leads_their_team(company, shop):
    assert due("east1", company) == [shop.wang]
    assert due("east1", company, mine=False) == [shop.wang]
    assert due("lead", company, mine=False) == [shop.liu, shop.wang]
    assert due("boss", company, owner_id=company.user_ids["west1"]) == [shop.sun]
    assert reads.review_count(company.actor("east1"), on=ON) == 1


def test_a_new_cycle_counts_from_its_day(company, shop):
    boss = company.actor("boss")
    with unit_of_work(boss, at=AT):
        parameters.set_value("archive.cycle_days_a", 60, valid_from=ON, reason="试行", by=boss, at=AT)
    assert due("east1", company) == []


def test_verifying_or_closing_ends_it(company, shop):
    east1, lead = company.actor("east1"), company.actor("lead")
    with unit_of_work(east1, at=AT):
        customers.verify_archive(shop.wang, by=east1, at=AT)
    with unit_of_work(lead, at=AT):
        customers.close(shop.liu, reason="搬走了", by=lead, at=AT)
    assert due("lead", company, mine=False) == []
    with unit_of_work(lead, at=AT):
        customers.reopen(shop.liu, by=lead, at=AT)
    assert due("lead", company, mine=False) == [shop.liu]


def test_owners_are_told_once_on_the_day(company, shop):
    def remind(at):
        with unit_of_work(SYSTEM, at=at):
            return remind_of_reviews(by=SYSTEM, at=at)

    assert (remind(AT - DAY), remind(AT), remind(AT), remind(AT + DAY)) == (0, 3, 0, 0)
    notice = Notice.objects.get(user_id=company.user_ids["east1"])
    assert (notice.title_zh, notice.mode, notice.link) == ("今天有 1 份档案到期复核", "daily", "/reviews")


def test_the_report_counts_by_team_and_owner(company, shop):
    Customer.objects.filter(pk=shop.wang).update(verified_at=AT - 70 * DAY)
    lines = {
        (one.scope, one.name): (one.customers, one.due, one.long_due)
        for one in reads.review_report(company.actor("lead"), on=ON)
    }
    assert lines == {
        ("team", "东街店"): (2, 2, 1),
        ("owner", "赵敏"): (1, 1, 1),
        ("owner", "陈磊"): (1, 1, 0),
    }


def test_pages_go_on_where_the_last_one_ended(company, shop):
    boss = company.actor("boss")
    first = reads.reviews_due(boss, on=ON, mine=False, limit=2)
    rest = reads.reviews_due(boss, on=ON, mine=False, limit=2, cursor=first.next_cursor)
    assert [row.id for row in (*first.items, *rest.items)] == [shop.sun, shop.liu, shop.wang]
    assert rest.next_cursor is None


def test_the_yearly_list_holds_whom_nobody_dealt_with(company, shop):
    boss = company.actor("boss")
    assert reads.stale(boss, on=ON).items == ()
    Customer.objects.update(verified_at=AT - 400 * DAY)
    Customer.objects.filter(pk=shop.liu).update(last_order_on=ON - 10 * DAY)
    Customer.objects.filter(pk=shop.sun).update(last_contact_at=AT - 10 * DAY)
    assert [row.id for row in reads.stale(boss, on=ON).items] == [shop.wang]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(company, shop, count, django_assert_num_queries):
    boss = company.actor("boss")
    with django_assert_num_queries(4):  # three cycles and the rows
        assert len(reads.reviews_due(boss, on=ON, mine=False, limit=count).items) == count
