"""The import wizard: upload, map, preview, dry run, import with progress, result, undo."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.orders import queries as order_reads
from minghua.foundation.imports import columns, previews, targets
from minghua.foundation.imports import operations as imports
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.imports.operations import IncompleteMapping
from minghua.foundation.imports.queries import RunCard
from minghua.foundation.imports.readers import encoding
from minghua.foundation.imports.refusals import FileRefused
from minghua.foundation.imports.types import Reading, State
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import import_words
from minghua.interfaces.web.guard import page
from minghua.kernel.errors import Invalid, Refusal

WRITE = ("POST",)
UNTIED = 20
CHANGEABLE = (State.UPLOADED, State.MAPPED, State.CHECKED)
AT_WORK = (State.CHECKING, State.RUNNING, State.UNDOING)


def _show(request: Any, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    common = {"words": import_words, "may": request.actor.may, "at": request.at}
    return render(request, f"imports/{template}.html", common | context, status=status, using="jinja")


@page("imports.run")
def runs(request: Any) -> HttpResponse:
    """Show the imports this person may see."""
    found = import_reads.runs(request.actor, cursor=request.GET.get("cursor"), limit=30)
    template = "rows" if request.headers.get("HX-Request") and request.GET.get("cursor") else "list"
    return _show(request, template, {"page": found})


@page("imports.run", methods=("GET", "HEAD", "POST"))
def upload(request: Any) -> HttpResponse:
    """Show the upload form, or take the file in; a file that cannot be read is told on the form."""
    error: Refusal | None = None
    target = request.POST.get("target") or request.GET.get("target") or "orders"
    if request.method == "POST":
        try:
            return redirect(f"/imports/{_take_in(request, target)}")
        except (FileRefused, Invalid) as refusal:
            error = refusal
    context = {"target": target, "targets": import_reads.known_targets(request.actor), "error": error}
    return _show(request, "upload", context, status=422 if error else 200)


def _take_in(request: Any, target: str) -> int:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("请选择一个文件。", "Choose a file.", field="file")
    with unit_of_work(request.actor, at=request.at):
        return imports.upload(file, name=file.name, target=target, by=request.actor, at=request.at)


@page("imports.run")
def run(request: Any, run_id: int) -> HttpResponse:
    """Show the run where it stands."""
    card = import_reads.run(request.actor, run_id)
    shown = {
        State.UPLOADED: _mapping,
        State.MAPPED: _preview,
        State.CHECKED: _checked,
        State.DONE: _result,
        State.FAILED: _result,
        State.UNDONE: _result,
        State.DISCARDED: _result,
    }.get(State(card.state), _progress)
    return shown(request, card)


@page("imports.run", methods=("GET", "HEAD", "POST"))
def mapping(request: Any, run_id: int) -> HttpResponse:
    """Show which column fills which field, or store the choice and go on to the preview."""
    card = import_reads.run(request.actor, run_id)
    if request.method != "POST":
        return _mapping(request, card)
    chosen = {header: request.POST.get(f"column-{n}", "") for n, header in enumerate(card.headers)}
    try:
        with unit_of_work(request.actor, at=request.at):
            imports.map_columns(run_id, chosen, _options(request), by=request.actor, at=request.at)
            if request.POST.get("template", "").strip():
                imports.save_template(run_id, request.POST["template"], by=request.actor, at=request.at)
    except (IncompleteMapping, Invalid) as refusal:
        return _mapping(request, card, chosen=chosen, error=refusal)
    return redirect(f"/imports/{run_id}")


def _options(request: Any) -> dict[str, Any]:
    names = ("mode", "date_order", "timezone", "currency", "source", "customer_kind", "return_prefix", "alike")
    given = {name: request.POST[name] for name in names if name in request.POST}
    return given | {"skip_bad_lines": request.POST.get("skip_bad_lines", "")}


def _mapping(
    request: Any, card: RunCard, *, chosen: dict[str, str] | None = None, error: Refusal | None = None
) -> HttpResponse:
    templates = import_reads.templates(request.actor, target=card.target, headers=card.headers)
    wanted = next((t for t in templates if str(t.id) == request.GET.get("template")), None)
    current = dict(wanted.mapping) if wanted else chosen if chosen is not None else dict(card.mapping)
    fields = targets.target(card.target).fields()
    context = {
        "run": card,
        "changeable": card.state in CHANGEABLE,
        "current": current,
        "options": card.options,
        "fields": fields,
        "suggested": {header: columns.suggested(header, fields) for header in card.headers},
        "words_of": {field.code: f"{field.label.zh} {field.label.en} {field.code}".casefold() for field in fields},
        "samples": import_reads.first_values(request.actor, card.id),
        "templates": templates,
        "encodings": encoding.CHOICES,
        "error": error,
    }
    return _show(request, "mapping", context, status=422 if error else 200)


@page("imports.run", methods=WRITE)
def reading(request: Any, run_id: int) -> HttpResponse:
    """Look at the file again with another encoding, delimiter or sheet."""
    wanted = Reading(
        form="",
        encoding=request.POST.get("encoding", ""),
        delimiter=request.POST.get("delimiter", "").replace("tab", "\t")[:1],
        sheet=request.POST.get("sheet", ""),
    )
    try:
        with unit_of_work(request.actor, at=request.at):
            imports.reread(run_id, wanted, by=request.actor, at=request.at)
    except FileRefused as refusal:
        return _mapping(request, import_reads.run(request.actor, run_id), error=refusal)
    return redirect(f"/imports/{run_id}/mapping")


def _preview(request: Any, card: RunCard) -> HttpResponse:
    return _show(request, "preview", {"run": card, "preview": previews.preview(request.actor, card.id)})


def _checked(request: Any, card: RunCard) -> HttpResponse:
    return _show(request, "checked", {"run": card} | _problems(request, card, stage="check"))


def _progress(request: Any, card: RunCard) -> HttpResponse:
    return _show(request, "progress", {"run": card})


def _result(request: Any, card: RunCard, *, error: Refusal | None = None) -> HttpResponse:
    context = {"run": card, "error": error, "untied": _untied(request, card)} | _problems(request, card, stage="run")
    return _show(request, "result", context, status=409 if error else 200)


def _untied(request: Any, card: RunCard) -> tuple[Any, ...]:
    """Return the first return lines of the run that found no purchase, with the reason of each."""
    if not card.counts.get("lines.return") or not request.actor.may("orders.view"):
        return ()
    lines = order_reads.untied_lines(request.actor).filter(return_of__import_run_id=card.id)
    return order_reads.untied_rows(request.actor, lines, limit=UNTIED).items


def _problems(request: Any, card: RunCard, *, stage: str) -> dict[str, Any]:
    code, severity = request.GET.get("code", ""), request.GET.get("severity", "")
    labels = {field.code: field.label for field in targets.target(card.target).fields()}
    return {
        "stage": stage,
        "code": code,
        "severity": severity,
        "kinds": import_reads.problem_counts(request.actor, card.id, stage=stage),
        "labels": labels,
        "problems": import_reads.problem_page(
            request.actor,
            card.id,
            stage=stage,
            code=code,
            severity=severity,
            cursor=request.GET.get("cursor") or None,
        ),
    }


@page("imports.run")
def live(request: Any, run_id: int) -> HttpResponse:
    """Answer the progress fragment; once the work is over the page is loaded anew."""
    card = import_reads.run(request.actor, run_id)
    if card.state in AT_WORK:
        return _show(request, "live", {"run": card})
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = f"/imports/{run_id}"
    return response


@page("imports.run")
def problems(request: Any, run_id: int) -> HttpResponse:
    """Answer the next problems, or those of one kind."""
    card = import_reads.run(request.actor, run_id)
    stage = "run" if request.GET.get("stage") == "run" else "check"
    template = "problem_rows" if request.GET.get("cursor") else "problems"
    return _show(request, template, {"run": card} | _problems(request, card, stage=stage))


def _step(operation: Any, text: str) -> Any:
    """Return a view that takes one step and shows the run again."""

    @page("imports.run", methods=WRITE)
    def view(request: Any, run_id: int) -> HttpResponse:
        with unit_of_work(request.actor, at=request.at):
            operation(run_id, by=request.actor, at=request.at)
        return redirect("/imports" if operation is imports.discard else f"/imports/{run_id}")

    view.__doc__ = text
    return view


@page("imports.undo", methods=WRITE)
def reversal(request: Any, run_id: int) -> HttpResponse:
    """Take the whole import back; what depends on it, or is held by law, is told on the page."""
    try:
        with unit_of_work(request.actor, at=request.at):
            imports.start_undo(run_id, by=request.actor, at=request.at)
    except (imports.HasDependents, customers.UnderHold) as refusal:
        return _result(request, import_reads.run(request.actor, run_id), error=refusal)
    return redirect(f"/imports/{run_id}")


@page("imports.run", methods=WRITE)
def forget_template(request: Any, template_id: int) -> HttpResponse:
    """Forget a kept mapping."""
    with unit_of_work(request.actor, at=request.at):
        imports.delete_template(template_id, by=request.actor, at=request.at)
    return HttpResponse(_("模板已删除"))


_RUN = "imports/<int:run_id>"
urls = [
    path("imports", runs, name="imports"),
    path("imports/new", upload, name="import_upload"),
    path(_RUN, run, name="import"),
    path(f"{_RUN}/mapping", mapping, name="import_mapping"),
    path(f"{_RUN}/reading", reading, name="import_reading"),
    path(f"{_RUN}/check", _step(imports.start_check, "Make the dry run."), name="import_check"),
    path(f"{_RUN}/start", _step(imports.start, "Import."), name="import_start"),
    path(f"{_RUN}/resumption", _step(imports.resume, "Go on from the checkpoint."), name="import_resume"),
    path(f"{_RUN}/disposal", _step(imports.discard, "Throw the file away."), name="import_discard"),
    path(f"{_RUN}/reversal", reversal, name="import_undo"),
    path(f"{_RUN}/live", live, name="import_live"),
    path(f"{_RUN}/problems", problems, name="import_problems"),
    path("imports/templates/<int:template_id>/deletion", forget_template, name="import_template_delete"),
]
