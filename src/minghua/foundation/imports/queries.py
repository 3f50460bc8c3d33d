"""Reads about imports: runs, their problems, templates; always from the runs this person may see (T1)."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from minghua.foundation.imports import columns, problems, samples, spools, targets
from minghua.foundation.imports.models import ImportProblem, ImportRun, ImportTemplate
from minghua.foundation.imports.operations.lifecycle import AT_WORK, SILENCE
from minghua.foundation.imports.readers import table
from minghua.foundation.imports.signatures import signature_of
from minghua.foundation.imports.types import Options, Problem, Severity, State
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.paging import Page, decode_cursor, encode_cursor

PREVIEW_ROWS = 50


@dataclass(frozen=True, slots=True)
class RunCard:
    """One import as people see it."""

    id: int
    target: str
    name: str
    state: str
    created_by_id: int | None
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    beat_at: datetime | None
    file_size: int
    reading: Mapping[str, str]
    headers: tuple[str, ...]
    sheets: tuple[str, ...]
    mapping: Mapping[str, str]
    options: Options
    template_id: int | None
    template: str
    phase: str
    checkpoint: int
    rows_read: int
    rows_total: int
    units_total: int
    forecast: Mapping[str, int]
    counts: Mapping[str, int]
    failure: str

    def is_silent(self, at: datetime) -> bool:
        """Return whether the run should be at work but nothing has been heard of it."""
        return self.state in AT_WORK and (self.beat_at is None or self.beat_at + SILENCE <= at)

    @property
    def share(self) -> float | None:
        """Return how much of the present step is done, 0..1; None when that cannot be known."""
        if self.state == State.DONE:
            return 1.0
        if self.phase in {"", "check"} and self.units_total:
            return min(1.0, self.checkpoint / self.units_total)
        return None


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem in the words of the reader."""

    id: int
    row: int
    field: str
    code: str
    severity: str
    excerpt: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """How often one kind of problem occurs."""

    code: str
    severity: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One kept mapping; `fits` says whether the headers at hand are the ones it was made for."""

    id: int
    name: str
    target: str
    mapping: Mapping[str, str]
    options: Mapping[str, Any]
    fits: bool


def runs(viewer: Actor, *, cursor: str | None = None, limit: int = 50) -> Page[RunCard]:
    """Return the imports this person may see, newest first."""
    require(viewer, "imports.run")
    rows = visible(ImportRun.objects.select_related("created_by", "template"), viewer).order_by("-id")
    if cursor:
        rows = rows.filter(pk__lt=decode_cursor(cursor, int)[0])
    found = list(rows[: limit + 1])
    more = encode_cursor((found[limit - 1].pk,)) if len(found) > limit else None
    return Page(tuple(_card(row) for row in found[:limit]), more)


def run(viewer: Actor, run_id: int) -> RunCard:
    """Return one import; raises NotFound for a foreign one."""
    return _card(run_row(viewer, run_id))


def run_row(viewer: Actor, run_id: int) -> ImportRun:
    """Return the stored run; raises NotFound for a foreign one."""
    require(viewer, "imports.run")
    rows = ImportRun.objects.select_related("created_by", "template")
    found = visible(rows, viewer).filter(pk=run_id).first()
    if found is None:
        raise NotFound(field="run_id")
    return found


def _card(row: ImportRun) -> RunCard:
    names = [field.name for field in dataclasses.fields(RunCard) if field.name not in _DERIVED]
    return RunCard(
        created_by=row.created_by.name if row.created_by else "",
        headers=tuple(row.headers),
        sheets=tuple(row.sheets),
        options=Options(**row.options),
        template=row.template.name if row.template else "",
        **{name: getattr(row, name) for name in names},
    )


_DERIVED = frozenset({"created_by", "headers", "sheets", "options", "template"})


def first_values(viewer: Actor, run_id: int, *, count: int = 3) -> dict[str, list[str]]:
    """Return the first different non-empty values of every column; raises NotFound for a foreign run."""
    row = run_row(viewer, run_id)
    return columns.first_values(row.headers, samples.opened(row.samples), count=count)


def problem_page(
    viewer: Actor,
    run_id: int,
    *,
    stage: str = "check",
    code: str = "",
    severity: str = "",
    cursor: str | None = None,
    limit: int = 100,
) -> Page[ProblemRow]:
    """Return the problems of a run by row."""
    run_row(viewer, run_id)
    rows = _problems(viewer, run_id, stage=stage, code=code, severity=severity)
    if cursor:
        row, pk = decode_cursor(cursor, int, int)
        rows = rows.filter(Q(row__gt=row) | Q(row=row, pk__gt=pk))
    found = list(rows[: limit + 1])
    more = encode_cursor((found[limit - 1].row, found[limit - 1].pk)) if len(found) > limit else None
    return Page(tuple(_worded(row, viewer.language) for row in found[:limit]), more)


def all_problems(viewer: Actor, run_id: int, *, stage: str = "check") -> Iterator[ProblemRow]:
    """Yield every problem of a run by row, for a download."""
    run_row(viewer, run_id)
    for row in _problems(viewer, run_id, stage=stage).iterator(chunk_size=2_000):
        yield _worded(row, viewer.language)


_FOLLOWING = ("bad_unit", "bad_row")  # they only say that another row of the list keeps this one out


def _problems(viewer: Actor, run_id: int, *, stage: str, code: str = "", severity: str = "") -> Any:
    """Return what a person reads: after the check all that was found, after the run why rows stayed out."""
    rows = visible(ImportProblem.objects.filter(run_id=run_id), viewer).exclude(code__in=_FOLLOWING)
    of_rows = Q(stage="check", unit=None, severity=Severity.ERROR)
    rows = rows.filter(Q(stage="run") | of_rows if stage == "run" else Q(stage="check")).order_by("row", "id")
    if code:
        rows = rows.filter(code=code)
    return rows.filter(severity=severity) if severity else rows


def _worded(row: ImportProblem, language: str) -> ProblemRow:
    problem = Problem(row.row, row.field, row.code, row.excerpt, Severity(row.severity), row.params)
    reason, remedy = problems.reason(problem, language), problems.remedy(problem, language)
    return ProblemRow(row.pk, row.row, row.field, row.code, row.severity, row.excerpt, reason, remedy)


def problem_counts(viewer: Actor, run_id: int, *, stage: str = "check") -> list[ProblemCount]:
    """Return how often each kind of problem occurs, errors first, commonest first."""
    run_row(viewer, run_id)
    rows = _problems(viewer, run_id, stage=stage).order_by()
    counted = rows.values_list("code", "severity").annotate(n=Count("id"))
    found = [ProblemCount(code, severity, problems.title(code, viewer.language), n) for code, severity, n in counted]
    return sorted(found, key=lambda one: (one.severity != Severity.ERROR, -one.count, one.code))


def templates(viewer: Actor, *, target: str, headers: tuple[str, ...] = ()) -> list[TemplateRow]:
    """Return the kept mappings of a target, fitting ones first."""
    require(viewer, "imports.run")
    wanted = signature_of(headers) if headers else ""
    rows = visible(ImportTemplate.objects.filter(target=target), viewer).order_by("name")
    found = [
        TemplateRow(
            template.pk,
            template.name,
            template.target,
            columns.applied(template.mapping, headers) if headers else template.mapping,
            template.options,
            template.signature == wanted,
        )
        for template in rows
    ]
    return sorted(found, key=lambda template: not template.fits)


def failed_rows(viewer: Actor, run_id: int) -> Iterator[tuple[str, ...]]:
    """Yield the header and every row that was kept out, as it stood in the file, with row number and reasons."""
    run = run_row(viewer, run_id)
    found = spools.table_of(run)
    zh = not viewer.language.startswith("en")
    yield (*found.headers, *(("行号", "原因", "处理办法") if zh else ("Row", "Reason", "Remedy")))
    with spools.spool_of(run) as spool:
        if not spools.is_ready(run, spool):
            for _ in spools.fill(run, spool):
                continue
        failed = _failed_units(run_id)
        wanted = spool.rows_of(failed)
        yield from _merged(table.read(found), wanted, _Reasons(run_id, viewer.language), len(found.headers))


def _failed_units(run_id: int) -> Iterator[int | None]:
    kept_out = ImportProblem.objects.filter(run_id=run_id, stage="run", unit__isnull=False, severity=Severity.ERROR)
    yield from (kept_out.order_by("unit").values_list("unit", flat=True).distinct().iterator(chunk_size=2_000))


class _Reasons:
    """The words for a row, read along with the rows: both come in file order."""

    def __init__(self, run_id: int, language: str) -> None:
        rows = ImportProblem.objects.filter(run_id=run_id, severity=Severity.ERROR).order_by("row", "id")
        self._rows = rows.iterator(chunk_size=2_000)
        self._language = language
        self._next = next(self._rows, None)

    def of(self, number: int) -> tuple[str, str]:
        """Return why the row was kept out and what to do; called with rising row numbers."""
        reasons: dict[str, str] = {}
        while self._next is not None and self._next.row <= number:
            if self._next.row == number:
                worded = _worded(self._next, self._language)
                reasons[f"{worded.field}: {worded.reason}" if worded.field else worded.reason] = worded.remedy
            self._next = next(self._rows, None)
        if not reasons:
            other = Problem(number, "", "bad_unit")
            reasons = {problems.reason(other, self._language): problems.remedy(other, self._language)}
        return "; ".join(reasons), "; ".join(dict.fromkeys(reasons.values()))


def _merged(rows: Any, wanted: Iterator[int], reasons: _Reasons, width: int) -> Iterator[tuple[str, ...]]:
    target = next(wanted, None)
    for row in rows:
        if target is None:
            return
        if row.number == target:
            cells = row.cells or ("",) * width
            yield (*cells, str(row.number), *reasons.of(row.number))
            target = next(wanted, None)


def known_targets(viewer: Actor) -> tuple[targets.Target, ...]:
    """Return what can be imported."""
    require(viewer, "imports.run")
    return targets.known()
