"""Writing the rules of a programme by form 表单: the same draft as its text, each defect at its field."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.interfaces.web import answers, programme_form, programme_kept, programme_words, tier_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages import tier_drafts
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.interfaces.web.pages.tiers import frame
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text


@page("tiering.manage", methods=("GET", "HEAD", "POST"))
def new(request: Any) -> HttpResponse:
    """Show an example as a form to write a new programme over, or keep the draft."""
    context = {
        "action": "/tiers/new-programme/form",
        "as_text": "/tiers/new-programme",
        "ways": tier_drafts.ways("", "form"),
        "is_new": True,
    }
    return _answer(request, "tiers/new_form.html", context, code="", over=tier_drafts.STARTING)


@page("tiering.manage", methods=("GET", "HEAD", "POST"))
def draft(request: Any, code: str) -> HttpResponse:
    """Show the draft as a form, or the version in force to begin with; keep what was written."""
    context = frame(request, code, tab="draft")
    context |= {
        "action": f"/tiers/{code}/draft/form",
        "as_text": f"/tiers/{code}/draft",
        "ways": tier_drafts.ways(code, "form"),
        "is_new": False,
    }
    over = tiering_reads.written(request.actor, code).text
    return _answer(request, "tiers/draft_form.html", context, code=code, over=over)


@page("tiering.manage", methods=("POST",))
def examination(request: Any) -> HttpResponse:
    """Answer what is wrong with a text or a form as it stands in the editor, or the ladder it describes."""
    if "text" in request.POST:
        found = tier_drafts.examined(request, tier_drafts.text_of(request))
    else:
        found = examined_form(request, programme_form.typed(request.POST))
    return render(request, "tiers/examined.html", found, using="jinja")


def _answer(request: Any, template: str, context: dict[str, Any], *, code: str, over: str) -> HttpResponse:
    """What was asked for: the form as it stands, a row more or less, or the draft kept."""
    if request.method != "POST" or "text" in request.POST:
        text = tier_drafts.text_of(request) if request.method == "POST" else over
        data = tiering_reads.try_programme(request.actor, text=text).data
        if not isinstance(data, Mapping):
            return tier_drafts.shown(request, code, text)
        return _page(request, template, context, data, over=text)
    over = tier_drafts.over_of(request, over)
    act = request.POST.get("act", "")
    data = programme_form.changed(programme_form.typed(request.POST), act)
    if act != "save":
        return _page(request, template, context, data, over=over)
    text = programme_kept.text_of(request.actor, data, over=over)
    kept: list[str] = []
    refusal = attempt(
        request, lambda: kept.append(tiering.save_draft(text=text, of=code, by=request.actor, at=request.at))
    )
    if refusal is None:
        return done(request, _("草稿已存好。下一步：试算，看清谁升谁降。"), f"/tiers/{kept[0]}/simulation")
    return _page(request, template, context, data, over=over, refusal=refusal)


def _page(
    request: Any, template: str, context: dict[str, Any], data: Any, *, over: str, refusal: Refusal | None = None
) -> HttpResponse:
    examined = examined_form(request, data, over=over)
    faults: dict[str, str] = {}
    for one in reversed(examined["problems"]):
        faults[programme_form.field_of(one["path"])] = f"{one['text']} {one['remedy']}"
    if refusal is not None and not examined["problems"]:
        faults[programme_form.field_of(refusal.field or "")] = answers.told(refusal)
    shown = programme_form.shown(data)
    context = context | examined | _offers(shown) | {
        "form": shown,
        "fault": lambda name: faults.get(name, ""),
        "over": over,
        "lost": tiering_reads.lost_remarks(over),
        "refused": refusal is not None,
        "errors": [answers.told(refusal)] if refusal and not examined["problems"] else [],
    }  # fmt: skip
    return render(request, template, context, status=refusal.status if refusal else 200, using="jinja")


def examined_form(request: Any, data: Any, *, over: str = "") -> dict[str, Any]:
    """Return what is wrong with the data of a form, each defect with its field, or the ladder it describes."""
    text = tiering_reads.programme_text(data, over=over)
    examined = tier_drafts.examined(request, text)
    for one in examined["problems"]:
        one["field"] = programme_form.field_of(one["path"])
        one["place"] = programme_words.place(one["field"]) or one["path"]
    return examined


def _offers(shown: dict[str, Any]) -> dict[str, Any]:
    """What the fields of this form may choose from."""
    named = [code for one in shown["levels"] for code in one["benefits"]]
    return {
        "fields": programme_words,
        "words": tier_words,
        "levels_known": programme_words.rows(shown["levels"]),
        "benefits_known": programme_words.also(programme_words.rows(shown["benefits"]), list(dict.fromkeys(named))),
        "measures": tier_words.MEASURES,
        "named": {"": Text("请选择", "Choose"), **tier_words.named()},
        "earning_terms": tiering_reads.earning_terms(),
    }


urls = [
    path("tiers/examination", examination, name="tier_examination"),
    path("tiers/new-programme/form", new, name="tier_new_form"),
    path("tiers/<slug:code>/draft/form", draft, name="tier_draft_form"),
]
