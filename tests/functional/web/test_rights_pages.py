"""Consent on the customer page, the page behind a withdrawal link, and the policies of the settings."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.models import ConsentRecord, PrivacyPolicy
from minghua.domain.interactions.types import NewConsent
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from tests.company import Company
from tests.trade import Trade, open_shop

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def trade(company: Company) -> Trade:
    return open_shop(company)


def browser(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), BACKEND)
    return client


def answer(customer_id: int, channel: str = "sms") -> str:
    return interaction_reads.may_contact(customer_id, "marketing", channel, at=clock.now()).code


def test_a_consent_is_kept_with_its_evidence_and_withdrawn_with_one_click(trade: Trade) -> None:
    client, at = browser("east1"), f"/customers/{trade.wang}"
    paper = SimpleUploadedFile("card.txt", b"signed", content_type="text/plain")
    told = {"purpose": "marketing", "channel": ["sms", "email"], "how": "paper", "file": paper}
    kept = client.post(f"{at}/consents", told)
    record = ConsentRecord.objects.order_by("pk").first()
    assert (kept.status_code, answer(trade.wang), record.policy.version) == (200, "granted", 1)
    evidence = client.get(f"{at}/consents/{record.pk}/file")
    assert (b"".join(evidence.streaming_content), evidence["Content-Type"]) == (b"signed", "application/octet-stream")
    gone = client.post(f"{at}/consents/withdrawal", {"purpose": "marketing", "channel": "sms"})
    assert (gone.status_code, answer(trade.wang), answer(trade.wang, "email")) == (200, "withdrawn", "granted")
    page = client.get(f"{at}/rights").content.decode()
    assert (page.count("撤回"), "证据文件" in page) >= (2, True)


def test_a_refused_consent_keeps_what_was_typed(trade: Trade) -> None:
    told = {"purpose": "marketing", "channel": "sms", "how": "call_note", "guardian": "母亲 王女士"}
    refused = browser("east1").post(f"/customers/{trade.wang}/consents", told)
    assert (refused.status_code, ConsentRecord.objects.count()) == (422, 0)
    assert ("请记下客户怎么说的" in refused.content.decode(), "母亲 王女士" in refused.content.decode()) == (True, True)


def link_of(customer_id: int) -> str:
    at = clock.now()
    with unit_of_work(SYSTEM, at=at):
        interactions.record_consent(
            NewConsent(customer_id=customer_id, purpose="marketing", channel="sms", how="form"), by=SYSTEM, at=at
        )
        return interactions.withdrawal_links([customer_id], by=SYSTEM, at=at)[customer_id]


def plain(response) -> tuple[int, str]:
    """What a visitor sees, the anti-forgery text left out."""

    return response.status_code, re.sub(
        r'(X-CSRFToken": "|csrfmiddlewaretoken" value=")[^"]*', "", response.content.decode()
    )


def test_opening_the_link_changes_nothing_and_the_button_does(trade: Trade) -> None:
    token, client = link_of(trade.wang), Client(enforce_csrf_checks=True)
    for scanner in (client.get, client.head):
        assert scanner(f"/w/{token}").status_code == 200
    assert client.post(f"/w/{token}", {"x": "1"}).status_code == 200  # a scanner that posts without meaning it
    assert answer(trade.wang) == "granted"
    assert client.post(f"/w/{token}", {"confirm": "1"}).status_code == 200
    assert answer(trade.wang) == "withdrawn"


def test_the_one_click_of_mail_programs_withdraws(trade: Trade) -> None:
    token = link_of(trade.wang)
    Client(enforce_csrf_checks=True).post(f"/w/{token}", {"List-Unsubscribe": "One-Click"})
    assert answer(trade.wang) == "withdrawn"


@pytest.mark.parametrize("form", [{}, {"confirm": "1"}])
def test_the_page_is_no_oracle(trade: Trade, form: dict) -> None:
    true, client = link_of(trade.wang), Client()
    answers = {plain(client.post(f"/w/{token}", form)) for token in (true, "A" * 22, "x", "王秀英")}
    answers_read = {plain(client.get(f"/w/{token}")) for token in (true, "A" * 22, "x")}
    assert (len(answers), len(answers_read)) == (1, 1)
    assert "王" not in next(iter(answers))[1]
    response = client.get(f"/w/{true}")
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("no-referrer", "no-store, private")


def test_a_policy_is_published_and_read_in_full(trade: Trade) -> None:
    client = browser("manager")
    told = {"title": "二版", "body_zh": "新增：与配送公司共享地址", "renews": ["marketing"]}
    published = client.post("/settings/policies", told)
    assert (published.status_code, PrivacyPolicy.objects.count()) == (302, 2)
    assert "与配送公司共享地址" in client.get("/settings/policies/2").content.decode()
    assert client.get("/settings/policies/9").status_code == 404
    assert client.post("/settings/policies", {"title": ""}).status_code == 422


def test_use_is_restricted_and_freed_from_the_page(trade: Trade) -> None:
    client, at = browser("service"), f"/customers/{trade.wang}/restriction"
    assert client.post(at, {"reason": "有异议"}).status_code == 200
    assert answer(trade.wang) == "restricted"
    assert (client.delete(at).status_code, answer(trade.wang)) == (200, "no_consent")
    assert browser("east1").post(at, {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_record_and_three(
    trade: Trade, rows: int, django_assert_max_num_queries
) -> None:
    at = clock.now()
    with unit_of_work(SYSTEM, at=at):
        news = [
            NewConsent(customer_id=trade.wang, purpose="marketing", channel=c, how="form")
            for c in ("sms", "call", "mail")
        ]
        interactions.record_consents(news[:rows], by=SYSTEM, at=at)
    client = browser("east1")
    client.get(f"/customers/{trade.wang}/rights")
    with django_assert_max_num_queries(30):
        client.get(f"/customers/{trade.wang}/rights")


def test_a_request_goes_over_the_desk(trade: Trade) -> None:
    client = browser("service")
    form = {"customer_id": trade.wang, "ask": "object", "channel": "phone", "said": "不要推荐"}
    made = client.post("/requests/new", form)
    page = made["Location"]
    assert (made.status_code, client.get(page).status_code) == (302, 200)
    assert client.post(f"{page}/deeds", {"deed": "fulfil", "note": "已关闭"}).status_code == 409
    paper = SimpleUploadedFile("id.txt", b"seen", content_type="text/plain")
    assert client.post(f"{page}/deeds", {"deed": "identify", "how": "document", "file": paper}).status_code == 302
    assert client.post(f"{page}/deeds", {"deed": "fulfil"}).status_code == 422
    assert client.post(f"{page}/deeds", {"deed": "fulfil", "note": "已关闭"}).status_code == 302
    shown = client.get(page).content.decode()
    link = re.search(rf'href="({page}/deeds/\d+/file)"', shown)
    assert link is not None
    assert b"".join(client.get(link[1]).streaming_content) == b"seen"
    assert interaction_reads.may_contact(trade.wang, "profiling", at=clock.now()).code == "withdrawn"
    assert ("王秀英" in client.get("/requests?which=closed").content.decode(), client.get("/requests").status_code) == (
        True,
        200,
    )
    assert client.post("/requests/new", {"ask": "copy", "channel": "phone"}).status_code == 422
