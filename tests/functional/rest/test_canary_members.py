"""Canaries through what members and colleagues got since: the member centre, play, coupons, points by hand, invitations (R18, R19)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers.models import Customer
from minghua.domain.interactions.models import MemberSession
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import ActivityTaking, Coupon, PointsAdjustment
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.backups import operations as backups
from minghua.foundation.jobs.models import Job
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.portal.door import cookie
from minghua.kernel import clock
from tests.append_only import emptied_afterwards
from tests.functional.portal.test_member_play import TEXT, form, send
from tests.functional.rest.conftest import Program
from tests.functional.rest.test_canary import allowed, columns_with, strays
from tests.functional.rest.test_coupons_api import TEXT as BATCH
from tests.functional.web.settings.door import signed_in
from tests.integration.loyalty.playing import POINTS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NAME, MOBILE, MAIL, ADDRESS = "上官砚秋", "13866662201", "yanqiu@canary.cn", "砚秋坊二百二十一号"
WISH, REASON, TURNED, TYPED = "砚秋要红米三袋", "砚秋旧卡余额转入", "砚秋没有带凭证", "13866662202"
GIFT, VOIDED = "砚秋开业赠送", "砚秋把券送了人"
PASSWORD = "twenty-two-red-jars-22"
PERSON = (NAME, MOBILE, MAIL, ADDRESS)
TOLD = (WISH, REASON, TURNED, GIFT, VOIDED)


@dataclass
class Lives:
    """What was handed out in the clear once, and must lie nowhere: codes of coupons, links, sessions, passwords."""

    caller: Program
    person: int
    once: tuple[str, ...]


@pytest.fixture
def emptied() -> Iterator[None]:
    """The tables that refuse deletions are empty again afterwards."""
    with emptied_afterwards():
        yield


@pytest.fixture
def lives(
    emptied: None,
    program: Any,
    staff: dict[str, int],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: Any,
) -> Lives:
    """A member signs in, plays, asks and is given coupons and points; a colleague is invited."""
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path_factory.mktemp("files"))
    monkeypatch.setattr(settings, "MEMBER_CHANNEL", "console")
    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_index")
    caller: Program = program("admin")
    told = {"kind": "person", "name": NAME, "mobile": MOBILE, "email": MAIL, "address": ADDRESS}
    made = caller.post("/customers", told)
    assert made.status_code == 201, made.content.decode()
    person = int(made.json()["id"])
    for where, text in (("/points-schemes", POINTS), ("/activities", TEXT), ("/coupon-batches", BATCH)):
        assert caller.post(where, {"text": text, "from_on": "2020-01-01"}).status_code in {200, 201}
    codes = (*_coupons(caller, person), *_colleague())
    _points(caller, program("manager"), person)
    session = _member(capfd)
    return Lives(caller, person, (*codes, session, PASSWORD))


def _coupons(caller: Program, person: int) -> tuple[str, ...]:
    """A coupon is given, tried with a wrong code beside it, held and used."""
    with unit_of_work(SYSTEM, at=clock.now()):
        catalog.upsert_many([NewProduct(sku="RICE10", name="大米")], by=SYSTEM, at=clock.now())
    code: str = caller.post(f"/customers/{person}/coupons", {"batch": "ten", "key": "canary"}).json()["code"]
    sale = {"lines": [{"product": "RICE10", "amount_minor": 9_000}], "customer_id": person}
    caller.post("/coupons/quotes", {**sale, "coupons": [f"{TYPED}-22"]})
    held = caller.post("/coupons/holds", {**sale, "coupons": [code], "key": "canary-sale"})
    assert held.status_code == 200, held.content.decode()
    assert caller.post("/coupons/captures", {"key": "canary-sale", "order": "CANARY-22"}).status_code == 200
    spare: str = caller.post(f"/customers/{person}/coupons", {"batch": "ten", "key": "canary-2"}).json()["code"]
    with unit_of_work(SYSTEM, at=clock.now()):
        loyalty.void_coupon(Coupon.objects.get(state="ready").pk, reason=VOIDED, by=SYSTEM, at=clock.now())
    return (code, code.replace("-", ""), spare)


def _points(asking: Program, agreeing: Program, person: int) -> None:
    """Points are given by hand, few at once, many when another agrees or turns them down."""
    where = f"/customers/{person}/points/shop_points/adjustments"
    gift = {"amount": 20, "key": "gift", "reason": GIFT}
    assert asking.post(f"/customers/{person}/points/shop_points/earnings", gift).status_code == 200
    for key, amount in (("few", 50), ("many", 12_000), ("more", 13_000)):
        asked = asking.post(where, {"amount": amount, "key": key, "way": "give", "reason": REASON})
        assert asked.status_code == 200, asked.content.decode()
        if key == "many":
            approved = agreeing.post(f"/points-adjustments/{asked.json()['id']}/approval", {})
            assert approved.status_code == 200, approved.content.decode()
        if key == "more":
            refused = agreeing.post(f"/points-adjustments/{asked.json()['id']}/refusal", {"reason": TURNED})
            assert refused.status_code == 204, refused.content.decode()


def _colleague() -> tuple[str, ...]:
    """Somebody is invited and chooses a password."""
    boss, visitor = signed_in("admin.one"), Client()
    shown = boss.post("/settings/people/new", {"username": "canary.new", "name": "新同事", "roles": ["sales"]})
    (token,) = re.findall(r"/join/([^\"]+)\"", shown.content.decode())
    assert visitor.get(f"/join/{token}").status_code == 200
    visitor.post(f"/join/{token}", {"password": PASSWORD, "again": "other"})
    assert visitor.post(f"/join/{token}", {"password": PASSWORD, "again": PASSWORD}).status_code == 200
    return (token,)


def _member(capfd: pytest.CaptureFixture[str]) -> str:
    """The member signs in by a code, plays, gives and takes back consent, asks for a copy; their session is returned."""
    member, stranger = Client(), Client()
    stranger.post("/m/login", {"contact": TYPED})
    stranger.post("/m/code", {"code": "000000"})
    capfd.readouterr()
    member.post("/m/login", {"contact": MOBILE})
    (code,) = re.findall(
        r"code: (\d{6})", capfd.readouterr().err
    )  # said in the terminal on purpose: the console channel
    assert member.post("/m/code", {"code": code}).status_code == 302
    for page in ("/m/", "/m/points", "/m/play", "/m/benefits", "/m/orders", "/m/data"):
        assert member.get(page).status_code == 200
    answers = {"q-people": "3", "q-dishes": ["rice"], "q-wish": WISH}
    send(member, "kitchen", form(member, "/m/play/fun/kitchen") | answers)
    send(member, "kitchen", {**answers, "q-people": TYPED})
    send(member, "wheel", form(member, "/m/play/fun/wheel"))
    for given in ({"give": "1"}, {}):
        member.post("/m/data/consent", {"purpose": "profiling", "channel": "any", **given})
    member.post("/m/data/requests", {"ask": "copy"})
    session = member.cookies[cookie("member")].value
    member.get(f"/m/nowhere/{TYPED}?q={TYPED}")
    return session


def test_members_and_colleagues_leave_canaries_only_where_the_register_says(
    lives: Lives, capfd: pytest.CaptureFixture[str], tmp_path: Path, at: datetime
) -> None:
    assert ActivityTaking.objects.filter(activity="kitchen").count() == 1
    assert sorted(PointsAdjustment.objects.values_list("state", flat=True)) == ["booked"] * 3 + ["refused"]
    assert MemberSession.objects.count() == 1
    backups.make(tmp_path / "members.mhb", at=at)
    said = "".join(capfd.readouterr())
    assert strays((*PERSON, *TOLD, TYPED, *lives.once), said, tmp_path) == []
    assert (
        {"customers.Customer.mobile", "loyalty.PointsAdjustment.reason"} <= columns_with((*PERSON, *TOLD)) <= allowed()
    )
    assert columns_with((*lives.once, TYPED)) == set()
    kept = {
        "audit": str(list(AuditEvent.objects.values())),
        "jobs": str(list(Job.objects.values())),
        "cache": str(getattr(cache, "_cache", {})),
    }
    words = (*PERSON, *TOLD, TYPED, *lives.once)
    assert [(place, word) for place, text in kept.items() for word in words if word in text] == []


def test_after_the_erasure_nothing_a_member_said_is_left(lives: Lives) -> None:
    number = Customer.objects.get(pk=lives.person).number
    erased = lives.caller.send("PUT", f"/customers/{lives.person}/erasure", {"confirm": number})
    assert erased.status_code == 200, erased.content.decode()
    assert columns_with((*PERSON, *TOLD)) == set()
