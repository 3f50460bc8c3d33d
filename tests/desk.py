"""A service desk for tests: opening cases, doing deeds in a unit of work, looking at clocks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.models import Clock
from minghua.domain.service.types import CaseCard, HandOver, Kind, NewCase
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.periods import SHANGHAI
from tests.conftest import AT


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def do(deed: Callable[..., Any], *arguments: Any, by: Actor, at: datetime = AT, **facts: Any) -> Any:
    with unit_of_work(by, at=at):
        return deed(*arguments, by=by, at=at, **facts)


def opened(customer_id: int, by: Actor, at: datetime = AT, **facts: Any) -> int:
    new = NewCase(**{"customer_id": customer_id, "kind": Kind.CONSULT, "subject": "我的卡开通电话银行了吗", **facts})
    return do(service.open_case, new, by=by, at=at).id


def card(case_id: int) -> CaseCard:
    return service_reads.case(SYSTEM, case_id)


def acts(case_id: int) -> list[str]:
    return [entry.act for entry in service_reads.entries(SYSTEM, case_id)]


def clock(case_id: int, kind: str) -> Clock:
    return Clock.objects.filter(case_id=case_id, kind=kind).order_by("-ref")[0]


def given(to_id: int | None, **facts: Any) -> HandOver:
    whole = {
        "need": "我的卡到底开通没有",
        "checked": "柜台记录",
        "ask": "查一号柜台七天前的申请",
        "contact": "13800138000",
    }
    return HandOver(**{"to_id": to_id, "reply_by": AT + timedelta(hours=3), **whole, **facts})
