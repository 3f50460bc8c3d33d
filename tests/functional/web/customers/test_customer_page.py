"""The customer page through the web door: seen whole, edited in place, followed up, refused with reasons."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer
from minghua.domain.customers.types import NewMember
from minghua.domain.interactions.models import Contact, NextStep

HTMX = {"headers": {"HX-Request": "true"}}


def test_the_page_shows_the_customer_whole(firm: Any, make: Any, work: Any, at: datetime, at_the_door: Any) -> None:
    customer_id = make("王家（稻香苑）", kind="household", mobile="13800138000", city="合肥市")
    with work(firm.zhao):
        customers.add_member(customer_id, NewMember(name="王小明", relation="child"), by=firm.zhao, at=at)
        customers.tag(customer_id, name="爱吃糙米", by=firm.zhao, at=at)
    answer = at_the_door(firm.zhao).get(f"/customers/{customer_id}")
    text = answer.content.decode()
    assert answer.status_code == 200
    for shown in (
        "王家（稻香苑）",
        "138 0013 8000",
        "合肥市",
        "王小明",
        "爱吃糙米",
        "建立客户档案",
        "赵敏",
        "潜在客户",
    ):
        assert shown in text, shown


def test_an_outsider_and_a_stranger_get_nothing(firm: Any, make: Any, client: Any, at_the_door: Any) -> None:
    customer_id = make("王伟")
    for address in ("", "/archive", "/changes", "/timeline", "/card.pdf", "/fields/mobile"):
        assert at_the_door(firm.outsider).get(f"/customers/{customer_id}{address}").status_code == 404, address
        assert client.get(f"/customers/{customer_id}{address}").status_code == 302, address


WRITES = [
    ("post", "fields/city", {"value": "北京"}),
    ("post", "contacts", {"direction": "out", "channel": "phone", "subject": "x"}),
    ("post", "owner", {"owner_id": "1"}),
    ("post", "pool", {"reason": "no_need"}),
    ("post", "claim", {}),
    ("post", "shares", {"with": "user:1"}),
    ("delete", "shares/1", {}),
    ("post", "closure", {"reason": "x"}),
    ("delete", "closure", {}),
    ("post", "verification", {}),
    ("post", "tags", {"name": "x"}),
    ("delete", "tags/1", {}),
    ("post", "relations", {"other_id": "1", "kind": "friend"}),
    ("delete", "relations/1", {}),
    ("post", "members", {"name": "x"}),
    ("delete", "members/1", {}),
    ("delete", "attachments/1", {}),
]


@pytest.mark.parametrize(("verb", "address", "data"), WRITES)
def test_who_may_not_see_a_customer_changes_nothing(
    firm: Any, make: Any, at_the_door: Any, verb: str, address: str, data: dict[str, str]
) -> None:
    customer_id = make("王伟", city="上海")
    before = list(Customer.objects.values())
    for person in (firm.outsider, firm.clerk):
        answer = getattr(at_the_door(person), verb)(f"/customers/{customer_id}/{address}", data, **HTMX)
        may_log = person is firm.clerk and address == "contacts"
        assert answer.status_code in ({200} if may_log else {403, 404}), person.name
    changed = {"last_contact_at"} if address == "contacts" else set()
    after = list(Customer.objects.values())
    assert [{k: v for k, v in row.items() if k not in changed} for row in after] == [
        {k: v for k, v in row.items() if k not in changed} for row in before
    ]


def test_a_field_is_edited_in_place(firm: Any, make: Any, at_the_door: Any) -> None:
    customer_id = make("王伟", mobile="13800138000")
    door = at_the_door(firm.zhao)
    form = door.get(f"/customers/{customer_id}/fields/mobile?edit").content.decode()
    assert 'name="base_version" value="1"' in form
    assert 'value="138 0013 8000"' in form
    saved = door.post(
        f"/customers/{customer_id}/fields/mobile", {"value": "139-0013-9000", "base_version": "1"}, **HTMX
    )
    assert saved.status_code == 200
    assert "139 0013 9000" in saved.content.decode()
    assert Customer.objects.get(pk=customer_id).mobile == "+8613900139000"


def test_a_refused_value_stays_in_the_form_with_the_reason(firm: Any, make: Any, at_the_door: Any) -> None:
    customer_id = make("王伟")
    answer = at_the_door(firm.zhao).post(
        f"/customers/{customer_id}/fields/mobile", {"value": "123", "base_version": "1"}, **HTMX
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="123"' in text
    assert "「123」不是可能存在的电话号码。" in text


def test_two_editors_both_see_both_values(firm: Any, make: Any, at_the_door: Any) -> None:
    customer_id = make("王伟", city="上海")
    address = f"/customers/{customer_id}/fields/city"
    assert at_the_door(firm.lead).post(address, {"value": "苏州", "base_version": "1"}, **HTMX).status_code == 200
    late = at_the_door(firm.zhao).post(address, {"value": "杭州", "base_version": "1"}, **HTMX)
    text = late.content.decode()
    assert late.status_code == 409
    assert "苏州" in text
    assert 'value="杭州"' in text
    again = at_the_door(firm.zhao).post(address, {"value": "杭州", "base_version": "2"}, **HTMX)
    assert (again.status_code, Customer.objects.get(pk=customer_id).city) == (200, "杭州")


def test_masked_numbers_stay_masked_on_every_part(
    firm: Any, make: Any, work: Any, at: datetime, at_the_door: Any
) -> None:
    customer_id = make("王伟", mobile="13800138000")
    with work(firm.zhao):
        customers.edit_customer(customer_id, {"mobile": "13900139000"}, base_version=1, by=firm.zhao, at=at)
    door = at_the_door(firm.clerk)
    for address in ("", "/archive", "/changes", "/timeline", "/fields/mobile"):
        text = door.get(f"/customers/{customer_id}{address}").content.decode().replace(" ", "")
        assert "13900139000" not in text, address
        assert "13800138000" not in text, address
    assert "139****9000" in door.get(f"/customers/{customer_id}").content.decode()


def test_an_impossible_step_keeps_what_was_typed(firm: Any, make: Any, at_the_door: Any) -> None:
    customer_id = make("王伟")
    logged = {"direction": "out", "channel": "phone", "subject": "问了下月用量", "next_text": "送二十斤"}
    answer = at_the_door(firm.zhao).post(f"/customers/{customer_id}/contacts", logged, **HTMX)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="问了下月用量"' in text
    assert "请选择下一步的日期。" in text
    assert Contact.objects.count() == 0


def test_a_call_with_its_next_step(firm: Any, make: Any, at_the_door: Any) -> None:
    customer_id = make("王伟")
    logged = {
        "direction": "in",
        "channel": "wechat",
        "subject": "想要糙米",
        "next_text": "带样品",
        "next_on": "2027-01-05",
    }
    answer = at_the_door(firm.zhao).post(f"/customers/{customer_id}/contacts", logged, **HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "想要糙米" in text
    assert "带样品" in text
    contact, step = Contact.objects.get(), NextStep.objects.get()
    assert (contact.direction, contact.channel, step.text) == ("in", "wechat", "带样品")
    assert Customer.objects.get(pk=customer_id).next_action == "带样品"
    done = at_the_door(firm.zhao).post(f"/customers/{customer_id}/steps/{step.pk}/completion", **HTMX)
    assert done.status_code == 200
    assert Customer.objects.get(pk=customer_id).next_action == ""


def test_the_timeline_goes_on_and_filters(firm: Any, make: Any, work: Any, at: datetime, at_the_door: Any) -> None:
    customer_id = make("王伟")
    for n in range(40):
        with work(firm.zhao):
            customers.tag(customer_id, name=f"标签{n}", by=firm.zhao, at=at + timedelta(minutes=n))
    door = at_the_door(firm.zhao)
    first = door.get(f"/customers/{customer_id}").content.decode()
    assert first.count("打标签") == 25
    address = first.split('class="timeline-more" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    rest = door.get(address).content.decode()
    assert (rest.count("打标签"), rest.count("建立客户档案")) == (15, 1)
    assert "还没有这类记录" in door.get(f"/customers/{customer_id}/timeline?story=order").content.decode()
    assert door.get(f"/customers/{customer_id}/timeline?cursor=nonsense").status_code == 400


def test_files_come_back_as_downloads(firm: Any, make: Any, at_the_door: Any) -> None:
    customer_id = make("王伟")
    door = at_the_door(firm.zhao)
    upload = SimpleUploadedFile("<script>.txt", b"<script>alert(1)</script>", content_type="text/html")
    answer = door.post(f"/customers/{customer_id}/attachments", {"file": upload, "kind": "card"}, **HTMX)
    assert answer.status_code == 200
    (card,) = customer_reads.attachments(firm.zhao, customer_id)
    address = f"/customers/{customer_id}/attachments/{card.id}/file"
    sent = door.get(address)
    assert (sent["Content-Type"], sent["Content-Disposition"][:10]) == ("application/octet-stream", "attachment")
    assert b"".join(sent.streaming_content) == b"<script>alert(1)</script>"
    assert at_the_door(firm.outsider).get(address).status_code == 404


def test_the_card_is_a_pdf_filled_or_blank(firm: Any, make: Any, at_the_door: Any) -> None:
    customer_id = make("王伟", archive={"hobbies": "钓鱼"})
    for query in ("", "?blank=1"):
        answer = at_the_door(firm.zhao).get(f"/customers/{customer_id}/card.pdf{query}")
        assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")


def test_a_new_customer_is_kept_or_refused_by_field(firm: Any, at_the_door: Any) -> None:
    door = at_the_door(firm.zhao)
    bad = door.post("/customers/new", {"kind": "person", "name": "王伟", "mobile": "123"})
    assert bad.status_code == 422
    assert "「123」不是可能存在的电话号码。" in bad.content.decode()
    assert 'value="王伟"' in bad.content.decode()
    good = door.post("/customers/new", {"kind": "household", "name": "王家", "family_size": "4"})
    customer = Customer.objects.get()
    assert (good.status_code, good["Location"]) == (302, f"/customers/{customer.pk}")
    assert (customer.kind, customer.archive, customer.owner_id) == ("household", {"family_size": 4}, firm.zhao.user_id)


def test_the_list_comes_along_with_its_arrows(firm: Any, make: Any, at_the_door: Any) -> None:
    first, second, third = make("甲", city="上海"), make("乙", city="上海"), make("丙", city="杭州")
    page = at_the_door(firm.zhao).get(f"/customers/{second}?own=1&city=上海&kind=person").content.decode()
    assert 'aria-current="true" data-story-kind>全部' in page
    assert f'href="/customers/{first}?' in page
    assert f'href="/customers/{third}?' not in page


def test_the_page_costs_the_same_whatever_hangs_on_it(
    firm: Any, make: Any, work: Any, at: datetime, at_the_door: Any
) -> None:
    customer_id, others = make("王家", kind="household"), [make(f"亲友{n}") for n in range(3)]
    door = at_the_door(firm.zhao)

    def dress(n: int) -> None:
        with work(firm.zhao):
            customers.add_member(customer_id, NewMember(name=f"成员{n}"), by=firm.zhao, at=at)
            customers.relate(customer_id, to_customer_id=others[n], kind="friend", by=firm.zhao, at=at)
            customers.tag(customer_id, name=f"标签{n}", by=firm.zhao, at=at)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert door.get(f"/customers/{customer_id}").status_code == 200
        return len(captured)

    dress(0)
    statements()
    one = statements()
    dress(1)
    dress(2)
    assert statements() == one
    assert one <= 49


def test_archive_counts_and_verifies(firm: Any, make: Any, at_the_door: Any) -> None:
    customer_id = make("王伟", mobile="13800138000", archive={"hobbies": "钓鱼"})
    door = at_the_door(firm.zhao)
    text = door.get(f"/customers/{customer_id}/archive").content.decode()
    for shown in ("基础资料", "客户特征", "业务状况", "交易现状", "3 / 20", "微商", "钓鱼"):
        assert shown in text, shown
    assert "身份证号" not in text
    assert door.post(f"/customers/{customer_id}/verification").status_code == 302
