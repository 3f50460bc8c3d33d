"""The worker's part of a cleaning run: one batch at a time, each its own transaction, going on where it stopped."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from minghua.domain.customers.models import CleaningChange, CleaningRun
from minghua.domain.customers.operations.cleaning import checking, writing
from minghua.domain.customers.operations.cleaning.deciding import JOB
from minghua.domain.customers.types.cleaning import ChangeState, RunState
from minghua.foundation.notices import operations as notices
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.words import Text

__all__ = ["JOB", "advance_cleaning"]
Batch = Callable[..., bool]


def advance_cleaning(run_id: int, *, by: Actor, at: datetime) -> bool:
    """Do one batch of what the run is at and return whether there is more; a run that rests is left alone."""
    require(by, "customers.clean")
    run = CleaningRun.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None or run.state not in _BATCHES:
        return False
    batch, after, stamp = _BATCHES[RunState(run.state)]
    if batch(run, by=by, at=at):
        run.save()
        return True
    run.state = after
    setattr(run, stamp, at)
    run.counts = {**run.counts, "outcome": _outcome(run)}
    run.save()
    _tell(run, by=by, at=at)
    return False


_BATCHES: dict[RunState, tuple[Batch, RunState, str]] = {
    RunState.CHECKING: (checking.check_some, RunState.CHECKED, "checked_at"),
    RunState.APPLYING: (writing.apply_some, RunState.APPLIED, "applied_at"),
    RunState.UNDOING: (writing.undo_some, RunState.UNDONE, "undone_at"),
}


def _outcome(run: CleaningRun) -> dict[str, int]:
    states = CleaningChange.objects.filter(run=run).values_list("state", flat=True)
    return dict(Counter(states.iterator(chunk_size=5000)))


def _tell(run: CleaningRun, *, by: Actor, at: datetime) -> None:
    outcome = run.counts["outcome"]
    titles = {
        RunState.CHECKED: Text("清洗检查完成", "The cleaning has been checked"),
        RunState.APPLIED: Text("清洗已写入", "The cleaning has been applied"),
        RunState.UNDONE: Text("清洗已撤销", "The cleaning has been undone"),
    }
    numbers = {
        RunState.CHECKED: outcome.get(ChangeState.PROPOSED, 0),
        RunState.APPLIED: outcome.get(ChangeState.APPLIED, 0),
        RunState.UNDONE: outcome.get(ChangeState.UNDONE, 0),
    }
    state = RunState(run.state)
    notices.send(
        [run.created_by_id],
        kind="records.cleaned",
        title=titles[state],
        body=_body(run.label, numbers[state]),
        link=f"/cleaning/{run.pk}",
        carriers=("in_app",),
        key=f"cleaning:{run.pk}:{run.state}",
        by=by,
        at=at,
    )


def _body(label: str, number: int) -> Text:
    if label:
        return Text(f"{label}：{number} 处。", f"{label}: {number} values.")
    return Text(f"全部客户：{number} 处。", f"All customers: {number} values.")
