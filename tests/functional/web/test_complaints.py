"""A complaint through the desk's page: grave words reach a person, nobody gives above their authority, an end needs the customer's word."""

import re
from datetime import timedelta
from typing import Any

import pytest

from minghua.domain.service import queries as service_reads
from minghua.domain.service.models import Case, Clock
from minghua.domain.value.models import CostEntry
from minghua.foundation.notices.models import Notice
from minghua.foundation.people.types import SYSTEM
from tests.company import Company
from tests.functional.web.settings.door import signed_in
from tests.trade import Trade, open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(company: Company) -> Trade:
    return open_shop(company)


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def complain(customer_id: int, said: str, *, kind: str = "complaint", key: str = "") -> Case:
    signed_in("service").post("/desk/new", {"customer_id": customer_id, "subject": said, "kind": kind, "key": key})
    return Case.objects.latest("pk")


def acts(case: Case) -> list[str]:
    return [entry.act for entry in service_reads.entries(SYSTEM, case.pk)]


def test_svc_emo_1_anger_and_leaving_make_a_complaint_and_tell_who_looks_after_the_customer(
    company: Company, shop: Trade
) -> None:
    case = complain(shop.wang, "又错了，气死我了，我要销户", kind="service")
    assert (case.kind, case.severity) == ("complaint", "major")
    assert Notice.objects.filter(user_id=company.user_ids["east1"], title_zh__contains="客户说要离开").count() == 1
    seen = text(signed_in("service").get(f"/desk/{case.pk}"))
    assert ["情绪强烈" in seen, "说要离开" in seen] == [True, True]


def test_svc_par_2_safety_is_called_by_a_person_and_no_voucher_closes_it(company: Company, shop: Trade) -> None:
    page, case = signed_in("service"), complain(shop.wang, "吃了粽子食物中毒，在医院", kind="consult")
    assert (case.kind, case.severity) == ("complaint", "urgent")
    call = Clock.objects.get(case=case, kind="callback")
    assert call.due_at == case.opened_at + timedelta(minutes=15)
    voucher = {"kind": "voucher", "amount": "50", "reason": "表示歉意", "key": "v1"}
    assert page.post(f"/desk/{case.pk}/compensations", voucher).status_code == 302
    closing = {"outcome": "resolved", "answer": "已发券"}
    assert page.post(f"/desk/{case.pk}/closure", closing).status_code == 409
    page.post(f"/desk/{case.pk}/promises/{call.ref}/keeping", {"finding": "已去电问候，陪同就医"})
    refused = page.post(f"/desk/{case.pk}/closure", closing)
    assert (refused.status_code, "还没有写明原因和决定" in text(refused)) == (409, True)
    decided = {"cause": "safety", "remedy": "compensation", "text": "承担医药费，下架同批次"}
    assert page.post(f"/desk/{case.pk}/decision", decided).status_code == 302
    assert page.post(f"/desk/{case.pk}/reaction", {"reaction": "accepted", "words": "可以"}).status_code == 302
    assert page.post(f"/desk/{case.pk}/closure", closing).status_code == 302


def test_svc_par_4_denied_words_leave_a_question_a_question(company: Company, shop: Trade) -> None:
    case = complain(shop.wang, "不是食物中毒，就是想问味道", kind="consult")
    assert (case.kind, case.severity, acts(case)) == ("consult", "general", ["opened"])


def test_svc_par_2_what_is_said_later_counts_too(company: Company, shop: Trade) -> None:
    page, case = signed_in("service"), complain(shop.wang, "米有异味", kind="complaint")
    page.post(f"/desk/{case.pk}/talk", {"act": "message", "text": "孩子吃了腹泻", "channel": "phone", "key": "m"})
    page.post(f"/desk/{case.pk}/talk", {"act": "message", "text": "孩子吃了腹泻", "channel": "phone", "key": "m"})
    case.refresh_from_db()
    assert (case.severity, acts(case)) == ("urgent", ["opened", "message", "assessed", "severity", "promised"])


def test_a19_3_and_svc_par_5_payments_add_up_and_none_is_given_twice(company: Company, shop: Trade) -> None:
    page, case = signed_in("service"), complain(shop.wang, "送来的米有虫")
    given = {"kind": "voucher", "amount": "80", "reason": "表示歉意", "key": "v1"}
    where = f"/desk/{case.pk}/compensations"
    assert [page.post(where, given).status_code for _ in range(2)] == [302, 302]
    refused = page.post(where, given | {"key": "v2"})
    assert (refused.status_code, "160.00" in text(refused), "100.00" in text(refused)) == (409, True, True)
    assert page.post(where, given | {"key": "v3", "amount": "十元"}).status_code == 422
    assert signed_in("manager").post(where, given | {"key": "v2"}).status_code == 302
    costs = CostEntry.objects.filter(customer_id=shop.wang, source="service").order_by("pk")
    assert list(costs.values_list("amount_minor", flat=True)) == [80_00, 80_00]
    assert service_reads.complaint_of(SYSTEM, case.pk).paid_minor == 160_00


def test_svc_emo_4_an_end_needs_the_reaction_and_no_answer_takes_three_tries(company: Company, shop: Trade) -> None:
    page, case = signed_in("service"), complain(shop.wang, "送货晚了两天")
    page.post(f"/desk/{case.pk}/decision", {"cause": "delivery", "remedy": "apology", "text": "向您道歉"})
    closing = {"outcome": "resolved", "answer": "已道歉"}
    assert "还没有客户的态度" in text(page.post(f"/desk/{case.pk}/closure", closing))
    silent = {"reaction": "no_answer"}
    assert page.post(f"/desk/{case.pk}/reaction", silent).status_code == 409
    for _ in range(3):
        page.post(f"/desk/{case.pk}/attempts")
    assert page.post(f"/desk/{case.pk}/reaction", silent).status_code == 302
    assert page.post(f"/desk/{case.pk}/closure", closing).status_code == 302


def test_who_rejects_is_told_of_other_ways_before_it_ends(company: Company, shop: Trade) -> None:
    page, case = signed_in("service"), complain(shop.wang, "称重不足")
    page.post(f"/desk/{case.pk}/decision", {"cause": "measure", "remedy": "refund", "text": "退差价"})
    said = {"reaction": "rejected", "words": "不够，我要赔十倍"}
    page.post(f"/desk/{case.pk}/reaction", said)
    closing = {"outcome": "explained", "answer": "按规定退差价"}
    assert "还没有告知 12315" in text(page.post(f"/desk/{case.pk}/closure", closing))
    page.post(f"/desk/{case.pk}/reaction", said | {"recourse": "1"})
    assert page.post(f"/desk/{case.pk}/closure", closing).status_code == 302


def test_svc_ac_13_a_withdrawn_complaint_keeps_its_words_and_still_has_its_cause_found(
    company: Company, shop: Trade
) -> None:
    page, case = signed_in("service"), complain(shop.wang, "我要投诉，空调第三次坏了")
    leaving = {"outcome": "withdrawn", "reason": "客户说：算了"}
    assert "还没有写明原因和决定" in text(page.post(f"/desk/{case.pk}/closure", leaving))
    page.post(f"/desk/{case.pk}/decision", {"cause": "quality", "remedy": "exchange", "text": "控制器批次问题"})
    assert page.post(f"/desk/{case.pk}/closure", leaving).status_code == 302
    assert service_reads.entries(SYSTEM, case.pk)[-1].text == "客户说：算了"


def test_r19_7_the_same_cause_within_90_days_raises_one_step(company: Company, shop: Trade) -> None:
    page = signed_in("service")
    decided = {"cause": "delivery", "remedy": "apology", "text": "向您道歉"}
    first, second = complain(shop.wang, "送货晚了"), complain(shop.wang, "又晚了")
    for case in (first, second, second):
        page.post(f"/desk/{case.pk}/decision", decided)
        case.refresh_from_db()
    assert (first.severity, second.severity) == ("general", "major")
