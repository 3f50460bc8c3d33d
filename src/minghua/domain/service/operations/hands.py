"""In whose hands a case is: the first one answers for it to the end; a hand-over counts once it is accepted (首问负责)."""

from datetime import datetime
from typing import Final

from minghua.domain.service.models import Case, CaseEntry
from minghua.domain.service.operations import deeds, telling
from minghua.domain.service.rules import steps
from minghua.domain.service.types.cases import SUBJECT
from minghua.domain.service.types.deeds import Done, HandOver
from minghua.foundation.notices import operations as notices
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Forbidden, NotFound, Refusal
from minghua.kernel.words import Text

BOUNCES: Final = 2
"""Hand-overs that came back before the lead is told (首问负责)."""


class NotOffered(Refusal):
    """The case is not waiting for this person to accept it."""

    code = "not_offered"
    status = 409
    text = Text("这张工单没有在等您接手。", "This case is not waiting for you to accept it.")
    remedy = Text("请刷新看看它在谁手里。", "Reload to see in whose hands it is.")


def assign(case_id: int, to_id: int, *, by: Actor, at: datetime) -> Done:
    """Put a case into somebody's hands: one's own with `service.work`, others' with `service.lead`."""
    require(by, "service.work" if to_id == by.user_id else "service.lead")
    case = deeds.begin(case_id, "assigned", by=by)
    _check_person(to_id)
    if case.offered_to_id is not None:
        deeds.do(case, "returned", data={"from": case.offered_to_id}, by=by, at=at)
    case.assignee_id, case.offered_to_id = to_id, None
    case.accountable_id = case.accountable_id or to_id
    return deeds.finish(case, deeds.do(case, "assigned", data={"to": to_id}, by=by, at=at), by=by, at=at)


def offer(case_id: int, given: HandOver, *, by: Actor, at: datetime) -> Done:
    """Hand a case over with all the next person must know; until they accept it stays with the giver (SVC-BANK-3)."""
    require(by, "service.work")
    deeds.refuse_first(steps.hand_over_problems(given, by_id=by.user_id, late=given.reply_by < at))
    case = deeds.begin(case_id, "offered", by=by)
    _check_person(given.to_id)
    if case.offered_to_id is not None:
        raise deeds.CaseNotNow(field="to_id")
    case.offered_to_id = given.to_id
    details = {
        "need": given.need.strip(), "checked": given.checked.strip(), "contact": given.contact.strip(),
        "reply_by": given.reply_by.isoformat(),
    }  # fmt: skip
    seq = deeds.do(case, "offered", text=given.ask, data={"to": given.to_id}, details=details, by=by, at=at)
    promise = {"clock": "callback", "due_at": given.reply_by.isoformat(), "owner": given.to_id}
    deeds.do(case, "promised", text=given.need, data=promise, by=by, at=at)
    _invite(case, given.to_id, given.ask, by=by, at=at)
    return deeds.finish(case, seq, by=by, at=at)


def accept(case_id: int, *, by: Actor, at: datetime) -> Done:
    """Take over what was offered to oneself; raises NotOffered."""
    require(by, "service.work")
    case = deeds.begin(case_id, "accepted", by=by)
    if case.offered_to_id is None or case.offered_to_id != by.user_id:
        raise NotOffered(field="case_id")
    case.assignee_id, case.offered_to_id = by.user_id, None
    return deeds.finish(case, deeds.do(case, "accepted", by=by, at=at), by=by, at=at)


def send_back(case_id: int, *, reason: str, by: Actor, at: datetime) -> Done:
    """Give back what was offered, saying why; it returns to who answers for it. Raises NotOffered, Forbidden."""
    require(by, "service.work")
    deeds.refuse_first({"reason": "" if reason.strip() else "needs_reason"})
    case = deeds.begin(case_id, "returned", by=by)
    if case.offered_to_id is None:
        raise NotOffered(field="case_id")
    if case.offered_to_id != by.user_id and not by.may("service.lead"):
        raise Forbidden(permission="service.lead")
    return deeds.finish(case, give_back(case, reason=reason, by=by, at=at), by=by, at=at)


def give_back(case: Case, *, reason: str, by: Actor, at: datetime) -> int:
    """Return a held case to who answers for it; the second time round the lead hears of it."""
    seq = deeds.do(case, "returned", text=reason, data={"from": case.offered_to_id}, by=by, at=at)
    case.offered_to_id = None
    case.assignee_id = case.accountable_id
    if CaseEntry.objects.filter(case=case, act="returned").count() >= BOUNCES:
        _tell_lead(case, by=by, at=at)
    return seq


def _check_person(user_id: int) -> None:
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        raise NotFound(field="to_id")


def _invite(case: Case, user_id: int, ask: str, *, by: Actor, at: datetime) -> None:
    title = Text(f"请接手工单 #{case.pk}：{ask[:80]}", f"Case #{case.pk} is handed to you: {ask[:80]}")
    notices.send(
        [user_id], kind="service.hand_over", title=title, link=f"/desk/{case.pk}", about=(SUBJECT, case.pk),
        key=f"offer-{case.pk}-{case.version}", by=by, at=at,
    )  # fmt: skip


def _tell_lead(case: Case, *, by: Actor, at: datetime) -> None:
    title = Text(f"工单 #{case.pk} 转手后又退回", f"Case #{case.pk} was handed over and came back again")
    notices.send(
        telling.leads_of(case.accountable_id), kind="service.clock", title=title, link=f"/desk/{case.pk}",
        about=(SUBJECT, case.pk), key=f"bounce-{case.pk}-{case.version}", by=by, at=at,
    )  # fmt: skip
