"""What waited overnight is told in the morning: once a day, in the inbox and in the one digest of the day (R06.5)."""

from datetime import timedelta

import pytest

from minghua.foundation.jobs.runtime import serve_cron
from minghua.foundation.jobs.types import CronEntry
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices import queries as notice_reads
from minghua.foundation.notices.models import Notice
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.routing import operations as routing
from minghua.foundation.routing import reminding
from minghua.foundation.routing.models import RoutedItem
from minghua.foundation.routing.types import Arrived
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden
from minghua.kernel.periods import SHANGHAI
from minghua.kernel.words import Text
from tests.conftest import AT
from tests.trade import open_shop

pytestmark = pytest.mark.django_db(transaction=True)
EIGHT = AT.replace(hour=0, minute=0, second=0, microsecond=0)  # eight in Shanghai
YESTERDAY, NIGHT = EIGHT - timedelta(hours=20), EIGHT - timedelta(hours=2)
DAY = timedelta(days=1)
KIND = "routing.waiting"


@pytest.fixture
def shop(staff):
    return open_shop(staff)


def arrive(staff, shop, *, kind="complaint", grade="A", at=YESTERDAY):
    arrived = Arrived(kind, grade, shop.wang, staff.user_ids["east1"], None, Text("投诉：王秀英", "Complaint: 王秀英"))
    with unit_of_work(SYSTEM, at=at):
        return routing.route(arrived, by=SYSTEM, at=at)


def tick(at):
    with unit_of_work(SYSTEM, at=at):
        return reminding.remind_waiting(by=SYSTEM, at=at)


def told(staff, who):
    return [(one.title.zh, one.body.zh) for one in notice_reads.inbox(staff.actor(who)).items if one.kind == KIND]


def test_the_morning_counts_types_and_overdue_ones_and_names_nobody(staff, shop):
    arrive(staff, shop)
    arrive(staff, shop)
    arrive(staff, shop, kind="need", at=EIGHT - timedelta(hours=9))  # eight hours: an hour ago
    RoutedItem.objects.filter(pk=arrive(staff, shop)).update(deadline_at=EIGHT + timedelta(hours=3))
    tick(EIGHT)
    expected = ("隔夜待处理 4 条，其中 3 条已逾期", "投诉：3 条，其中 2 条已逾期\n需求与商机：1 条，其中 1 条已逾期")
    assert told(staff, "east1") == [expected]
    notice = Notice.objects.get(kind=KIND, user_id=staff.user_ids["east1"])
    assert (notice.title_en, notice.link) == ("4 waiting since yesterday, 3 of them overdue", "/routed")
    assert notice.deadline_at == EIGHT + timedelta(hours=3)


@pytest.mark.parametrize(
    ("came", "looked", "count"),
    [
        pytest.param(YESTERDAY, EIGHT, 1, id="yesterday"),
        pytest.param(YESTERDAY, EIGHT - timedelta(minutes=1), 0, id="before the hour"),
        pytest.param(YESTERDAY, EIGHT + timedelta(hours=5), 1, id="the hour was missed"),
        pytest.param(NIGHT, EIGHT, 0, id="of today"),
        pytest.param(NIGHT, EIGHT + DAY, 1, id="of today, told tomorrow"),
    ],
)
def test_it_is_told_at_ones_hour_of_what_came_before_that_day(staff, shop, came, looked, count):
    arrive(staff, shop, at=came)
    tick(looked)
    assert len(told(staff, "east1")) == count


def test_it_is_told_once_a_day_as_long_as_it_waits(staff, shop):
    item_id = arrive(staff, shop)
    for at in (EIGHT, EIGHT, EIGHT + timedelta(hours=4), EIGHT + DAY):
        tick(at)
    assert len(told(staff, "east1")) == 2
    owner = staff.actor("east1")
    with unit_of_work(owner, at=EIGHT + DAY):
        routing.handle(item_id, outcome="已回电", by=owner, at=EIGHT + DAY)
    tick(EIGHT + 2 * DAY)
    assert len(told(staff, "east1")) == 2


def test_what_needs_no_handling_is_not_counted(staff, shop):
    arrive(staff, shop, kind="need", grade="C")
    assert tick(EIGHT) == 0


def test_it_leaves_in_the_one_digest_of_the_day(staff, shop, server, work):
    with unit_of_work(SYSTEM, at=AT):
        notices.set_wishes({"routing.item": "never"}, digest_hour=8, by=staff.actor("east1"))
    arrive(staff, shop)
    entry = [CronEntry("notices.digests", "0 * * * *")]
    for hours in (0, 1, 2):
        serve_cron(entry, at=EIGHT + timedelta(hours=hours), tz=SHANGHAI)
        work(EIGHT + timedelta(hours=hours))
    (mail,) = [mail for mail in server.mails if mail["To"] == "east1@minghua.example" and "汇总" in mail["Subject"]]
    assert "· 隔夜待处理 1 条，其中 1 条已逾期" in mail.get_content().splitlines()
    assert "王秀英" not in mail.get_content()


def test_only_the_house_reminds(staff):
    with pytest.raises(Forbidden):
        reminding.remind_waiting(by=staff.actor("east1"), at=EIGHT)
