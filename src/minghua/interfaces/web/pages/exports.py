"""Exports 导出: ask for a list, follow it, take the file; agree to the requests of others."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.exports import operations as exports
from minghua.foundation.exports import queries as export_reads
from minghua.foundation.exports import register, rules
from minghua.foundation.exports.types import FORMS, STATES, ExportKind
from minghua.foundation.files import queries as files
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import leaving
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

TONES = {"waiting": "warn", "approved": "info", "ready": "ok", "refused": "danger", "failed": "danger"}


@page("signed_in")
def mine(request: Any) -> HttpResponse:
    """Show one's own exports, newest first."""
    found = export_reads.mine(request.actor, cursor=request.GET.get("cursor", ""))
    return _list(request, found, "mine")


@page("exports.approve")
def approvals(request: Any) -> HttpResponse:
    """Show the requests of others that wait, or every export; tell whose a mark is."""
    everything = request.GET.get("all") == "1"
    typed = request.GET.get("mark", "").replace("\x00", "").strip()[:200]
    found = export_reads.awaiting(request.actor, waiting=not everything, cursor=request.GET.get("cursor", ""))
    traced = export_reads.traced(request.actor, typed) if typed else None
    return _list(request, found, "all" if everything else "waiting", typed=typed, traced=traced)


@page("signed_in", methods=("GET", "HEAD", "POST"))
def new(request: Any) -> HttpResponse:
    """Show what would leave and ask what for, or send the request to those who may agree."""
    given = request.POST if request.method == "POST" else request.GET
    kind, part = register.kind(given.get("kind", "")), leaving.opened(given.get("part", ""))
    asked = leaving.asked(request, kind.code, part, form=given.get("form", FORMS[0]), reason=given.get("reason", ""))
    if request.method != "POST":
        return _form(request, kind, asked)
    made: list[str] = []
    refusal = attempt(request, lambda: made.append(exports.request(asked, by=request.actor, at=request.at)))
    if refusal is not None:
        return _form(request, kind, asked, refusal)
    return done(request, _("申请已提交，批准后会通知您。"), f"/exports/{made[0]}")


@page("signed_in")
def one(request: Any, export_id: str) -> HttpResponse:
    """Show one export: what leaves, who asked and why, who agreed, what became of the file."""
    return _one(request, export_id)


@page("exports.approve", methods=("POST",))
def approval(request: Any, export_id: str) -> HttpResponse:
    """Agree."""
    reason = request.POST.get("reason", "")
    refusal = attempt(request, lambda: exports.approve(export_id, reason=reason, by=request.actor, at=request.at))
    return (
        _one(request, export_id, refusal)
        if refusal
        else done(request, _("已批准，文件正在生成。"), "/exports/approvals")
    )


@page("exports.approve", methods=("POST",))
def refusal(request: Any, export_id: str) -> HttpResponse:
    """Say no, with the reason."""
    reason = request.POST.get("reason", "")
    said = attempt(request, lambda: exports.refuse(export_id, reason=reason, by=request.actor, at=request.at))
    return _one(request, export_id, said) if said else done(request, _("已拒绝并告知申请人。"), "/exports/approvals")


@page("signed_in", methods=("POST",))
def withdrawal(request: Any, export_id: str) -> HttpResponse:
    """Take one's request back, or have one's file deleted now."""
    said = attempt(request, lambda: exports.withdraw(export_id, by=request.actor, at=request.at))
    return _one(request, export_id, said) if said else done(request, _("已撤回，文件已删除。"), "/exports")


@page("signed_in", methods=("POST",))
def taking(request: Any, export_id: str) -> Any:
    """Hand the file to whoever asked for it; each time is counted."""
    with unit_of_work(request.actor, at=request.at):
        kept = exports.take(export_id, by=request.actor, at=request.at)
    stream = files.open_stream(kept.pk)
    return FileResponse(stream, as_attachment=True, filename=kept.name, content_type=kept.content_type)


def label(code: str) -> Text:
    """Return what a kind of export is called; one that is gone keeps its code."""
    known = {kind.code: kind.label for kind in register.kinds()}
    return known.get(code, Text(code, code))


def _list(request: Any, found: Any, tab: str, **more: Any) -> HttpResponse:
    context = {
        "page": found,
        "tab": tab,
        "states": STATES,
        "tones": TONES,
        "label": label,
        "may_approve": request.actor.may("exports.approve"),
        "waiting": export_reads.waiting_count(request.actor),
        "typed": "",
        "traced": None,
        "now": request.at,
    }
    if request.headers.get("HX-Request") and request.GET.get("cursor"):
        return render(request, "exports/rows.html", context | more, using="jinja")
    return render(request, "exports/list.html", context | more, using="jinja")


def _form(request: Any, kind: ExportKind, asked: Any, refusal: Refusal | None = None) -> HttpResponse:
    size = export_reads.size_up(request.actor, asked, at=request.at)
    error = refusal.message(request.actor.language) if refusal else ""
    header = next(kind.rows(request.actor, asked.spec, local_date(request.at)))
    context = {
        "kind": kind,
        "part": leaving.sealed(asked.spec),
        "size": size,
        "too_many": size.way is rules.Way.OVER_QUOTA,
        "columns": header,
        "asked": asked,
        "forms": FORMS,
        "errors": {refusal.field: error} if refusal and refusal.field else {},
        "general": error if refusal and not refusal.field else "",
    }
    return render(request, "exports/form.html", context, status=refusal.status if refusal else 200, using="jinja")


def _one(request: Any, export_id: str, refusal: Refusal | None = None) -> HttpResponse:
    found = export_reads.one(request.actor, export_id)
    mine = found.user_id == request.actor.user_id
    context = {
        "export": found,
        "state": STATES[found.state],
        "tone": TONES.get(found.state, "muted"),
        "label": label,
        "mine": mine,
        "may_decide": request.actor.may("exports.approve") and not mine and found.state == "waiting",
        "may_take": mine and found.state == "ready" and found.downloads < found.most_downloads,
        "may_withdraw": mine and found.state in {"waiting", "approved", "ready"},
        "general": refusal.message(request.actor.language) if refusal else "",
        "now": request.at,
    }
    return render(request, "exports/page.html", context, status=refusal.status if refusal else 200, using="jinja")


urls = [
    path("exports", mine, name="exports"),
    path("exports/approvals", approvals, name="exports_approvals"),
    path("exports/new", new, name="export_new"),
    path("exports/<slug:export_id>", one, name="export"),
    path("exports/<slug:export_id>/approval", approval, name="export_approval"),
    path("exports/<slug:export_id>/refusal", refusal, name="export_refusal"),
    path("exports/<slug:export_id>/withdrawal", withdrawal, name="export_withdrawal"),
    path("exports/<slug:export_id>/file", taking, name="export_file"),
]
