"""Promises to the customer: who keeps what by when, kept only with what was found, or waived with a reason."""

from datetime import datetime

from minghua.domain.service.models import Case, Clock
from minghua.domain.service.operations import deeds
from minghua.domain.service.rules import steps
from minghua.domain.service.types.clocks import PROMISES, State
from minghua.domain.service.types.deeds import Done, NewPromise
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound


def promise(case_id: int, new: NewPromise, *, by: Actor, at: datetime) -> Done:
    """Keep a promise with its owner and time; the entry's number names it from now on. Raises Invalid, CaseNotNow."""
    require(by, "service.work")
    deeds.refuse_first(
        {
            "clock": "" if new.clock in PROMISES else "unknown_clock",
            "text": steps.text_problem(new.text),
            "due_at": "needs_time" if new.due_at <= at else "",
        }
    )
    case = deeds.begin(case_id, "promised", by=by)
    owner = new.owner_id or case.assignee_id or by.user_id
    data = {"clock": new.clock, "due_at": new.due_at.isoformat(), "owner": owner}
    return deeds.finish(case, deeds.do(case, "promised", text=new.text, data=data, by=by, at=at), by=by, at=at)


def keep(case_id: int, ref: int, *, finding: str, by: Actor, at: datetime) -> Done:
    """Say that a promise was kept, and what the customer was told or brought (SVC-BANK-4). Raises NotFound, Invalid."""
    require(by, "service.work")
    deeds.refuse_first({"finding": "" if finding.strip() else "needs_finding"})
    case = deeds.begin(case_id, "kept", by=by)
    kind = _pending(case, ref)
    seq = deeds.do(case, "kept", text=finding, data={"ref": ref, "clock": kind}, by=by, at=at)
    if kind == "callback":
        deeds.do(case, "reply", text=finding, public=True, data={"channel": "phone"}, by=by, at=at)
    return deeds.finish(case, seq, by=by, at=at)


def waive(case_id: int, ref: int, *, reason: str, by: Actor, at: datetime) -> Done:
    """Let a promise go, because the customer no longer wants it; a lead's decision, with its reason."""
    require(by, "service.lead")
    deeds.refuse_first({"reason": "" if reason.strip() else "needs_reason"})
    case = deeds.begin(case_id, "waived", by=by)
    kind = _pending(case, ref)
    seq = deeds.do(case, "waived", text=reason, data={"ref": ref, "clock": kind}, by=by, at=at)
    return deeds.finish(case, seq, by=by, at=at)


def _pending(case: Case, ref: int) -> str:
    rows = Clock.objects.filter(case=case, ref=ref, kind__in=PROMISES, done_at=None)
    kind = rows.exclude(state=State.DROPPED).values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound(field="ref")
    return kind
