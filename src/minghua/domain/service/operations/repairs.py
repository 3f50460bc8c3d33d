"""What was found and done about a report, and the proven end of a Problem; "it works again" is watched, not ended (R20.8)."""

from datetime import datetime

from minghua.domain.customers.operations import holding
from minghua.domain.service.models import Occurrence, OutOfUse, Problem, Repair, Rest
from minghua.domain.service.operations import problem_fold
from minghua.domain.service.queries import problem_facts as facts
from minghua.domain.service.rules import problems as rules
from minghua.domain.service.types.problems import Basis, Condition, Outcome, ProblemState
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "service.Problem"


class NotProven(Refusal):
    """A fault that merely stayed away in the wrong weather is not ended."""

    code = "end_not_proven"
    status = 409
    text = Text(
        "还不能算好了：故障要在它出现的条件下 {needed} 天不再出现（已过 {quiet} 天，其中有条件的 {seen} 天）。",
        "Not ended yet: it has to stay away for {needed} days in its own condition ({quiet} days passed, {seen} of them in it).",
    )
    remedy = Text(
        "请继续观察，或请客户确认并写下原话。", "Go on watching, or let the customer confirm and write the words."
    )


class AlreadyAtRest(Refusal):
    """The Problem's end was proven before."""

    code = "problem_at_rest"
    status = 409
    text = Text("这个故障已经证实好了。", "The end of this problem was proven before.")
    remedy = Text("再次出现时请重新报修。", "Report it again when it comes back.")


def record_repair(
    problem_id: int, outcome: Outcome, *, diagnosis: str = "", parts: str = "", by: Actor, at: datetime
) -> int:
    """Record what was done about the latest report and how it ended; returns its id. Raises NotFound, Invalid."""
    require(by, "service.work")
    row = _held(problem_id, by=by)
    if row.state == ProblemState.AT_REST:
        raise AlreadyAtRest
    if len(diagnosis) > 4_000 or len(parts) > 200:
        raise Invalid("文字太长。", "The text is too long.", field="diagnosis" if len(diagnosis) > 4_000 else "parts")
    if outcome is Outcome.FIXED and not diagnosis.strip():
        raise Invalid(
            "请写诊断：下一位工程师要看到。", "Give the diagnosis: the next engineer has to see it.", field="diagnosis"
        )
    latest = (
        Occurrence.objects.filter(problem=row).order_by("-at", "-pk")[:1].get()
    )  # a Problem without a report is none
    done = Repair.objects.create(
        occurrence=latest, outcome=outcome, diagnosis=diagnosis.strip(), parts=parts.strip(), at=at, by_id=by.user_id
    )
    _wait(row.unit_id, outcome, at=at)
    problem_fold.fold(row, at=at)
    audit.record("fault.repaired", SUBJECT, row.pk, {"outcome": outcome}, by=by, at=at)
    return done.pk


def end_problem(problem_id: int, basis: Basis, *, words: str = "", seen_days: int = 0, by: Actor, at: datetime) -> None:
    """Put a Problem to rest: the customer confirmed it in words, or it stayed away in the condition that brings it.

    Raises NotFound, Invalid, NotProven, AlreadyAtRest.
    """
    require(by, "service.work")
    row = _held(problem_id, by=by)
    if row.state == ProblemState.AT_REST:
        raise AlreadyAtRest
    said = words.strip()
    if not said or len(said) > 400:
        raise Invalid("请写客户原话或依据，400 字以内。", "Give the customer's words or the evidence.", field="words")
    if not 0 <= seen_days <= 10_000:
        raise Invalid("天数不对。", "The days cannot be right.", field="seen_days")
    quiet, needed = (at - row.last_at).days, facts.quiet_days(on=at)
    proven = rules.may_rest(Condition(row.condition), quiet_days=quiet, seen_days=seen_days, needed_days=needed)
    if basis is Basis.QUIET and not proven:
        raise NotProven(field="seen_days", needed=needed, quiet=quiet, seen=seen_days)
    Rest.objects.create(problem=row, basis=basis, words=said, seen_days=seen_days, at=at, by_id=by.user_id)
    _use_again(row.unit_id, at=at)
    problem_fold.fold(row, at=at)
    audit.record("fault.ended", SUBJECT, row.pk, {"basis": basis}, by=by, at=at)


def _held(problem_id: int, *, by: Actor) -> Problem:
    found = visible(Problem.objects.filter(pk=problem_id), by)
    holding.hold_of(found)
    row = found.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound(field="problem_id")
    return row


def _wait(unit_id: int, outcome: Outcome, *, at: datetime) -> None:
    """Waiting for a part does not use up what the unit is entitled to (SVC-AC-11)."""
    if outcome is Outcome.WAITING_PART:
        row = OutOfUse(unit_id=unit_id, reason="part", from_on=local_date(at), recorded_at=at)
        OutOfUse.objects.bulk_create([row], ignore_conflicts=True)
    else:
        _use_again(unit_id, at=at)


def _use_again(unit_id: int, *, at: datetime) -> None:
    OutOfUse.objects.filter(unit_id=unit_id, until_on=None).update(until_on=local_date(at))
