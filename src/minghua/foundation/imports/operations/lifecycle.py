"""Moves a run from step to step by the table of allowed steps, and asks the worker for what takes time."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from minghua.foundation.audit import operations as audit
from minghua.foundation.files import operations as files
from minghua.foundation.imports import spools, targets
from minghua.foundation.imports.facts import facts_of
from minghua.foundation.imports.models import ImportProblem, ImportRun
from minghua.foundation.imports.types import STEPS, State
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Conflict, NotFound
from minghua.kernel.words import Text

SUBJECT: Final = "imports.ImportRun"
JOB: Final = "imports.advance"
SILENCE: Final = timedelta(seconds=90)
AT_WORK: Final = frozenset({State.CHECKING, State.RUNNING, State.UNDOING})
BEFORE_RUNNING: Final = tuple(state for state, steps in STEPS.items() if State.DISCARDED in steps)


class WrongStep(Conflict):
    """The run stands elsewhere."""

    code = "wrong_step"
    text = Text("导入处于「{state_zh}」，不能执行此操作。", "The import is “{state_en}”; this cannot be done now.")
    remedy = Text("请刷新页面查看当前进度。", "Reload the page to see where it stands.")


class HasDependents(Conflict):
    """Something else has come to depend on what the run brought."""

    code = "has_dependents"
    text = Text("无法撤销，还有其他数据依赖它：{zh}。", "It cannot be undone; other data depends on it: {en}.")
    remedy = Text("请先处理这些数据，再撤销导入。", "Deal with those first, then undo the import.")


class FileGone(Conflict):
    """The run's file was kept for its term and is gone."""

    code = "import_file_gone"
    text = Text(
        "文件已过保存期限，已经删除，不能再检查或继续导入。",
        "The file was kept for its term and has been deleted; the import cannot be checked or go on.",
    )
    remedy = Text(
        "已导入的数据仍可撤销；如需继续，请重新上传文件。",
        "What was imported can still be undone; to go on, upload the file again.",
    )


WORDS: Final[dict[str, Text]] = {
    State.UPLOADED: Text("已上传", "Uploaded"),
    State.MAPPED: Text("已对应字段", "Mapped"),
    State.CHECKING: Text("检查中", "Checking"),
    State.CHECKED: Text("已检查", "Checked"),
    State.RUNNING: Text("导入中", "Importing"),
    State.DONE: Text("已完成", "Done"),
    State.FAILED: Text("已中断", "Stopped"),
    State.UNDOING: Text("撤销中", "Undoing"),
    State.UNDONE: Text("已撤销", "Undone"),
    State.DISCARDED: Text("已丢弃", "Discarded"),
}


def held(run_id: int, *, by: Actor, permission: str = "imports.run") -> ImportRun:
    """Return the run, locked for this transaction; raises NotFound for a foreign one."""
    require(by, permission)
    found = visible(ImportRun.objects.select_for_update(of=("self",)), by, editing=True).filter(pk=run_id).first()
    if found is None:
        raise NotFound(field="run_id")
    return found


def move(run: ImportRun, to: State, *, at: datetime) -> None:
    """Take an allowed step by compare-and-set; raises WrongStep."""
    came_from = State(run.state)
    allowed = to is came_from or to in STEPS[came_from]
    if not allowed or not ImportRun.objects.filter(pk=run.pk, state=came_from).update(state=to, beat_at=at):
        raise WrongStep(state_zh=WORDS[came_from].zh, state_en=WORDS[came_from].en)
    run.state = to


def start_check(run_id: int, *, here: bool = False, by: Actor, at: datetime) -> None:
    """Ask for a dry run: every row is read, nothing is stored; raises WrongStep, FileGone."""
    run = held(run_id, by=by)
    _require_file(run)
    move(run, State.CHECKING, at=at)
    _ask(run, here=here, by=by, at=at, forecast={}, rows_read=0)


def start(run_id: int, *, here: bool = False, by: Actor, at: datetime) -> None:
    """Ask for the import itself; only after a dry run."""
    run = held(run_id, by=by)
    if run.state != State.CHECKED:
        raise WrongStep(state_zh=WORDS[run.state].zh, state_en=WORDS[run.state].en)
    move(run, State.RUNNING, at=at)
    _ask(run, here=here, by=by, at=at, started_at=at, failure="", counts={}, phase="", checkpoint=0)
    audit.record("import.started", SUBJECT, run.pk, {"name": run.name}, by=by, at=at)


def resume(run_id: int, *, here: bool = False, by: Actor, at: datetime) -> None:
    """Go on from the checkpoint with a run that stopped or fell silent; raises WrongStep while it is alive, FileGone."""
    run = held(run_id, by=by)
    silent = run.state in AT_WORK and (run.beat_at is None or run.beat_at + SILENCE <= at)
    if not silent and run.state != State.FAILED:
        raise WrongStep(state_zh=WORDS[run.state].zh, state_en=WORDS[run.state].en)
    if run.state != State.UNDOING:
        _require_file(run)
    if run.state == State.FAILED:
        move(run, State.RUNNING if run.started_at else State.CHECKING, at=at)
    _ask(run, here=here, by=by, at=at, failure="")


def start_undo(run_id: int, *, here: bool = False, by: Actor, at: datetime) -> None:
    """Ask for the whole run to be taken back; raises HasDependents when other data stands on it."""
    run = held(run_id, by=by, permission="imports.undo")
    refuse_dependents(run, by=by)
    move(run, State.UNDOING, at=at)
    _ask(run, here=here, by=by, at=at, phase="undo", checkpoint=0, failure="")
    audit.record("import.undo_started", SUBJECT, run.pk, {"name": run.name}, by=by, at=at)


def refuse_dependents(run: ImportRun, *, by: Actor) -> None:
    """Raise HasDependents when something else stands on what the run brought."""
    found = targets.target(run.target).dependents(facts_of(run), by=by)
    if found:
        raise HasDependents(zh=";".join(text.zh for text in found[:5]), en="; ".join(text.en for text in found[:5]))


def discard(run_id: int, *, by: Actor, at: datetime) -> None:
    """Throw away a file that was not imported, with its problems and samples."""
    run = held(run_id, by=by)
    if run.started_at:  # it may have stored rows, even if it is being checked again: only an undo takes them back
        raise WrongStep(state_zh=WORDS[run.state].zh, state_en=WORDS[run.state].en)
    move(run, State.DISCARDED, at=at)
    ImportProblem.objects.filter(run=run).delete()
    ImportRun.objects.filter(pk=run.pk).update(samples=[], finished_at=at)
    transaction.on_commit(partial(forget_bytes, run))
    audit.record("import.discarded", SUBJECT, run.pk, {"name": run.name}, by=by, at=at)


def forget_files(found: "QuerySet[ImportRun]", *, at: datetime) -> int:
    """Delete the files and spools of these runs and return how many; their counts stay.

    What never began to import ends as discarded, with its problems; what broke off or fell silent can still be undone.
    """
    runs = list(found.select_for_update(of=("self",)))
    unbegun = [run.pk for run in runs if run.started_at is None and run.state in BEFORE_RUNNING]
    ImportProblem.objects.filter(run_id__in=unbegun).delete()
    ImportRun.objects.filter(pk__in=unbegun).update(state=State.DISCARDED, finished_at=at)
    ImportRun.objects.filter(pk__in=[run.pk for run in runs]).update(samples=[])
    begun = [run.pk for run in runs if run.started_at and run.state in (*BEFORE_RUNNING, State.RUNNING)]
    gone = FileGone().message("zh-hans")[:500]
    ImportRun.objects.filter(pk__in=begun).update(state=State.FAILED, failure=gone)  # whence it can be undone
    for run in runs:
        transaction.on_commit(partial(forget_bytes, run))
    return len(runs)


def _require_file(run: ImportRun) -> None:
    """Raise FileGone once the samples, which go with the file, are forgotten."""
    if run.samples == []:
        raise FileGone(field="run_id")


def forget_bytes(run: ImportRun) -> None:
    """Delete the file and the spool of a run."""
    files.place_of(run.file_id).unlink(missing_ok=True)
    spools.path_of(run).unlink(missing_ok=True)


def stop_run(run_id: int, *, reason: str, at: datetime) -> None:
    """Stop a run where it stands and say why; what it had stored stays, and it can be resumed."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state in AT_WORK:
        move(run, State.DONE if run.state == State.UNDOING else State.FAILED, at=at)
        ImportRun.objects.filter(pk=run.pk).update(failure=reason[:500])


def _ask(run: ImportRun, *, here: bool, by: Actor, at: datetime, **values: object) -> None:
    """Count the attempt and ask the worker for it, unless the caller does the work `here`."""
    attempt = run.attempt + 1
    ImportRun.objects.filter(pk=run.pk).update(attempt=attempt, **values)
    if here:
        return
    payload = {"run_id": run.pk, "user_id": by.user_id}
    jobs.enqueue(JOB, payload, key=f"import-{run.pk}-{attempt}", at=at)
