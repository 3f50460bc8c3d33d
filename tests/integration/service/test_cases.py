"""A case from the first word to the end: kept once, answered by a person, handed over whole, closed without debts."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.models import CaseEntry, Clock, ServicePolicy
from minghua.domain.service.types import Kind, NewPromise
from minghua.foundation.notices.models import Notice
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.kernel.errors import Forbidden, Invalid, NotFound, Refusal
from tests.company import Company
from tests.conftest import AT
from tests.desk import acts, card, clock, do, given, opened


def test_svc_inv_1_a_report_told_twice_is_one_case(zhang: int, agent: Actor) -> None:
    first = opened(zhang, agent, key="form-1")
    assert opened(zhang, agent, key="form-1") == first
    assert opened(zhang, agent, key="form-2") != first
    assert acts(first) == ["opened"]


def test_svc_inv_1_a_message_told_twice_is_one_line(zhang: int, agent: Actor) -> None:
    case_id = opened(zhang, agent)
    first = do(service.message, case_id, "在吗", key="wx-1", by=agent)
    assert do(service.message, case_id, "在吗", key="wx-1", by=agent) == first
    assert acts(case_id) == ["opened", "message"]


def test_a_case_needs_its_need_in_one_sentence_and_a_repair_does_not(zhang: int, agent: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        opened(zhang, agent, subject=" ")
    assert (refused.value.field, refused.value.code) == ("subject", "needs_subject")
    assert card(opened(zhang, agent, kind=Kind.REPAIR, subject="")).kind == "repair"


def test_who_may_only_look_cannot_open(zhang: int, company: Company) -> None:
    with pytest.raises(Forbidden):
        opened(zhang, company.actor("auditor"))


def test_a_case_of_a_customer_out_of_reach_is_not_found(zhang: int, agent: Actor, company: Company) -> None:
    case_id = opened(zhang, agent)
    with pytest.raises(NotFound):
        service_reads.case(company.actor("west1"), case_id)
    with pytest.raises(NotFound):
        do(service.note, case_id, "看看", by=company.actor("west1"))


def test_a_reply_written_beside_another_is_held_back_with_what_was_missed(zhang: int, agent: Actor) -> None:
    case_id = opened(zhang, agent)
    seen = card(case_id).spoken
    do(service.message, case_id, "刚才忘了说，尾号 8421", by=agent)
    with pytest.raises(Refusal) as refused:
        do(service.reply, case_id, "请提供卡号尾号", base=seen, by=agent)
    assert (refused.value.code, refused.value.status) == ("said_meanwhile", 409)
    assert "尾号 8421" in refused.value.message("zh-hans")
    do(service.reply, case_id, "已开通", base=card(case_id).spoken, by=agent)
    assert acts(case_id) == ["opened", "message", "reply"]


def test_svc_bank_3_no_blind_hand_off(zhang: int, agent: Actor, company: Company) -> None:
    case_id, other = opened(zhang, agent), company.actor("manager")
    for field in ("need", "checked", "ask", "contact"):
        with pytest.raises(Invalid) as refused:
            do(service.offer, case_id, given(other.user_id, **{field: " "}), by=agent)
        assert refused.value.field == field
    with pytest.raises(Invalid) as late:
        do(service.offer, case_id, given(other.user_id, reply_by=AT - timedelta(minutes=1)), by=agent)
    assert late.value.field == "reply_by"
    do(service.offer, case_id, given(other.user_id), by=agent)
    assert (card(case_id).assignee_id, card(case_id).offered_to_id) == (agent.user_id, other.user_id)
    assert Notice.objects.filter(user_id=other.user_id or 0, kind="service.hand_over").count() == 1
    do(service.accept, case_id, by=other)
    assert (card(case_id).assignee_id, card(case_id).accountable_id) == (other.user_id, agent.user_id)


def test_svc_bank_3_what_nobody_accepts_returns_to_the_first_owner(zhang: int, agent: Actor, lead: Actor) -> None:
    case_id = opened(zhang, agent)
    do(service.offer, case_id, given(lead.user_id), by=agent)
    do(service.tick_clocks, by=SYSTEM, at=AT + timedelta(minutes=61))
    assert (card(case_id).offered_to_id, card(case_id).assignee_id) == (None, agent.user_id)
    assert clock(case_id, "hand_over").state == "breached"
    assert acts(case_id) == ["opened", "offered", "promised", "returned"]


def test_what_was_offered_to_another_cannot_be_accepted(zhang: int, agent: Actor, lead: Actor) -> None:
    case_id = opened(zhang, agent)
    do(service.offer, case_id, given(lead.user_id), by=agent)
    with pytest.raises(Refusal) as refused:
        do(service.accept, case_id, by=agent)
    assert refused.value.code == "not_offered"


def test_svc_bank_4_a_call_back_is_kept_only_with_what_was_told(zhang: int, agent: Actor) -> None:
    case_id = opened(zhang, agent)
    promised = NewPromise(clock="callback", text="三点前回电", due_at=AT + timedelta(hours=5))
    ref = do(service.promise, case_id, promised, by=agent).seq
    with pytest.raises(Invalid) as refused:
        do(service.keep, case_id, ref, finding="", by=agent)
    assert refused.value.code == "needs_finding"
    do(service.keep, case_id, ref, finding="已开通，尾号 8421", by=agent)
    assert clock(case_id, "callback").state == "satisfied"
    with pytest.raises(NotFound):
        do(service.keep, case_id, ref, finding="再说一次", by=agent)


def test_svc_bank_7_it_is_not_solved_before_the_customer_was_told(zhang: int, agent: Actor) -> None:
    case_id = opened(zhang, agent)
    do(service.reply, case_id, "已收到，系统自动回复", base=0, auto=True, by=agent)
    with pytest.raises(Refusal) as refused:
        do(service.close, case_id, "resolved", by=agent)
    assert refused.value.code == "not_answered"
    do(service.close, case_id, "resolved", answer="已开通", by=agent)
    assert (card(case_id).standing, card(case_id).outcome) == ("closed", "resolved")


def test_svc_inv_2_a_case_does_not_close_over_a_promise(zhang: int, agent: Actor, lead: Actor) -> None:
    case_id = opened(zhang, agent)
    ref = do(
        service.promise,
        case_id,
        NewPromise(clock="part_arrival", text="控制器", due_at=AT + timedelta(days=14)),
        by=agent,
    ).seq
    with pytest.raises(Refusal) as refused:
        do(service.close, case_id, "resolved", answer="好了", by=agent)
    assert refused.value.code == "still_promised"
    with pytest.raises(Forbidden):
        do(service.waive, case_id, ref, reason="客户说不要了", by=agent)
    do(service.waive, case_id, ref, reason="客户说不要了", by=lead)
    do(service.close, case_id, "resolved", answer="好了", by=agent)
    assert set(Clock.objects.filter(case_id=case_id).values_list("state", flat=True)) == {"satisfied", "dropped"}


def test_the_log_is_never_changed(zhang: int, agent: Actor) -> None:
    opened(zhang, agent)
    ServicePolicy.objects.create(version=1, text={}, at=AT)
    for change in (
        lambda: CaseEntry.objects.update(act="note"),
        lambda: CaseEntry.objects.all().delete(),
        lambda: ServicePolicy.objects.update(text={"a": 1}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
