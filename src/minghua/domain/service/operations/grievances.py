"""Complaints at work: how grave at the first word, a person for whoever may be hurt, the decision, the customer's reaction (R19.5)."""

from datetime import datetime, timedelta
from typing import Final

from minghua.domain.service.models import Case
from minghua.domain.service.operations import deeds, telling
from minghua.domain.service.queries import grievances as facts
from minghua.domain.service.rules import complaints, gravity
from minghua.domain.service.types.cases import SUBJECT, Kind, Severity
from minghua.domain.service.types.complaints import CALL_MINUTES, MISSING, Decision, Gravity
from minghua.domain.service.types.deeds import Done
from minghua.foundation.notices import operations as notices
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

AGAIN_DAYS: Final = 90  # R19.7
TURNS_TO_COMPLAINT: Final = frozenset({Kind.CONSULT, Kind.SERVICE, Kind.CARE})


class ComplaintUnfinished(Refusal):
    """The complaint was to be closed before it was handled to the end."""

    code = "complaint_unfinished"
    status = 409
    text = Text("投诉还不能办结：{zh}。", "The complaint cannot be closed yet: {en}.")
    remedy = Text("请先在工单的「投诉处理」里补上。", "Do it in the complaint's part of the case first.")


class TooFewTries(Refusal):
    """Nobody may say "no answer" before the customer was tried often enough."""

    code = "too_few_tries"
    status = 409
    text = Text("联系客户还不到三次，不能算无回音。", "The customer was tried fewer than three times.")
    remedy = Text("请换个时间再联系，每次登记一笔。", "Try at another time and keep each try.")


def first_word(kind: Kind, severity: str, text: str) -> tuple[Kind, str, Gravity]:
    """Return the kind and severity with which a matter is opened, and what its words come to."""
    found = gravity.judge(text, stated=severity)
    if not gravity.is_complaint(found):
        return kind, severity, found
    return (Kind.COMPLAINT if kind in TURNS_TO_COMPLAINT else kind), found.severity, found


def assess(case: Case, found: Gravity, *, by: Actor, at: datetime) -> None:
    """Keep what the words of a held case come to; whoever may be hurt is called by a person within minutes (SVC-PAR-2, SVC-EMO-1)."""
    if not gravity.is_complaint(found):
        return
    data = {"safety": found.safety, "angry": found.angry, "leaving": found.leaving}
    deeds.do(case, "assessed", text="；".join(reason.zh for reason in found.reasons), data=data, by=by, at=at)
    if gravity.is_graver(found.severity, case.severity):
        case.severity = found.severity
        deeds.do(case, "severity", data={"severity": found.severity}, by=by, at=at)
    owner = case.assignee_id or case.accountable_id or next(iter(telling.leads_of(by.user_id)), None)
    if found.safety and not facts.call_is_due(case.pk):
        due = at + timedelta(minutes=CALL_MINUTES)
        promise = {"clock": "callback", "due_at": due.isoformat(), "owner": owner}
        deeds.do(case, "promised", text="涉及人身安全：由人打电话问候，先道歉，再处理", data=promise, by=by, at=at)
    _tell(case, found, owner, by=by, at=at)


def decide(case_id: int, decision: Decision, *, by: Actor, at: datetime) -> Done:
    """Write the cause, the remedy and the sentence for the customer; the same cause again within 90 days raises the severity (R19.7)."""
    require(by, "service.work")
    deeds.refuse_first(
        {
            "cause": "" if decision.cause in vocabulary.codes("service.cause") else "unknown_cause",
            "remedy": "" if decision.remedy in vocabulary.codes("service.remedy") else "unknown_remedy",
            "text": "" if decision.text.strip() else "empty",
        }
    )
    case = deeds.begin(case_id, "judged", by=by)
    data = {"cause": decision.cause, "remedy": decision.remedy, "valid": decision.valid}
    seq = deeds.do(case, "judged", text=decision.text, data=data, by=by, at=at)
    again = facts.same_cause(case, decision.cause, since=at - timedelta(days=AGAIN_DAYS))
    if again and case.severity != Severity.URGENT and not facts.raised_for_repeat(case.pk):
        case.severity = gravity.raised(case.severity)
        deeds.do(case, "severity", text=gravity.AGAIN.zh, data={"severity": case.severity, "again": True}, by=by, at=at)
    return deeds.finish(case, seq, by=by, at=at)


def try_to_reach(case_id: int, note: str = "", *, by: Actor, at: datetime) -> Done:
    """Keep that the customer was tried and did not answer."""
    require(by, "service.work")
    case = deeds.begin(case_id, "tried", by=by)
    return deeds.finish(case, deeds.do(case, "tried", text=note, by=by, at=at), by=by, at=at)


def take_reaction(
    case_id: int, reaction: str, *, words: str = "", recourse: bool = False, by: Actor, at: datetime
) -> Done:
    """Keep what the customer says to the decision, in their words; `recourse`: they were told of other ways. Raises TooFewTries."""
    require(by, "service.work")
    no_answer = reaction == "no_answer"
    deeds.refuse_first(
        {
            "reaction": "" if reaction in vocabulary.codes("service.reaction") else "unknown_reaction",
            "words": "" if words.strip() or no_answer else "empty",
        }
    )
    case = deeds.begin(case_id, "reaction", by=by)
    if no_answer and not complaints.may_say_no_answer(facts.complaint(case.pk)):
        raise TooFewTries(field="reaction")
    data = {"reaction": reaction, "recourse": recourse}
    return deeds.finish(case, deeds.do(case, "reaction", text=words, data=data, by=by, at=at), by=by, at=at)


def refuse_unfinished(case: Case, outcome: str) -> None:
    """Raise ComplaintUnfinished while a complaint lacks a step; a double needs none, a withdrawn one still its cause (SVC-AC-13)."""
    stands = facts.complaint(case.pk)
    if outcome == "duplicate" or not (case.kind == Kind.COMPLAINT or stands.safety):
        return
    needed = ("called", "decided") if outcome == "withdrawn" else tuple(MISSING)
    texts = [MISSING[code] for code in complaints.missing(stands) if code in needed]
    if texts:
        zh, en = "；".join(text.zh for text in texts), "; ".join(text.en for text in texts)
        raise ComplaintUnfinished(field="outcome", zh=zh, en=en)


def _tell(case: Case, found: Gravity, owner: int | None, *, by: Actor, at: datetime) -> None:
    """Safety reaches the lead too; who means to leave is told to whoever looks after the customer."""
    who = [owner, *(telling.leads_of(owner) if found.safety else [])]
    who += [case.customer.owner_id] if found.leaving else []
    what = Text("涉及人身安全", "somebody's safety") if found.safety else Text("客户说要离开", "the customer means to leave") if found.leaving else Text("涉及媒体、法律或监管", "press, law or authority")  # fmt: skip
    title = Text(f"工单 #{case.pk}：{what.zh}", f"Case #{case.pk}: {what.en}")
    notices.send(
        list(dict.fromkeys(pk for pk in who if pk)), kind="service.clock", title=title, link=f"/desk/{case.pk}",
        about=(SUBJECT, case.pk), key=f"grave-{case.pk}-{case.version}", by=by, at=at,
    )  # fmt: skip
