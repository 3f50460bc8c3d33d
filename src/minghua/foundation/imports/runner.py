"""Does the long work of a run in short transactions; each moves the checkpoint it stands on, so a kill costs nothing."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from django.db import DatabaseError, DataError, IntegrityError

from minghua.foundation.audit import operations as audit
from minghua.foundation.imports import collecting, spools, targets
from minghua.foundation.imports.facts import facts_of
from minghua.foundation.imports.models import ImportChange, ImportProblem, ImportRun, ImportTouch
from minghua.foundation.imports.operations.lifecycle import SUBJECT, move, refuse_dependents, stop_run
from minghua.foundation.imports.spool import Spool
from minghua.foundation.imports.targets import Outcome, Target
from minghua.foundation.imports.types import Problem, State, Unit
from minghua.foundation.people.types import Actor
from minghua.foundation.storage import races
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Refusal

log = structlog.get_logger("minghua.imports")
CHUNK_UNITS: Final = 1_000
CHUNK_ROWS: Final = 6_000
_STAGED_ROWS = 10_000


class Superseded(RuntimeError):
    """Another worker has moved the checkpoint: what this one did is rolled back."""


@dataclass(frozen=True)
class Runner:
    """One attempt at a run: who acts, what time it is, and how to show a sign of life."""

    run_id: int
    by: Actor
    clock: Callable[[], datetime]
    beat: Callable[[], None]

    def advance(self) -> None:
        """Do whatever the run's state asks for, to its end; a refusal stops the run with its reason."""
        run = ImportRun.objects.get(pk=self.run_id)
        work = {State.CHECKING: self._check, State.RUNNING: self._run, State.UNDOING: self._undo}.get(State(run.state))
        if work is None:
            return
        try:
            with collecting.undisturbed():
                work(run)
        except (Refusal, DataError, IntegrityError) as fault:
            log.warning("import_stopped", run=run.pk, error=type(fault).__name__)
            self._stop(fault)
        except Superseded:
            log.warning("import_superseded", run=run.pk)

    def _stop(self, fault: Exception) -> None:
        at = self.clock()
        told = races.refusal(fault) if isinstance(fault, DatabaseError) and races.is_lost(fault) else fault
        text = told.message(self.by.language) if isinstance(told, Refusal) else type(told).__name__
        with unit_of_work(self.by, at=at):
            stop_run(self.run_id, reason=text, at=at)

    # the dry run

    def _check(self, run: ImportRun) -> None:
        with spools.spool_of(run) as spool:
            self._stage(run, spool)
            units, rows = spool.totals()
            ImportRun.objects.filter(pk=run.pk).update(units_total=units, rows_total=rows, checkpoint=0)
            self._forecast(run, spool)

    def _stage(self, run: ImportRun, spool: Spool) -> None:
        ImportProblem.objects.filter(run=run).delete()
        ImportRun.objects.filter(pk=run.pk).update(rows_read=0, rows_total=0, units_total=0, checkpoint=0, phase="read")
        waiting: list[Problem] = []
        read = 0
        for batch in spools.fill(run, spool):
            waiting.extend(batch)
            self.beat()
            read += 1
            if read % 5 == 0 or len(waiting) > 2_000:
                self._keep_staged(run, waiting, read * 2_000)
                waiting = []
        self._keep_staged(run, waiting, read * 2_000)

    def _keep_staged(self, run: ImportRun, problems: Sequence[Problem], rows_read: int) -> None:
        at = self.clock()
        with unit_of_work(self.by, at=at):
            _store_problems(run.pk, "check", [(None, problem) for problem in problems])
            ImportRun.objects.filter(pk=run.pk).update(rows_read=rows_read, beat_at=at)

    def _forecast(self, run: ImportRun, spool: Spool) -> None:
        target, facts, total = targets.target(run.target), facts_of(run), Counter[str]()
        ImportRun.objects.filter(pk=run.pk).update(phase="check")
        spool.forget_mentions()
        after = 0
        while (upto := spool.next_upto(after, units=CHUNK_UNITS, rows=CHUNK_ROWS)) is not None:
            units = list(spool.units(after, upto))
            at = self.clock()
            self.beat()
            outcome = target.check(units, facts, by=self.by, at=at)
            total.update(outcome.counts)
            spool.mention(outcome.mentions)
            with unit_of_work(self.by, at=at):
                _store_problems(run.pk, "check", outcome.problems)
                ImportRun.objects.filter(pk=run.pk).update(checkpoint=upto, forecast=dict(total), beat_at=at)
            after = upto
        total.update(spool.mentioned())
        at = self.clock()
        with unit_of_work(self.by, at=at):
            move(ImportRun.objects.select_for_update().get(pk=run.pk), State.CHECKED, at=at)
            ImportRun.objects.filter(pk=run.pk).update(phase="", checkpoint=0, forecast=dict(total))
            audit.record("import.checked", SUBJECT, run.pk, dict(total), by=self.by, at=at)

    # the import

    def _run(self, run: ImportRun) -> None:
        target = targets.target(run.target)
        with spools.spool_of(run) as spool:
            if run.phase == "":
                self._refill(run, spool)
                self._units(run, spool, target)
            for phase in target.phases[_phases_done(run, target) :]:
                self._phase(run, target, phase)
        self._finish(run)

    def _refill(self, run: ImportRun, spool: Spool) -> None:
        """Make a lost spool again; the same file under the same mapping gives the same units."""
        if not spools.is_ready(run, spool):
            for _ in spools.fill(run, spool):
                self.beat()

    def _units(self, run: ImportRun, spool: Spool, target: Target) -> None:
        while (upto := spool.next_upto(run.checkpoint, units=CHUNK_UNITS, rows=CHUNK_ROWS)) is not None:
            self.beat()
            units = list(spool.units(run.checkpoint, upto))
            try:
                self._store(run, target, units)
            except (Refusal, IntegrityError, DataError) as fault:
                log.info("import_chunk_split", run=run.pk, error=type(fault).__name__, units=len(units))
                self._store_singly(run, target, units)

    def _store_singly(self, run: ImportRun, target: Target, units: Sequence[Unit]) -> None:
        """Give each unit its own transaction, so that only the faulty one stays out."""
        for unit in units:
            try:
                self._store(run, target, [unit])
            except (Refusal, IntegrityError, DataError) as fault:
                self._keep_out(run, unit, fault)

    def _store(self, run: ImportRun, target: Target, units: Sequence[Unit]) -> None:
        at = self.clock()
        with unit_of_work(self.by, at=at):
            self._claim(run, units[-1].seq, at=at)
            outcome = target.apply(units, facts_of(run), by=self.by, at=at)
            counts = self._keep(run, outcome)
        run.counts, run.checkpoint = counts, units[-1].seq

    def _keep_out(self, run: ImportRun, unit: Unit, fault: Exception) -> None:
        at = self.clock()
        counts = Counter({f"{targets.target(run.target).code}.failed": 1, "lines.failed": len(unit.lines)})
        outcome = Outcome(counts, [(unit.seq, problem_of(fault, unit))])
        with unit_of_work(self.by, at=at):
            self._claim(run, unit.seq, at=at)
            kept = self._keep(run, outcome)
        run.counts, run.checkpoint = kept, unit.seq

    def _claim(self, run: ImportRun, to: int, *, at: datetime) -> None:
        """Move the checkpoint by compare-and-set as the transaction's first act; raises Superseded."""
        mine = ImportRun.objects.filter(pk=run.pk, state=run.state, phase=run.phase, checkpoint=run.checkpoint)
        if not mine.update(checkpoint=to, beat_at=at):
            raise Superseded(run.pk)

    def _keep(self, run: ImportRun, outcome: Outcome) -> dict[str, int]:
        """Store what came of a piece and return the counts so far; memory follows only after the commit."""
        counts = Counter(run.counts) + outcome.counts
        _store_problems(run.pk, "run", outcome.problems)
        ImportChange.objects.bulk_create(
            [
                ImportChange(run_id=run.pk, subject_type=kind, subject_id=pk, before=b)
                for kind, pk, b in outcome.changes
            ],
            batch_size=500,
        )
        touches = [ImportTouch(run_id=run.pk, subject_id=pk) for pk in sorted(outcome.touched)]
        ImportTouch.objects.bulk_create(touches, batch_size=500, ignore_conflicts=True)
        ImportRun.objects.filter(pk=run.pk).update(counts=dict(counts))
        return dict(counts)

    def _phase(self, run: ImportRun, target: Target, phase: str) -> None:
        """Do one phase after the units, piece by piece."""
        if run.phase != phase:
            ImportRun.objects.filter(pk=run.pk).update(phase=phase, checkpoint=0)
            run.phase, run.checkpoint = phase, 0
        cursor: int | None = run.checkpoint
        while cursor is not None:
            self.beat()
            at = self.clock()
            with unit_of_work(self.by, at=at):
                step = target.step(phase, cursor, facts_of(run), by=self.by, at=at)
                to = cursor if step.cursor is None else step.cursor
                self._claim(run, to, at=at)
                counts = self._keep(run, Outcome(step.counts))
            run.counts, run.checkpoint = counts, to
            cursor = step.cursor

    def _finish(self, run: ImportRun) -> None:
        at = self.clock()
        with unit_of_work(self.by, at=at):
            move(ImportRun.objects.select_for_update().get(pk=run.pk), State.DONE, at=at)
            ImportRun.objects.filter(pk=run.pk).update(phase="", finished_at=at)
            audit.record("import.done", SUBJECT, run.pk, run.counts, by=self.by, at=at)

    # the way back

    def _undo(self, run: ImportRun) -> None:
        target = targets.target(run.target)
        going: int | None = run.checkpoint
        while going is not None:
            self.beat()
            at = self.clock()
            with unit_of_work(self.by, at=at):
                if going == 0:
                    refuse_dependents(run, by=self.by)
                step = target.undo(going, facts_of(run), by=self.by, at=at)
                to = going if step.cursor is None else step.cursor
                self._claim(run, to, at=at)
                counts = self._keep(run, Outcome(step.counts))
            run.counts, run.checkpoint = counts, to
            going = step.cursor
        at = self.clock()
        with unit_of_work(self.by, at=at):
            move(ImportRun.objects.select_for_update().get(pk=run.pk), State.UNDONE, at=at)
            ImportChange.objects.filter(run=run).delete()
            ImportRun.objects.filter(pk=run.pk).update(phase="", finished_at=at)
            audit.record("import.undone", SUBJECT, run.pk, run.counts, by=self.by, at=at)


def _phases_done(run: ImportRun, target: Target) -> int:
    return target.phases.index(run.phase) if run.phase in target.phases else 0


def problem_of(fault: Exception, unit: Unit) -> Problem:
    """Return what a person reads about a unit the database or a rule would not take."""
    row = unit.lines[0].number
    if not isinstance(fault, Refusal):
        return Problem(row, "", "unexpected", unit.key[:60], params={"detail": type(fault).__name__})
    words = {
        "zh": fault.message("zh-hans"),
        "en": fault.message("en"),
        "do_zh": fault.advice("zh-hans"),
        "do_en": fault.advice("en"),
    }
    return Problem(row, fault.field or "", "refused", unit.key[:60], params=words)


def _store_problems(run_id: int, stage: str, problems: Sequence[tuple[int | None, Problem]]) -> None:
    rows = [
        ImportProblem(
            run_id=run_id,
            unit=unit,
            row=problem.row,
            field=problem.field[:120],
            code=problem.code,
            excerpt=problem.excerpt.replace("\x00", "")[:120],
            severity=problem.severity,
            params=dict(problem.params),
            stage=stage,
        )
        for unit, problem in problems
    ]
    ImportProblem.objects.bulk_create(rows, batch_size=500)
