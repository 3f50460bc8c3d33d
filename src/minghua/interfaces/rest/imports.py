"""Imports: take a file in, map it, check it, run it, read its problems, take it back."""

from typing import Annotated, Any, BinaryIO, Literal, cast

from django.http import HttpRequest, StreamingHttpResponse
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field

from minghua.foundation.imports import exporting, previews, targets
from minghua.foundation.imports import operations as imports
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.imports.types import DateOrder, Mode, Reading, State
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import (
    NO_NUL,
    Body,
    Currency,
    Cursor,
    Id,
    Instant,
    Limit,
    Line,
    ListOut,
    MadeOut,
    Nothing,
    Out,
    PageOut,
)

router = Door(tags=["imports"])
TargetCode = Literal["orders", "customers"]
Stage = Literal["check", "run"]
Header = Annotated[str, Field(min_length=1, max_length=140, pattern=NO_NUL)]
FieldCode = Annotated[str, Field(max_length=80, pattern=r"^([a-z][a-z0-9_.]*)?$")]
CSV = "text/csv"


class RunOut(Out):
    """One import: where it stands, what it found and did, counts by `noun.verb`."""

    id: int
    target: str
    name: str
    state: State
    created_by: str
    created_at: Instant
    started_at: Instant | None
    finished_at: Instant | None
    file_size: int
    headers: list[str]
    mapping: dict[str, str]
    reading: dict[str, str]
    phase: str
    rows_read: int
    rows_total: int
    units_total: int
    checkpoint: int
    share: float | None
    forecast: dict[str, int]
    counts: dict[str, int]
    failure: str


class FieldOut(Out):
    """One thing a file can fill."""

    code: str
    zh: str
    en: str
    kind: str
    required: bool
    synonyms: list[str]


class OptionsIn(Body):
    """What to do with known records, and how to read what the file leaves open."""

    mode: Mode = Mode.UPSERT
    skip_bad_lines: bool = False
    date_order: DateOrder | Literal[""] = ""
    timezone: Annotated[Line, Field(max_length=60)] = "Asia/Shanghai"
    currency: Currency = "CNY"
    source: Annotated[str, Field(min_length=1, max_length=40, pattern=NO_NUL)] = "shop"
    customer_kind: Literal["person", "organization", "household"] = "person"
    alike: Literal["list", "skip", "update"] = "list"
    return_prefix: Annotated[str, Field(max_length=8, pattern=NO_NUL)] = "C"


class MappingIn(Body):
    """Header → field code, the options, and a name to keep both under (optional)."""

    mapping: Annotated[dict[Header, FieldCode], Field(max_length=500)]
    options: OptionsIn = OptionsIn()
    template: Annotated[str, Field(max_length=120, pattern=NO_NUL)] = ""


class PreviewRowOut(Out):
    """One row as it will be read: values in the order of `fields`, faults by field."""

    number: int
    values: list[str]
    faults: dict[str, str]


class PreviewOut(Out):
    """The first fifty rows."""

    fields: list[str]
    rows: list[PreviewRowOut]
    date_order: str
    is_unsure: bool


class ProblemOut(Out):
    """One thing wrong in one row, with its remedy in the caller's language."""

    id: int
    row: int
    field: str
    code: str
    severity: Literal["error", "warning"]
    excerpt: str
    reason: str
    remedy: str


class TemplateOut(Out):
    """One kept mapping."""

    id: int
    name: str
    target: str
    mapping: dict[str, str]


@router.read("/imports", permission="imports.run", answers=PageOut[RunOut])
def list_imports(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Imports, newest first."""
    return import_reads.runs(of(request).actor, cursor=cursor or None, limit=limit)


@router.write("POST", "/imports", permission="imports.run", answers=MadeOut, status=201)
def upload_file(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(...)],
    target: TargetCode = Form("orders"),  # noqa: B008
    encoding: Annotated[str, Field(max_length=20, pattern=r"^[a-z0-9-]*$")] = Form(""),
    sheet: Annotated[str, Field(max_length=100, pattern=NO_NUL)] = Form(""),
) -> Any:
    """Take a file in (CSV, CSV.gz, XLSX, JSON Lines); its columns are mapped as guessed or as a template says."""
    caller = of(request)
    wanted = Reading(form="", encoding=encoding, delimiter="", sheet=sheet)
    run_id = imports.upload(
        cast(BinaryIO, file), name=file.name or "", target=target, wanted=wanted, by=caller.actor, at=caller.at
    )
    return {"id": run_id}


@router.read("/imports/{run_id}", permission="imports.run", answers=RunOut)
def get_import(request: HttpRequest, run_id: Id) -> Any:
    """One import."""
    return import_reads.run(of(request).actor, run_id)


@router.write("PUT", "/imports/{run_id}/mapping", permission="imports.run")
def map_columns(request: HttpRequest, run_id: Id, body: MappingIn) -> None:
    """Say which column fills which field and how to store; a field is filled by one column."""
    caller = of(request)
    imports.map_columns(run_id, body.mapping, body.options.model_dump(), by=caller.actor, at=caller.at)
    if body.template.strip():
        imports.save_template(run_id, body.template, by=caller.actor, at=caller.at)


@router.read("/imports/{run_id}/preview", permission="imports.run", answers=PreviewOut)
def preview_import(request: HttpRequest, run_id: Id) -> Any:
    """The first fifty rows under the mapping; nothing is stored."""
    found = previews.preview(of(request).actor, run_id)
    return {
        "fields": [field.code for field in found.fields],
        "rows": found.rows,
        "date_order": found.date_order,
        "is_unsure": found.is_unsure,
    }


@router.write("POST", "/imports/{run_id}/check", permission="imports.run")
def check_import(request: HttpRequest, run_id: Id, body: Nothing) -> None:
    """Ask for the dry run: every row is read, every problem is listed, nothing is stored."""
    caller = of(request)
    imports.start_check(run_id, by=caller.actor, at=caller.at)


@router.write("POST", "/imports/{run_id}/start", permission="imports.run")
def start_import(request: HttpRequest, run_id: Id, body: Nothing) -> None:
    """Ask for the import itself, after its dry run."""
    caller = of(request)
    imports.start(run_id, by=caller.actor, at=caller.at)


@router.write("POST", "/imports/{run_id}/resumption", permission="imports.run")
def resume_import(request: HttpRequest, run_id: Id, body: Nothing) -> None:
    """Go on from the checkpoint with an import that stopped or fell silent."""
    caller = of(request)
    imports.resume(run_id, by=caller.actor, at=caller.at)


@router.write("POST", "/imports/{run_id}/reversal", permission="imports.undo")
def undo_import(request: HttpRequest, run_id: Id, body: Nothing) -> None:
    """Ask for the whole import to be taken back; 409 names what depends on it."""
    caller = of(request)
    imports.start_undo(run_id, by=caller.actor, at=caller.at)


@router.write("DELETE", "/imports/{run_id}", permission="imports.run")
def discard_import(request: HttpRequest, run_id: Id) -> None:
    """Throw away a file that was not imported."""
    caller = of(request)
    imports.discard(run_id, by=caller.actor, at=caller.at)


@router.read("/imports/{run_id}/problems", permission="imports.run", answers=PageOut[ProblemOut])
def list_problems(
    request: HttpRequest, run_id: Id, stage: Stage = "check", cursor: Cursor = "", limit: Limit = 100
) -> Any:
    """The problems of an import, by row."""
    return import_reads.problem_page(of(request).actor, run_id, stage=stage, cursor=cursor or None, limit=limit)


@router.download("/imports/{run_id}/failed.csv", permission="imports.run", media_type=CSV)
def download_failed(request: HttpRequest, run_id: Id) -> StreamingHttpResponse:
    """The rows that were kept out, as they stood in the file, with reasons."""
    actor = of(request).actor
    import_reads.run(actor, run_id)
    return StreamingHttpResponse(exporting.csv_bytes(import_reads.failed_rows(actor, run_id)), content_type=CSV)


@router.read("/import-targets/{target}/fields", permission="imports.run", answers=ListOut[FieldOut])
def list_fields(request: HttpRequest, target: TargetCode) -> Any:
    """What a file can fill, with the words its headers are recognised by."""
    fields = targets.target(target).fields()
    return {"items": [_field(field) for field in fields]}


def _field(field: Any) -> dict[str, Any]:
    facts = {name: getattr(field, name) for name in ("code", "kind", "required")}
    return facts | {"zh": field.label.zh, "en": field.label.en, "synonyms": list(field.synonyms)}


@router.read("/import-templates", permission="imports.run", answers=ListOut[TemplateOut])
def list_templates(request: HttpRequest, target: TargetCode = "orders") -> Any:
    """The kept mappings."""
    return {"items": import_reads.templates(of(request).actor, target=target)}


@router.write("DELETE", "/import-templates/{template_id}", permission="imports.run")
def delete_template(request: HttpRequest, template_id: Id) -> None:
    """Forget a kept mapping of one's own."""
    caller = of(request)
    imports.delete_template(template_id, by=caller.actor, at=caller.at)
