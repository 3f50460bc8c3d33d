"""The member centre: a code opens one's own pages and nobody else's, and no door of the staff."""

import re
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer
from minghua.domain.customers.types import NewCustomer
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.models import ConsentRecord, MemberCode, MemberSession, PersonRequest
from minghua.domain.interactions.types.access import PER_PLACE
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.models import ActivityTaking
from minghua.domain.orders import operations as orders
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.portal.door import cookie
from minghua.kernel import clock
from tests.company import BEGAN, Company
from tests.conftest import AT
from tests.trade import Trade, an_order, day, line, open_shop

pytestmark = [pytest.mark.django_db]
PAGES = ("/m/", "/m/points", "/m/play", "/m/benefits", "/m/orders", "/m/data")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PHONE = "13900001111"


@pytest.fixture(autouse=True)
def open_centre(settings: Any) -> None:
    settings.MEMBER_CHANNEL = "console"


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


def person(mobile: str = PHONE, **more: Any) -> int:
    with unit_of_work(SYSTEM, at=BEGAN):
        new = NewCustomer(kind="person", name="明月", mobile=mobile, email="ming@example.org", **more)
        return customers.create_customer(new, by=SYSTEM, at=BEGAN)


def ask(client: Client, contact: str, capsys: Any) -> str:
    """Ask for a code in this browser and return what the server's terminal said, "" for nothing."""
    answer = client.post("/m/login", {"contact": contact})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/m/code")
    said = re.search(r"code: (\d{6})", capsys.readouterr().err)
    return said[1] if said else ""


def signed_in(contact: str, capsys: Any) -> Client:
    client = Client()
    answer = client.post("/m/code", {"code": ask(client, contact, capsys)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/m/")
    return client


@pytest.mark.parametrize("contact", ["139 0000 1111", "+8613900001111", "Ming@example.org"])
def test_a_code_opens_every_page_of_ones_own(company: Company, capsys: Any, contact: str) -> None:
    person()
    client = signed_in(contact, capsys)
    assert [client.get(page).status_code for page in PAGES] == [200] * len(PAGES)
    assert "明月" in client.get("/m/").content.decode()


def test_a_stranger_is_answered_the_same_and_nothing_is_sent(company: Company, capsys: Any) -> None:
    person()
    known, unknown = Client(), Client()
    said = [
        ask(known, PHONE, capsys) != "",
        ask(unknown, "13700000000", capsys) != "",
        ask(unknown, "nonsense", capsys) != "",
    ]
    pages = [
        re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", client.get("/m/code").content.decode())
        for client in (known, unknown)
    ]
    assert (said, pages[0] == pages[1]) == ([True, False, False], True)


def test_two_customers_with_one_number_cannot_be_told_apart_and_get_no_code(company: Company, capsys: Any) -> None:
    person()
    with unit_of_work(SYSTEM, at=BEGAN):
        twin = NewCustomer(kind="person", name="明星", mobile=PHONE)
        customers.create_customer(twin, by=SYSTEM, at=BEGAN)
    assert ask(Client(), PHONE, capsys) == ""


def test_a_code_is_tried_five_times_and_no_more(company: Company, capsys: Any) -> None:
    person()
    client = Client()
    code = ask(client, PHONE, capsys)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert [client.post("/m/code", {"code": wrong}).status_code for _ in range(5)] == [422] * 5
    assert client.post("/m/code", {"code": code}).status_code == 422
    assert MemberSession.objects.count() == 0


def test_a_code_opens_once_and_only_in_the_browser_that_asked(company: Company, capsys: Any) -> None:
    person()
    client = Client()
    code = ask(client, PHONE, capsys)
    ref = client.cookies[cookie("asked")].value
    other = Client().post("/m/code", {"code": code}).status_code
    client.post("/m/code", {"code": code})
    with unit_of_work(SYSTEM, at=AT):
        assert (other, interactions.enter(ref, code, at=clock.now())) == (422, None)


def test_an_old_code_does_not_open(company: Company) -> None:
    person()
    with unit_of_work(SYSTEM, at=AT):
        asked = interactions.ask_code(PHONE, place="here", at=AT)
        late = interactions.enter(asked.ref, asked.code, at=AT + timedelta(minutes=10))
        intime = interactions.enter(asked.ref, asked.code, at=AT + timedelta(minutes=9))
    assert (late, intime is None) == (None, False)


def test_nobody_asks_more_than_five_times_an_hour_for_one_contact_known_or_not(company: Company) -> None:
    person()
    for contact in (PHONE, "13700000000"):
        client = Client()
        assert [client.post("/m/login", {"contact": contact}).status_code for _ in range(6)] == [302] * 5 + [429]
    assert MemberCode.objects.count() == 10


def test_a_session_ends_by_logout_by_idleness_and_with_its_customer(company: Company, capsys: Any) -> None:
    customer_id = person()
    client = signed_in(PHONE, capsys)
    token, now = client.cookies[cookie("member")].value, clock.now()
    idle = interaction_reads.member_of(token, at=now + timedelta(days=14, minutes=1))
    Customer.objects.filter(pk=customer_id).update(closed_at=now)
    closed = client.get("/m/").status_code
    Customer.objects.filter(pk=customer_id).update(closed_at=None)
    opened = client.get("/m/").status_code
    client.post("/m/logout")
    assert (idle, closed, opened, interaction_reads.member_of(token, at=now)) == (None, 302, 200, None)
    assert not MemberSession.objects.filter(token_sha256=token).exists()


def test_what_is_another_members_is_not_found(company: Company, trade: Trade, capsys: Any) -> None:
    mine = person()
    with unit_of_work(SYSTEM, at=day(2)):
        own = orders.record(an_order("M1", line(trade.rice), customer=mine, at=day(2)), by=SYSTEM, at=day(2))
        other = orders.record(an_order("M2", line(trade.rice), customer=trade.wang, at=day(2)), by=SYSTEM, at=day(2))
    client = signed_in(PHONE, capsys)
    answers = [client.get(f"/m/orders/{found.order_id}").status_code for found in (own, other)]
    listed = client.get("/m/orders").content.decode()
    assert (answers, "M1" in listed, "M2" in listed) == ([200, 404], True, False)
    assert client.post("/m/benefits/no_scheme/no_pack").status_code == 404


def test_a_member_reaches_one_customer_through_every_query(company: Company, trade: Trade) -> None:
    from minghua.domain.customers import queries as customer_reads
    from minghua.domain.interactions.queries.access import member
    from minghua.kernel.errors import NotFound

    by = member(trade.wang)
    assert customer_reads.visible_ids(by, [trade.wang, trade.liu, trade.sun]) == {trade.wang}
    with pytest.raises(NotFound):
        customer_reads.customer(by, trade.liu)
    with pytest.raises(NotFound), unit_of_work(by, at=AT):
        interactions.withdraw_consent(trade.liu, purpose="marketing", by=by, at=AT)


def test_no_staff_door_takes_a_member_and_no_member_door_takes_staff(company: Company, capsys: Any) -> None:
    person()
    client = signed_in(PHONE, capsys)
    staff = Client()
    staff.force_login(User.objects.get(pk=company.user_ids["east1"]), BACKEND)
    doors = ["/today", "/customers", "/orders", "/settings"]
    assert [client.get(page).headers.get("Location", "").split("?")[0] for page in doors] == ["/account/login/"] * 4
    assert client.get("/api/v1/customers").status_code == 401
    assert [staff.get(page).headers.get("Location") for page in PAGES] == ["/m/login"] * len(PAGES)


def test_one_tap_gives_and_withdraws_and_a_request_lies_on_the_desk(company: Company, capsys: Any) -> None:
    customer_id = person()
    client = signed_in(PHONE, capsys)
    sms = {"purpose": "marketing", "channel": "sms"}
    codes = [
        client.post("/m/data/consent", sms | {"give": "1"}).status_code,
        client.post("/m/data/consent", sms).status_code,
    ]
    codes += [
        client.post("/m/data/requests", {"ask": "copy"}).status_code,
        client.post("/m/data/requests", {"ask": "x"}).status_code,
    ]
    acts = list(ConsentRecord.objects.filter(customer_id=customer_id).order_by("pk").values_list("act", "how"))
    assert (codes, acts) == ([302, 302, 302, 422], [("granted", "form"), ("withdrawn", "form")])
    assert PersonRequest.objects.get().ask == "copy"


def test_writing_without_the_forms_token_is_refused(company: Company, capsys: Any) -> None:
    refused = Client(enforce_csrf_checks=True).post("/m/login", {"contact": PHONE})
    nowhere = Client().get("/m/nowhere")
    assert (refused.status_code, nowhere.status_code) == (403, 404)
    for answer in (refused, nowhere):  # told within the centre, not by a page of the staff
        assert 'href="/m/"' in answer.content.decode()
        assert "/today" not in answer.content.decode()


def test_there_is_no_member_centre_until_a_channel_is_named(company: Company, settings: Any) -> None:
    settings.MEMBER_CHANNEL = ""
    assert [Client().get(page).status_code for page in ("/m/login", *PAGES)] == [404] * (len(PAGES) + 1)


def test_the_pages_carry_no_script_and_little_style(company: Company, capsys: Any) -> None:
    person()
    client = signed_in(PHONE, capsys)
    assert [page for page in PAGES if "<script" in client.get(page).content.decode()] == []
    css = Path(__file__).parents[3] / "src/minghua/interfaces/portal/static/portal/member.css"
    assert css.stat().st_size < 12_000


def test_english_is_whole(company: Company, capsys: Any) -> None:
    person()
    client = signed_in(PHONE, capsys)
    client.post("/m/language", {"language": "en"})
    assert "Member centre" in client.get("/m/").content.decode()
    assert client.get("/m/manifest").json()["start_url"] == "/m/"


def test_behind_a_proxy_one_place_is_stopped_and_its_neighbour_is_not(company: Company, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def asked_from(place: str, number: int) -> int:
        told = {"HTTP_X_FORWARDED_FOR": place}
        return Client().post("/m/login", {"contact": f"139{number:08}"}, **told).status_code  # type: ignore[arg-type]

    first = [asked_from("203.0.113.7", number) for number in range(PER_PLACE + 1)]

    assert first == [302] * PER_PLACE + [429]
    assert asked_from("203.0.113.8", 99) == 302


def test_a_member_checks_in_once_a_day_and_is_paid_once(company: Company, capsys: Any) -> None:
    customer_id = person()
    with unit_of_work(SYSTEM, at=BEGAN):
        text = loyalty_reads.points_preset_texts()["shop_points"]
        loyalty.publish_points(text, from_on=BEGAN.date(), by=SYSTEM, at=BEGAN)
        loyalty.install_activities("daily_check_in", from_on=BEGAN.date(), chance=lambda size: 0, by=SYSTEM, at=BEGAN)
    client = signed_in(PHONE, capsys)
    door = "/m/check-in/daily_check_in/daily"
    before = "签到" in client.get("/m/").content.decode()
    answers = [client.post(door).status_code for _ in range(2)]
    takings = ActivityTaking.objects.filter(customer_id=customer_id).values_list("activity", "earned")
    assert (before, answers, list(takings)) == (True, [302, 302], [("daily", 5)])
    assert "今天已签到" in client.get("/m/").content.decode()
    assert client.post("/m/check-in/no_such/daily").status_code == 404


def test_a_code_goes_by_mail_after_the_answer_also_when_a_number_was_typed(company: Company, settings: Any) -> None:
    settings.MEMBER_CHANNEL = "mail"
    person()
    client = Client()
    client.post("/m/login", {"contact": PHONE})
    for thread in threading.enumerate():
        if thread.name == "member-code":
            thread.join(timeout=10)
    sent = mail.outbox[0]
    code = re.search(r"\d{6}", sent.body)
    assert (sent.to, len(mail.outbox), code is not None) == (["ming@example.org"], 1, True)
    assert client.post("/m/code", {"code": code[0] if code else ""}).status_code == 302


def test_a_member_sees_coupons_of_their_own_and_nobody_elses(company: Company, capsys: Any) -> None:
    mine, other = person(), person("13900002222")
    with unit_of_work(SYSTEM, at=BEGAN):
        loyalty.install_coupon_preset("small_change", from_on=BEGAN.date(), by=SYSTEM, at=BEGAN)
    at = clock.now()
    with unit_of_work(SYSTEM, at=at):
        own = loyalty.issue_coupon("small_change", mine, key="a", by=SYSTEM, at=at)
        foreign = loyalty.issue_coupon("small_change", other, key="b", by=SYSTEM, at=at)
    page = signed_in(PHONE, capsys).get("/m/benefits").content.decode()
    assert ("我的优惠券" in page, "无门槛 5 元" in page) == (True, True)
    assert [code[-4:] in page for code in (own.code, foreign.code)] == [True, False]
    assert own.code not in page
