"""Mail through a real server: right words, right person, once, and failures in the open."""

from datetime import timedelta

import pytest
from django.db import transaction

from minghua.domain.customers import operations as customers
from minghua.foundation.jobs.models import Job
from minghua.foundation.jobs.runtime import serve_cron
from minghua.foundation.jobs.types import CronEntry, JobState
from minghua.foundation.notices import mailing
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices import queries as notice_reads
from minghua.foundation.notices.models import Notice
from minghua.foundation.notices.types import MailState, NoticeMode
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.periods import SHANGHAI
from minghua.kernel.words import Text
from tests.conftest import AT
from tests.trade import open_shop

pytestmark = pytest.mark.django_db(transaction=True)
TITLE, BODY = Text("王大娘要换米", "王大娘 wants other rice"), Text("她想要籼米。", "She asks for indica rice.")


def tell(*user_ids, **options):
    values = {"kind": "routing.item", "title": TITLE, "body": BODY, "link": "/customers/7", "by": SYSTEM, "at": AT}
    with unit_of_work(SYSTEM, at=AT):
        return notices.send(user_ids, **values | options)


def states():
    return list(Notice.objects.order_by("pk").values_list("mail_state", flat=True))


def test_a_mail_arrives_with_its_words_and_a_whole_link(staff, server, work):
    (key,) = tell(staff.user_ids["east1"], deadline=AT + timedelta(hours=4))
    assert server.mails == []  # nothing leaves before the commit and the worker
    assert work() == 1
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == ("east1@minghua.example", "[明华] 王大娘要换米")
    assert mail["Message-ID"].startswith(f"<notice-{key}@")
    assert mail.get_content().replace("\r\n", "\n") == (
        "王大娘要换米\n她想要籼米。\n请在 2026-06-15 14:00 前处理。\n打开：https://crm.example/customers/7\n\n—\n"
        "全部通知：https://crm.example/notices\n"
        "不想收到这类邮件？在这里调整：https://crm.example/notices/preferences\n"
    )
    assert states() == [MailState.SENT]


def test_each_reader_gets_their_language(staff, server, work):
    tell(staff.user_ids["west1"])
    work()
    assert server.mails[0]["Subject"] == "[Minghua] 王大娘 wants other rice"


def test_nothing_leaves_when_the_transaction_fails(staff, server, work):
    with unit_of_work(SYSTEM, at=AT):
        notices.send([staff.user_ids["east1"]], kind="routing.item", title=TITLE, by=SYSTEM, at=AT)
        transaction.set_rollback(True)
    assert (work(), server.mails, Notice.objects.count()) == (0, [], 0)


def test_a_bounce_is_seen_without_the_text_and_can_be_sent_again(staff, server, work):
    server.answer = "550 no such mailbox"
    (key,) = tell(staff.user_ids["east1"])
    work()
    boss = staff.actor("boss")
    (failure,) = notice_reads.mail_failures(boss)
    assert (failure.id, failure.person, failure.state) == (key, "赵敏", MailState.FAILED)
    assert failure.error == "550 no such mailbox"
    assert Job.objects.get().state == JobState.DONE  # a refusal for good is not tried again
    server.answer = "250 OK"
    with unit_of_work(boss, at=AT):
        mailing.resend(key, by=boss, at=AT)
    work()
    assert (states(), len(server.mails)) == ([MailState.SENT], 1)


def test_a_server_that_is_away_is_tried_again(staff, server, work):
    server.answer = "451 come back later"
    tell(staff.user_ids["east1"])
    work()
    assert (states(), Job.objects.get().state) == ([MailState.WAITING], JobState.QUEUED)
    server.answer = "250 OK"
    work(AT + timedelta(minutes=1))
    assert (states(), len(server.mails)) == ([MailState.SENT], 1)


def test_a_customer_who_went_to_others_is_not_mailed_about(staff, server, work):
    mine = open_shop(staff).wang
    tell(staff.user_ids["east1"], about=("customers.Customer", mine))
    boss = staff.actor("boss")
    with unit_of_work(boss, at=AT):
        customers.assign_owner(mine, owner_id=staff.user_ids["west1"], by=boss, at=AT)
    work()
    assert (states(), server.mails) == ([MailState.WITHHELD], [])


def test_who_left_before_the_mail_gets_none(staff, server, work):
    tell(staff.user_ids["east1"])
    User.objects.filter(username="east1").update(is_active=False)
    work()
    assert (states(), server.mails) == ([MailState.WITHHELD], [])


def test_a_title_cannot_write_headers(staff, server, work):
    tell(staff.user_ids["east1"], title=Text("王\r\nBcc: all@x.example", "x"))
    work()
    assert (server.mails[0]["Subject"], server.mails[0]["Bcc"]) == ("[明华] 王 Bcc: all@x.example", None)


def test_the_digest_is_one_mail_a_day_at_ones_hour(staff, server, work):
    ids = staff.user_ids
    notices.set_wishes({}, digest_hour=18, by=staff.actor("east2"))
    for number in range(3):
        tell(ids["east1"], ids["east2"], mode=NoticeMode.DAILY, title=Text(f"第{number}件", f"No {number}"))
    entry = [CronEntry("notices.digests", "0 * * * *")]
    morning = AT.replace(hour=0, minute=0)  # eight in Shanghai
    for minutes in (0, 20, 61, 122):
        at = morning + timedelta(minutes=minutes)
        serve_cron(entry, at=at, tz=SHANGHAI)
        serve_cron(entry, at=at, tz=SHANGHAI)
        work(at)
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == ("east1@minghua.example", "[明华] 今日汇总：3 条通知")
    assert [line for line in mail.get_content().splitlines() if line.startswith("·")] == [
        "· 第0件",
        "· 第1件",
        "· 第2件",
    ]
    evening = morning + timedelta(hours=10)
    serve_cron(entry, at=evening, tz=SHANGHAI)
    work(evening)
    assert [mail["To"] for mail in server.mails] == ["east1@minghua.example", "east2@minghua.example"]
    assert set(states()) == {MailState.SENT}
