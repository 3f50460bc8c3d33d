"""A fault is reported: it joins its Problem, the level rises, the case that is opened carries it (R20.7, SVC-AC-05, -07).

This is the only way to a repair case of a customer who has units: `open_case` asks for the report, and so does the database.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from minghua.domain.service.models import Holding, Occurrence, Problem
from minghua.domain.service.operations import deeds, holdings, problem_fold
from minghua.domain.service.operations.intake import open_case
from minghua.domain.service.operations.rising import rise
from minghua.domain.service.queries import problem_facts as facts
from minghua.domain.service.rules import problems as rules
from minghua.domain.service.types.cases import Kind, NewCase
from minghua.domain.service.types.problems import NO_SYMPTOM, Known, NewReport, ProblemState, Reported
from minghua.domain.service.types.symptoms import group_of
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel.errors import Conflict, Invalid
from minghua.kernel.words import Text

SUBJECT = "service.Problem"


class ReportKeyTaken(Conflict):
    """The key named another report before."""

    code = "report_key_taken"
    text = Text("这个编号已用于另一次报修。", "This key names another report.")
    remedy = Text("请换一个编号。", "Use another key.")


def report_fault(new: NewReport, *, by: Actor, at: datetime) -> Reported:
    """Record one report of a fault and open its case; told again it is found again, and counts once.

    Raises NotFound, Invalid, ReportKeyTaken.
    """
    require(by, "service.work")
    said = _checked(new, at=at)
    held = holdings.standing(new.unit_id, by=by)
    before = visible(Occurrence.objects.select_related("problem"), by).filter(key=new.key).first()
    if before is not None:
        return _again(before, new)
    problem = _problem(new, held, said, by=by, at=at)
    try:
        with transaction.atomic():
            told = Occurrence.objects.create(
                problem=problem, customer_id=held.customer_id, key=new.key, at=said, channel=new.channel,
                symptom=new.symptom, condition=new.condition, words=new.words.strip(),
                level=facts.level_with(problem.pk, new.key, said, on=at), recorded_at=at, by_id=by.user_id,
            )  # fmt: skip
    except IntegrityError:
        raise ReportKeyTaken(field="key") from None
    problem_fold.fold(problem, customer_id=held.customer_id, at=at)
    case_id = _open(told, new, by=by, at=at)
    audit.record(
        "fault.reported",
        SUBJECT,
        problem.pk,
        {"unit": new.unit_id, "level": problem.level, "case": case_id},
        by=by,
        at=at,
    )
    rise(problem, case_id=case_id, by=by, at=at)
    return Reported(problem.pk, told.pk, problem.level, problem.reports, case_id, new=True)


def _again(before: Occurrence, new: NewReport) -> Reported:
    if before.problem.unit_id != new.unit_id or before.case_id is None:
        raise ReportKeyTaken(field="key")
    row = before.problem
    return Reported(row.pk, before.pk, row.level, row.reports, before.case_id, new=False)


def _problem(new: NewReport, held: Holding, said: datetime, *, by: Actor, at: datetime) -> Problem:
    """Return the Problem of the unit this report belongs to, locked; made if it is the first."""
    found = _joined(new, said, at=at)
    if found is not None:
        row = Problem.objects.select_for_update().get(pk=found.id)
        if row.symptom == NO_SYMPTOM and new.symptom != NO_SYMPTOM:
            row.symptom = new.symptom  # now it has a name
        return row
    Problem.objects.bulk_create(
        [
            Problem(
                unit_id=new.unit_id, customer_id=held.customer_id, symptom=new.symptom, condition=new.condition,
                state=ProblemState.OPEN, level=1, reports=0, since_rest=0, first_at=said, last_at=said, updated_at=at,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return Problem.objects.select_for_update().get(unit_id=new.unit_id, symptom=new.symptom)


def _joined(new: NewReport, said: datetime, *, at: datetime) -> Known | None:
    known = facts.known_of(new.unit_id)
    since = said - facts.window(on=at)
    if new.symptom == NO_SYMPTOM and new.not_the_same.strip():
        known = [each for each in known if each.symptom == NO_SYMPTOM and not each.open]
    return rules.belongs_to(known, symptom=new.symptom, group=group_of(new.symptom), since=since)


def _open(told: Occurrence, new: NewReport, *, by: Actor, at: datetime) -> int:
    """Open the case of a report; unit, place, entitlement and history are known, nobody is asked again (SVC-AC-05)."""
    subject = vocabulary.label("service.symptom", new.symptom).zh[:120]
    case = NewCase(
        customer_id=told.customer_id,
        kind=Kind.REPAIR,
        subject=subject,
        story=new.words,
        channel=new.channel,
        key=new.key,
    )
    opened = open_case(case, by=by, at=at)
    if told.level > 1:
        _raise(opened.id, told.level, by=by, at=at)
    Occurrence.objects.filter(pk=told.pk).update(case_id=opened.id)
    return opened.id


def _raise(case_id: int, level: int, *, by: Actor, at: datetime) -> None:
    """Let the case carry the level: its clocks are counted anew with the time that is left."""
    case = deeds.begin(case_id, "level", by=by)
    case.level = level
    deeds.finish(case, deeds.do(case, "level", data={"level": level}, by=by, at=at), by=by, at=at)


def _checked(new: NewReport, *, at: datetime) -> datetime:
    said = new.reported_at or at
    if not 1 <= len(new.key) <= 80:
        raise Invalid("来源编号应为 1 到 80 个字符。", "The source key has 1 to 80 signs.", field="key")
    if new.symptom not in vocabulary.codes("service.symptom"):
        raise Invalid(
            "请选择故障现象；说不清就选「说不清」。", "Choose the symptom, “cannot be named” if so.", field="symptom"
        )
    if new.channel not in vocabulary.codes("interactions.channel"):
        raise Invalid("请选择来源渠道。", "Choose how it came in.", field="channel")
    if len(new.words) > 4_000:
        raise Invalid("客户原话不超过 4000 字。", "The customer's words are at most 4,000 signs.", field="words")
    if said > at:
        raise Invalid("报修时间不能在将来。", "The report lies in the future.", field="reported_at")
    return said
