"""Talking with the customer and about the case: replies guarded against collision, messages, notes (SVC-INV-1)."""

from datetime import datetime, timedelta
from typing import Any, Final

from minghua.domain.service.models import Case, CaseEntry
from minghua.domain.service.operations import deeds, grievances
from minghua.domain.service.queries import policies
from minghua.domain.service.rules import gravity, steps, terms
from minghua.domain.service.types.cases import Standing
from minghua.domain.service.types.deeds import Done
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

_SHOWN: Final = 500


class SaidMeanwhile(Refusal):
    """Something was said to or by the customer since this reply was begun; the draft is kept, the difference shown."""

    code = "said_meanwhile"
    status = 409
    text = Text("您写回复时又有新的往来：{said}", "Something was said while you wrote: {said}")
    remedy = Text("您的草稿已保留，请看过再发送。", "Your draft is kept; look first, then send it.")


class ClosedTooLong(Refusal):
    """The case was closed too long ago to go on."""

    code = "closed_too_long"
    status = 409
    text = Text("工单办结已超过 {days} 天，不能再继续。", "The case was closed more than {days} days ago.")
    remedy = Text("请登记新工单，并写明原工单号。", "Open a new case and name the old one.")


def reply(
    case_id: int, text: str, *, base: int, channel: str = "", auto: bool = False, key: str = "", by: Actor, at: datetime
) -> Done:
    """Answer the customer; `base` is the last public entry the writer had seen. Raises SaidMeanwhile with what was missed."""
    require(by, "service.work")
    deeds.refuse_first({"text": steps.text_problem(text)})
    case = deeds.begin(case_id, "reply", by=by)
    if key and (done := said_before(case, key)):
        return done
    if base < case.spoken and not auto:
        raise SaidMeanwhile(field="base", said=_since(case, base))
    seq = deeds.do(
        case, "reply", text=text, public=True, data={"channel": channel, "auto": auto}, key=key, by=by, at=at
    )
    return deeds.finish(case, seq, by=by, at=at)


def message(case_id: int, text: str, *, channel: str = "", key: str = "", by: Actor, at: datetime) -> Done:
    """Keep what the customer said; it ends a pause that waited for it and reopens a case closed not long ago. Raises ClosedTooLong."""
    require(by, "service.work")
    deeds.refuse_first({"text": steps.text_problem(text)})
    case = deeds.begin(case_id, "message", by=by)
    if key and (done := said_before(case, key)):
        return done
    if case.standing == Standing.CLOSED:
        reopen_held(case, reason="", by=by, at=at)
    elif _waits_for_customer(case):
        deeds.do(case, "resumed", by=by, at=at)
        case.standing = Standing.OPEN
    seq = deeds.do(case, "message", text=text, public=True, data={"channel": channel}, key=key, by=by, at=at)
    grievances.assess(case, gravity.judge(text), by=by, at=at)
    return deeds.finish(case, seq, by=by, at=at)


def note(case_id: int, text: str, *, key: str = "", by: Actor, at: datetime) -> Done:
    """Keep a note that the customer does not see."""
    require(by, "service.work")
    deeds.refuse_first({"text": steps.text_problem(text)})
    case = deeds.begin(case_id, "note", by=by)
    if key and (done := said_before(case, key)):
        return done
    return deeds.finish(case, deeds.do(case, "note", text=text, key=key, by=by, at=at), by=by, at=at)


def reopen_held(case: Case, *, reason: str, by: Actor, at: datetime) -> int:
    """Open a held, closed case again within the window of the policy; raises ClosedTooLong."""
    days = terms_days(case)
    if case.closed_at is not None and at > case.closed_at + timedelta(days=days):
        raise ClosedTooLong(field="case_id", days=days)
    case.standing, case.closed_at, case.outcome = Standing.OPEN, None, ""
    case.reopened += 1
    return deeds.do(case, "reopened", text=reason, by=by, at=at)


def terms_days(case: Case) -> int:
    """Return for how many days after its end a case may go on."""
    rows = CaseEntry.objects.filter(case=case, act__in=("opened", "terms")).order_by("-seq")
    data: dict[str, Any] = rows.values_list("data", flat=True)[0]
    text = {**terms.STANDARD, **policies.text_of(data["policy"])}
    return int(text["reopen_days"])


def said_before(case: Case, key: str) -> Done | None:
    """Return what a repeated key did before."""
    seq = CaseEntry.objects.filter(case=case, key=key).values_list("seq", flat=True).first()
    return Done(case.pk, seq, case.spoken) if seq else None


def _waits_for_customer(case: Case) -> bool:
    if case.standing != Standing.WAITING:
        return False
    last = CaseEntry.objects.filter(case=case, act="paused").order_by("-seq").values_list("data", flat=True).first()
    return bool(last and last.get("reason") == "waiting_customer")


def _since(case: Case, base: int) -> str:
    rows = CaseEntry.objects.filter(case=case, seq__gt=base, public=True).order_by("seq")
    return " ／ ".join(text for text in rows.values_list("text", flat=True))[:_SHOWN]
