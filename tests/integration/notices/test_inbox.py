"""One's own notices: told once, seen by nobody else, silent about records out of sight."""

from datetime import timedelta

import pytest

from minghua.domain.customers import operations as customers
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices import queries as notice_reads
from minghua.foundation.notices.models import Notice
from minghua.foundation.notices.sight import HIDDEN
from minghua.foundation.notices.types import MailState, NoticeMode
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.words import Text
from tests.conftest import AT
from tests.trade import open_shop

pytestmark = pytest.mark.django_db
TITLE = Text("请复核", "Please verify")


def tell(*user_ids, by=SYSTEM, **options):
    with unit_of_work(by, at=AT):
        return notices.send(user_ids, **{"kind": "steps.due", "title": TITLE, "by": by, "at": AT} | options)


def test_a_notice_is_in_its_persons_inbox_only(company):
    (key,) = tell(company.user_ids["east1"], link="/today")
    east1, east2 = company.actor("east1"), company.actor("east2")
    (row,) = notice_reads.inbox(east1).items
    assert (row.id, row.title, row.link, row.read_at) == (key, TITLE, "/today", None)
    assert (notice_reads.unread_count(east1), notice_reads.unread_count(east2)) == (1, 0)
    assert notice_reads.inbox(company.actor("boss")).items == ()
    for act in (lambda: notices.mark_read(key, by=east2, at=AT), lambda: notices.mark_unread(key, by=east2)):
        with pytest.raises(NotFound):
            act()


def test_the_same_key_tells_a_person_once(company):
    ids = company.user_ids
    assert len(tell(ids["east1"], ids["east1"], key="review:7")) == 1
    assert len(tell(ids["east1"], ids["east2"], key="review:7")) == 1
    assert Notice.objects.count() == 2


def test_people_who_left_are_not_told(company):
    User.objects.filter(username="east1").update(is_active=False)
    assert tell(company.user_ids["east1"]) == []


def test_reading_and_unreading(company):
    first, second = tell(company.user_ids["east1"])[0], tell(company.user_ids["east1"])[0]
    east1 = company.actor("east1")
    notices.mark_read(first, by=east1, at=AT)
    assert [row.id for row in notice_reads.inbox(east1, unread=True).items] == [second]
    notices.mark_unread(first, by=east1)
    assert notices.mark_all_read(by=east1, at=AT) == 2
    assert notice_reads.unread_count(east1) == 0


def test_an_archived_notice_rings_no_bell(company):
    tell(company.user_ids["east1"], mode=NoticeMode.ARCHIVE)
    east1 = company.actor("east1")
    assert (notice_reads.unread_count(east1), len(notice_reads.inbox(east1).items)) == (0, 1)


def test_a_notice_about_a_record_out_of_sight_keeps_its_text_to_itself(company):
    mine = open_shop(company).wang
    about = ("customers.Customer", mine)
    tell(
        company.user_ids["east1"], company.user_ids["west1"], title=Text("王大娘换了电话", "x"), about=about, link="/c"
    )
    (seen,) = notice_reads.inbox(company.actor("east1")).items
    (unseen,) = notice_reads.inbox(company.actor("west1")).items
    assert (seen.title.zh, seen.hidden) == ("王大娘换了电话", False)
    assert (unseen.title, unseen.link, unseen.hidden) == (HIDDEN, "", True)
    boss = company.actor("boss")
    with unit_of_work(boss, at=AT):
        customers.assign_owner(mine, owner_id=company.user_ids["west1"], by=boss, at=AT)
    assert [notice_reads.inbox(company.actor(name)).items[0].hidden for name in ("east1", "west1")] == [True, False]


def test_pages_go_on_where_the_last_one_ended(company):
    keys = [tell(company.user_ids["east1"], at=AT + timedelta(minutes=n))[0] for n in range(5)]
    east1 = company.actor("east1")
    first = notice_reads.inbox(east1, limit=3)
    rest = notice_reads.inbox(east1, limit=3, cursor=first.next_cursor)
    assert [row.id for row in (*first.items, *rest.items)] == keys[::-1]
    assert rest.next_cursor is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_asks_as_often_for_one_as_for_three(company, count, django_assert_num_queries):
    shop = open_shop(company)
    for subject in (shop.wang, shop.liu, shop.sun)[:count]:
        tell(company.user_ids["east1"], about=("customers.Customer", subject))
    east1 = company.actor("east1")
    with django_assert_num_queries(3):
        assert len(notice_reads.inbox(east1).items) == count


@pytest.mark.parametrize("count", [1, 3])
def test_telling_many_people_takes_as_many_statements_as_telling_one(company, count, django_assert_num_queries):
    ids = [company.user_ids[name] for name in ("east1", "east2", "west1")][:count]
    with unit_of_work(SYSTEM, at=AT), django_assert_num_queries(5):
        notices.send(ids, kind="steps.due", title=TITLE, key="k", by=SYSTEM, at=AT)


def test_wishes_are_kept_and_judged(company):
    east1 = company.actor("east1")
    notices.set_wishes({"steps.due": "daily", "system.failure": "never"}, digest_hour=18, by=east1)
    notices.set_wishes({"steps.due": "never"}, digest_hour=7, by=east1)
    found = notice_reads.wishes(east1)
    chosen = {kind.code: wish for kind, wish in found.kinds if wish != "default"}
    assert (found.digest_hour, chosen) == (7, {"steps.due": "never", "system.failure": "never"})
    for wishes, hour in (({"nothing": "daily"}, 8), ({"steps.due": "hourly"}, 8), ({}, 24), ({}, "8")):
        with pytest.raises(Invalid):
            notices.set_wishes(wishes, digest_hour=hour, by=east1)
    tell(company.user_ids["east1"])
    assert Notice.objects.get().mail_state == MailState.NONE
