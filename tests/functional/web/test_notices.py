"""Notices through the web: the bell, the inbox, opening leads on, wishes are kept, mail's settings tell the truth."""

import pytest

from minghua.foundation.notices import operations as notices
from minghua.foundation.notices import queries as notice_reads
from minghua.foundation.notices.models import Notice
from minghua.foundation.notices.types import MailState
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.words import Text
from tests.conftest import AT
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db


def tell(company, username="east1", **options):
    with unit_of_work(SYSTEM, at=AT):
        return notices.send(
            [company.user_ids[username]],
            **{"kind": "steps.due", "title": Text("请复核王大娘", "Verify"), "by": SYSTEM, "at": AT} | options,
        )[0]


def test_the_bell_counts_and_the_inbox_shows(company):
    tell(company, link="/today", deadline=AT)
    page = signed_in("east1")
    assert '<span class="bell-count">1' in page.get("/notices/badge").content.decode()
    assert page.get("/notices/badge").content.decode().count("bell-count") == 1
    text = page.get("/notices").content.decode()
    assert "请复核王大娘" in text
    assert signed_in("east2").get("/notices/badge").content.decode().strip() == ""
    assert "还没有通知" in signed_in("east2").get("/notices").content.decode()


def test_opening_marks_it_read_and_leads_on(company):
    key = tell(company, link="/today")
    page = signed_in("east1")
    assert page.post(f"/notices/{key}/opening")["Location"] == "/today"
    assert notice_reads.unread_count(company.actor("east1")) == 0
    page.post(f"/notices/{key}/reading", {"unread": "1"})
    assert notice_reads.unread_count(company.actor("east1")) == 1
    page.post("/notices/reading")
    assert notice_reads.unread_count(company.actor("east1")) == 0
    assert signed_in("east2").post(f"/notices/{key}/opening").status_code == 404


def test_wishes_are_stored_and_nonsense_is_refused(company):
    page = signed_in("east1")
    assert page.post("/notices/preferences", {"steps.due": "daily", "digest_hour": "18"}).status_code == 302
    found = notice_reads.wishes(company.actor("east1"))
    assert (found.digest_hour, {kind.code: wish for kind, wish in found.kinds}["steps.due"]) == (18, "daily")
    assert page.post("/notices/preferences", {"steps.due": "hourly"}).status_code == 422
    assert page.post("/notices/preferences", {"digest_hour": "99"}).status_code == 422


def test_the_settings_of_mail_send_a_test_and_show_what_failed(company):
    page = signed_in("boss")
    assert page.post("/settings/mail/test").status_code == 422  # no address yet
    User.objects.filter(username="boss").update(email="boss@minghua.example")
    assert page.post("/settings/mail/test").status_code == 302
    Notice.objects.update(mail_state=MailState.FAILED, mail_error="550 no such mailbox")
    text = page.get("/settings/mail").content.decode()
    assert "550 no such mailbox" in text
    assert page.post(f"/settings/mail/{Notice.objects.get().pk}/retry").status_code == 302
    assert Notice.objects.get().mail_state == MailState.WAITING
    assert signed_in("manager").post("/settings/mail/test").status_code == 403
