"""The end of a case, and its going on: no promise may be left behind, and "solved" means the customer was told (SVC-INV-2)."""

from datetime import datetime

from minghua.domain.service.models import Case, CaseEntry, Clock
from minghua.domain.service.operations import deeds, grievances, talking
from minghua.domain.service.rules import steps
from minghua.domain.service.types.cases import Standing
from minghua.domain.service.types.deeds import Done
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text


class StillPromised(Refusal):
    """Something promised is not kept yet."""

    code = "still_promised"
    status = 409
    text = Text("还有没兑现的承诺：{zh}。", "Promises are not kept yet: {en}.")
    remedy = Text("请先兑现，或由主管写明原因减免。", "Keep them first, or have a lead waive them with a reason.")


class NotAnswered(Refusal):
    """The case was to be closed as solved, and the customer was told nothing."""

    code = "not_answered"
    status = 422
    text = Text("还没有把答复告诉客户，不能算已解决。", "The customer has not been told the answer; it is not solved.")
    remedy = Text("请填写告诉客户的答复。", "Write the answer that was given to the customer.")


def close(
    case_id: int, outcome: str, *, answer: str = "", channel: str = "phone", reason: str = "", by: Actor, at: datetime
) -> Done:
    """End a case; `answer` is what the customer is told with it. Raises StillPromised, ComplaintUnfinished, NotAnswered, CaseNotNow (SVC-BANK-7)."""
    require(by, "service.work")
    deeds.refuse_first({"outcome": "" if outcome in vocabulary.codes("service.outcome") else "unknown_outcome"})
    case = deeds.begin(case_id, "closed", by=by)
    _refuse_while_promised(case)
    grievances.refuse_unfinished(case, outcome)
    if answer.strip():
        deeds.do(case, "reply", text=answer, public=True, data={"channel": channel}, by=by, at=at)
    elif outcome in ("resolved", "explained") and not _answered(case):
        raise NotAnswered(field="answer")
    elif outcome not in ("resolved", "explained"):
        deeds.refuse_first({"reason": "" if reason.strip() else "needs_reason"})
    case.standing, case.closed_at, case.outcome = Standing.CLOSED, at, outcome
    seq = deeds.do(case, "closed", text=reason, data={"outcome": outcome}, by=by, at=at)
    _on_the_timeline(case, "closed", by=by, at=at)
    return deeds.finish(case, seq, by=by, at=at)


def reopen(case_id: int, *, reason: str, by: Actor, at: datetime) -> Done:
    """Let a closed case go on: what was broken stays broken, a shorter clock begins. Raises ClosedTooLong."""
    require(by, "service.work")
    deeds.refuse_first({"reason": "" if reason.strip() else "needs_reason"})
    case = deeds.begin(case_id, "reopened", by=by)
    seq = talking.reopen_held(case, reason=reason, by=by, at=at)
    _on_the_timeline(case, "reopened", by=by, at=at)
    return deeds.finish(case, seq, by=by, at=at)


def _refuse_while_promised(case: Case) -> None:
    rows = Clock.objects.filter(case=case).values_list("kind", "state", "done_at")
    kinds = steps.blocking((kind, state, done_at is not None) for kind, state, done_at in rows)
    if kinds:
        labels = [vocabulary.label("service.clock", kind) for kind in dict.fromkeys(kinds)]
        zh, en = "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
        raise StillPromised(field="outcome", zh=zh, en=en)


def _answered(case: Case) -> bool:
    """Whether a person answered since the customer last asked."""
    asked = CaseEntry.objects.filter(case=case, act__in=("opened", "reopened", "message")).order_by("-seq")
    last = asked.values_list("seq", flat=True).first() or 0
    said = CaseEntry.objects.filter(case=case, act="reply", seq__gt=last).values_list("data", flat=True)
    return any(not data.get("auto") for data in said)


def _on_the_timeline(case: Case, event: str, *, by: Actor, at: datetime) -> None:
    data = {"event": event, "kind": case.kind, "subject": case.subject, "outcome": case.outcome}
    timeline.post(case.customer_id, "case", at=at, data=data, ref=("case", case.pk), by=by)
