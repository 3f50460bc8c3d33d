"""What every deed on a case has in common: lock, judge, append, count the clocks, store, tell, record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from minghua.domain.service.models import Case
from minghua.domain.service.operations import case_log, telling, watching
from minghua.domain.service.rules import steps
from minghua.domain.service.types.cases import SUBJECT
from minghua.domain.service.types.deeds import Done
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.words import Text

COLUMNS = (
    "standing", "severity", "level", "accountable", "assignee", "offered_to", "updated_at", "closed_at", "outcome",
    "reopened", "version", "spoken", "due_at", "breached", "holidays",
)  # fmt: skip


class CaseNotNow(Refusal):
    """The deed may not follow on how the case stands."""

    code = "case_step_not_allowed"
    status = 409
    text = Text("这张工单现在不能这样办理。", "This cannot be done to the case as it stands.")
    remedy = Text("请刷新看看它的进度；已办结的请先重开。", "Reload to see how it stands; reopen a closed one first.")


def begin(case_id: int, act: str, *, by: Actor) -> Case:
    """Return the case, locked, if the act may follow; raises NotFound, CaseNotNow."""
    case = case_log.held(case_id, by=by)
    if not steps.may_follow(case.standing, act):
        raise CaseNotNow(field="act")
    return case


def refuse_first(wrong: Mapping[str, str]) -> None:
    """Raise Invalid for the first field at fault."""
    for field, code in wrong.items():
        if code:
            text = steps.PROBLEMS[code]
            raise Invalid(text.zh, text.en, field=field, code=code)


def do(
    case: Case,
    act: str,
    *,
    text: str = "",
    public: bool = False,
    data: dict[str, Any] | None = None,
    details: dict[str, str] | None = None,
    key: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Append one entry to a held case; `finish` afterwards."""
    seq = case_log.append(case, act, text=text, public=public, data=data, details=details, key=key, by=by, at=at)
    audit.record(f"case.{act}", SUBJECT, case.pk, {"customer": case.customer_id, "seq": seq}, by=by, at=at)
    return seq


def finish(case: Case, seq: int, *, by: Actor, at: datetime) -> Done:
    """Count the clocks of a held case, store it and tell who must know."""
    alerts = watching.recount(case, at=at)
    case.save(update_fields=COLUMNS)
    telling.tell(case, alerts, by=by, at=at)
    return Done(case.pk, seq, case.spoken)
