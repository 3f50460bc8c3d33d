"""The desk in the browser's place: two fields open a case, everything known is on it, nobody answers over another, no blind hand-off."""

import re
from datetime import timedelta
from typing import Any

import pytest

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.models import Case
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel import clock
from minghua.kernel.periods import SHANGHAI
from tests.company import Company
from tests.desk import opened
from tests.functional.web.settings.door import signed_in
from tests.trade import Trade, open_shop

pytestmark = pytest.mark.django_db
LIST = {"HX-Request": "true"}


@pytest.fixture
def shop(company: Company) -> Trade:
    return open_shop(company)


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def soon(hours: int = 3) -> str:
    return (clock.now() + timedelta(hours=hours)).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def a_case(company: Company, customer_id: int, **facts: Any) -> int:
    return opened(customer_id, company.actor("service"), clock.now(), **facts)


def test_svc_ac_05_two_fields_open_a_case_with_everything_known_on_it(company: Company, shop: Trade) -> None:
    page = signed_in("service")
    answer = page.post("/desk/new", {"customer_id": shop.wang, "subject": "米缸漏了"})
    case = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/{case.pk}")
    seen = text(page.get(f"/desk/{case.pk}"))
    assert [word in seen for word in ("王秀英", "米缸漏了", "解决", "3 个工作日", "首问负责人")] == [True] * 5
    assert (case.kind, case.assignee_id) == ("service", company.user_ids["service"])


def test_a_case_lacking_its_need_is_sent_back_with_the_field_kept(company: Company, shop: Trade) -> None:
    answer = signed_in("service").post("/desk/new", {"customer_id": shop.wang, "subject": " ", "story": "他说了很多"})
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert ["请用一句话写下客户的诉求" in text(answer), "他说了很多" in text(answer)] == [True, True]


def test_the_list_is_by_what_is_due_and_its_views_keep_their_own(company: Company, shop: Trade) -> None:
    slow = a_case(company, shop.wang, subject="慢的", answered=True)
    urgent = a_case(company, shop.liu, subject="急的", kind="complaint", severity="urgent")
    page = signed_in("service")
    seen = text(page.get("/desk"))
    assert seen.index(f"/desk/{urgent}?") < seen.index(f"/desk/{slow}?")
    assert ["急的" in text(page.get("/desk?view=complaints")), "慢的" in text(page.get("/desk?view=complaints"))] == [
        True,
        False,
    ]
    assert "没有这样的工单" in text(page.get("/desk?view=closed"))
    assert "慢的" in text(page.get("/desk?q=王秀英"))
    assert "急的" not in text(page.get("/desk?q=王秀英"))
    assert "急的" in text(page.get(f"/desk?q=%23{urgent}"))
    assert "data-panel" in seen
    assert "慢的" in text(page.get(f"/desk/{slow}/panel", headers=LIST))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_rows_as_for_one(
    company: Company, shop: Trade, rows: int, django_assert_max_num_queries: Any
) -> None:
    for n in range(rows):
        a_case(company, shop.wang, subject=f"第 {n} 件")
    page = signed_in("service")
    page.get("/desk")
    with django_assert_max_num_queries(40) as asked:
        page.get("/desk")
    assert len(asked) == LIST_QUERIES


LIST_QUERIES = 10


def test_an_answer_over_something_unread_is_409_with_it_and_the_draft_kept(company: Company, shop: Trade) -> None:
    case_id = a_case(company, shop.wang)
    page = signed_in("service")
    with unit_of_work(SYSTEM, at=clock.now()):
        service.message(case_id, "尾号是 8421", by=SYSTEM, at=clock.now())
    draft = {"act": "reply", "text": "请告诉我尾号", "base": "1", "channel": "phone", "key": "a"}
    answer = page.post(f"/desk/{case_id}/talk", draft)
    assert answer.status_code == 409
    assert ["尾号是 8421" in text(answer), ">请告诉我尾号</textarea>" in text(answer)] == [True, True]
    base = re.search(r'name="base" value="(\d+)"', answer.content.decode())
    assert base is not None
    assert base[1] == "2"
    assert page.post(f"/desk/{case_id}/talk", draft | {"base": base[1]}).status_code == 302
    assert page.post(f"/desk/{case_id}/talk", draft | {"base": base[1]}).status_code == 302  # the same key: once
    assert [entry.act for entry in service_reads.entries(SYSTEM, case_id)] == ["opened", "message", "reply"]


def test_svc_bank_3_a_hand_over_lacks_nothing_and_the_receiver_sees_it_on_one_page(
    company: Company, shop: Trade
) -> None:
    case_id, to_id = a_case(company, shop.wang), company.user_ids["manager"]
    page, receiver = signed_in("service"), signed_in("manager")
    whole = {
        "to_id": to_id, "need": "我的卡到底开通没有", "checked": "柜台记录", "ask": "查七天前的申请",
        "contact": "13800138000", "reply_by": soon(),
    }  # fmt: skip
    for lacking in ("need", "checked", "ask", "contact", "reply_by"):
        assert page.post(f"/desk/{case_id}/hand-over", whole | {lacking: ""}).status_code == 422
    assert page.post(f"/desk/{case_id}/hand-over", whole).status_code == 302
    seen = text(receiver.get(f"/desk/{case_id}"))
    assert [word in seen for word in ("等您接手", *list(whole.values())[1:5])] == [True] * 5
    assert receiver.post(f"/desk/{case_id}/sending-back", {"reason": ""}).status_code == 422
    assert receiver.post(f"/desk/{case_id}/acceptance").status_code == 302
    assert Case.objects.get().assignee_id == to_id


def test_svc_bank_4_a_promised_call_is_kept_only_with_what_was_told(company: Company, shop: Trade) -> None:
    case_id, page = a_case(company, shop.wang, answered=True), signed_in("service")
    told = {"clock": "callback", "text": "下午回电", "due_at": soon()}
    assert page.post(f"/desk/{case_id}/promises", told | {"due_at": ""}).status_code == 422
    assert page.post(f"/desk/{case_id}/promises", told).status_code == 302
    assert "您告诉客户什么" in text(page.get(f"/desk/{case_id}"))
    assert "您要告诉客户什么" in text(page.post(f"/desk/{case_id}/promises/2/keeping", {"finding": ""}))
    blocked = page.post(f"/desk/{case_id}/closure", {"outcome": "resolved", "answer": "好了"})
    assert (blocked.status_code, "还有没兑现的承诺：承诺回电" in text(blocked)) == (409, True)
    assert page.post(f"/desk/{case_id}/promises/2/keeping", {"finding": "已开通，请放心"}).status_code == 302


def test_svc_bank_7_it_closes_as_solved_only_with_the_answer(company: Company, shop: Trade) -> None:
    case_id, page = a_case(company, shop.wang), signed_in("service")
    refused = page.post(f"/desk/{case_id}/closure", {"outcome": "resolved"})
    assert (refused.status_code, "还没有把答复告诉客户" in text(refused)) == (422, True)
    assert page.post(f"/desk/{case_id}/closure", {"outcome": "resolved", "answer": "已开通"}).status_code == 302
    assert page.post(f"/desk/{case_id}/reopening", {"reason": "客户说没有"}).status_code == 302
    assert page.post(f"/desk/{case_id}/pause", {"reason": ""}).status_code == 422
    assert page.post(f"/desk/{case_id}/pause", {"reason": "waiting_part"}).status_code == 302
    assert "等配件" in text(page.get(f"/desk/{case_id}"))
    assert page.post(f"/desk/{case_id}/resumption").status_code == 302
    assert page.post(f"/desk/{case_id}/severity", {"severity": "urgent", "reason": "有人受伤"}).status_code == 302
    assert page.post(f"/desk/{case_id}/regulator", {"act": "referred", "text": "12315 转来"}).status_code == 302


def test_the_desk_leaves_as_a_file_with_the_rows_on_the_screen(company: Company, shop: Trade) -> None:
    a_case(company, shop.wang, subject="开发票")
    a_case(company, shop.liu, subject="退一袋米", kind="return")
    told = b"".join(signed_in("manager").get("/desk/export?kind=return").streaming_content).decode("utf-8-sig")
    assert [line.split(",")[3] for line in told.splitlines()[1:2]] == ["退一袋米"]
    assert "开发票" not in told


def test_a_view_of_the_desk_is_saved(company: Company, shop: Trade) -> None:
    page = signed_in("service")
    answer = page.post("/views", {"list": "cases", "name": "退货", "look": "kind=return", "visibility": "mine"})
    assert answer["Location"].startswith("/desk?view=")
    assert "退货" in text(page.get("/desk"))
