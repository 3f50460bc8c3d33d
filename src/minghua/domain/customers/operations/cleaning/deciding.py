"""What a person decides about a cleaning run: begin it, leave changes out, apply it, undo it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from minghua.domain.customers.models import CleaningChange, CleaningRun
from minghua.domain.customers.queries import cleaning as reads
from minghua.domain.customers.types.cleaning import RULES, ChangeState, RunState
from minghua.foundation.audit import operations as audit
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

JOB = "customers.clean"
SUBJECT = "customers.CleaningRun"


class NotInThatState(Refusal):
    """The run stands elsewhere by now: somebody else was quicker, or the worker is at it."""

    code = "cleaning_elsewhere"
    status = 409
    text = Text("这次清洗现在不能这样做。", "That cannot be done with this cleaning now.")
    remedy = Text("请刷新页面查看它现在的状态。", "Reload the page to see where it stands now.")


def start_cleaning(
    rules: Collection[str], *, ask: Mapping[str, Any] | None = None, label: str = "", by: Actor, at: datetime
) -> int:
    """Begin a dry run over the customers a filter keeps (all one may change without one) and return its id.

    Raises Invalid for an unknown rule or none, and whatever is wrong with the filter.
    """
    require(by, "customers.clean")
    chosen = [rule for rule in RULES if rule in set(rules)]
    if not chosen or set(rules) - set(RULES):
        raise Invalid("请至少选择一条规则。", "Choose at least one rule.", field="rules")
    ask = dict(ask or {})
    run = CleaningRun.objects.create(
        label=label[:200],
        state=RunState.CHECKING,
        rules=chosen,
        ask=ask,
        total=reads.chosen(by, ask, on=local_date(at)).count(),
        created_by_id=by.user_id or 0,
        created_at=at,
    )
    audit.record("customers.cleaning_started", SUBJECT, run.pk, {"rules": chosen, "ask": ask}, by=by, at=at)
    _enqueue(run.pk, by=by, at=at)
    return run.pk


def decide(change_id: int, *, take: bool, by: Actor) -> int:
    """Leave one proposal out, or take it in again, and return its run; raises NotFound, NotInThatState."""
    require(by, "customers.clean")
    change = visible(CleaningChange.objects.filter(pk=change_id), by, editing=True).first()
    if change is None:
        raise NotFound(field="change_id")
    hold(change.run_id, RunState.CHECKED, by=by)
    before, after = (
        (ChangeState.DECLINED, ChangeState.PROPOSED) if take else (ChangeState.PROPOSED, ChangeState.DECLINED)
    )
    CleaningChange.objects.filter(pk=change_id, state=before).update(state=after)
    return change.run_id


def start_applying(run_id: int, *, rules: Collection[str] | None = None, by: Actor, at: datetime) -> None:
    """Apply what is proposed, of some rules only if they are named; the others are left out.

    Raises NotFound, NotInThatState, Invalid for an empty choice.
    """
    require(by, "customers.clean")
    require(by, "customers.edit")
    run = hold(run_id, RunState.CHECKED, by=by)
    if rules is not None:
        if not rules:
            raise Invalid("请至少选择一条规则。", "Choose at least one rule.", field="rules")
        others = CleaningChange.objects.filter(run=run, state=ChangeState.PROPOSED).exclude(rule__in=list(rules))
        others.update(state=ChangeState.DECLINED)
    _go_on(run, RunState.APPLYING, verb="applied", by=by, at=at)


def start_undoing(run_id: int, *, by: Actor, at: datetime) -> None:
    """Put back every value of the run that nobody has changed since."""
    require(by, "customers.clean")
    require(by, "customers.edit")
    _go_on(hold(run_id, RunState.APPLIED, by=by), RunState.UNDOING, verb="undone", by=by, at=at)


def hold(run_id: int, state: RunState, *, by: Actor) -> CleaningRun:
    """Return a visible run, held, that stands there; raises NotFound, NotInThatState."""
    run = visible(CleaningRun.objects.filter(pk=run_id), by).select_for_update(of=("self",)).first()
    if run is None:
        raise NotFound(field="run_id")
    if run.state != state:
        raise NotInThatState
    return run


def _go_on(run: CleaningRun, state: RunState, *, verb: str, by: Actor, at: datetime) -> None:
    run.state, run.done, run.after_id = state, 0, 0
    wanted = ChangeState.PROPOSED if state == RunState.APPLYING else ChangeState.APPLIED
    run.total = CleaningChange.objects.filter(run=run, state=wanted).count()
    run.save(update_fields=["state", "done", "after_id", "total"])
    audit.record(f"customers.cleaning_{verb}", SUBJECT, run.pk, {"changes": run.total}, by=by, at=at)
    _enqueue(run.pk, by=by, at=at)


def _enqueue(run_id: int, *, by: Actor, at: datetime) -> None:
    jobs.enqueue(JOB, {"run_id": run_id, "user_id": by.user_id}, at=at)
