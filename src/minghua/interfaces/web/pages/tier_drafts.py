"""Writing the rules 改规则: a new programme or the next version of one, as text; every defect with its line and remedy."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import Problem, ProgrammeInvalid
from minghua.interfaces.web import answers, display, programme_form, programme_kept, tier_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.interfaces.web.pages.tiers import frame
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

STARTING = """code: my_club
name: {zh: 我的会员, en: My club}
measure: {kind: rolling_months, months: 12}
validity: {years: 1}
levels:
  - {code: member, name: {zh: 普通会员, en: Member}, validity: none}
  - {code: silver, name: {zh: 银卡会员, en: Silver}, from: 1000}
  - {code: gold, name: {zh: 金卡会员, en: Gold}, from: 5000}
earning:
  - {code: order, kind: order, terms: {minor_per_point: 100}}
"""


@page("tiering.manage", methods=("GET", "HEAD", "POST"))
def new(request: Any) -> HttpResponse:
    """Show an example to write a new programme over, or keep the draft."""
    return shown(request, "", STARTING) if request.method != "POST" else _keep(request, "")


@page("tiering.manage", methods=("GET", "HEAD", "POST"))
def draft(request: Any, code: str) -> HttpResponse:
    """Show the draft, or the version in force to begin with; keep what was written."""
    if request.method != "POST":
        return shown(request, code, tiering_reads.written(request.actor, code).text)
    return _keep(request, code)


def ways(code: str, current: str) -> list[dict[str, Any]]:
    """Return the two ways to write a programme as tabs: by form, by text."""
    at = f"/tiers/{code}/draft" if code else "/tiers/new-programme"
    return [
        {
            "url": f"{at}/form",
            "text": display.say(Text("表单", "Form")),
            "current": current == "form",
            "icon_name": "list-checks",
        },
        {"url": at, "text": "YAML", "current": current == "text", "icon_name": "file-text"},
    ]


def text_of(request: Any) -> str:
    """Return the text as it was typed, with the line ends that its lines are counted by."""
    return str(request.POST.get("text", "")).replace("\r\n", "\n")


def over_of(request: Any, kept: str = "") -> str:
    """Return the text that a form is written over: what it was opened from, else what is kept."""
    return str(request.POST.get("over", "")).replace("\r\n", "\n") or kept


def _keep(request: Any, code: str) -> HttpResponse:
    """Keep the text as the draft; a form that was sent here is only shown as its text."""
    if request.POST.get("act") == "look":
        data = programme_form.typed(request.POST)
        return shown(request, code, programme_kept.text_of(request.actor, data, over=over_of(request)))
    text = text_of(request)
    kept: list[str] = []
    refusal = attempt(
        request, lambda: kept.append(tiering.save_draft(text=text, of=code, by=request.actor, at=request.at))
    )
    if refusal is None:
        return done(request, _("草稿已存好。下一步：试算，看清谁升谁降。"), f"/tiers/{kept[0]}/simulation")
    return shown(request, code, text, refusal=refusal)


def shown(request: Any, code: str, text: str, *, refusal: Refusal | None = None) -> HttpResponse:
    """Show a text in the editor of a programme, "" for a new one, with what is wrong with it."""
    context = frame(request, code, tab="draft") if code else {}
    context |= examined(request, text)
    context |= {
        "action": f"/tiers/{code}/draft" if code else "/tiers/new-programme",
        "ways": ways(code, "text"),
        "text": text,
        "error": answers.told(refusal) if refusal and not isinstance(refusal, ProgrammeInvalid) else "",
    }
    template = "tiers/draft.html" if code else "tiers/new.html"
    return render(request, template, context, status=refusal.status if refusal else 200, using="jinja")


def examined(request: Any, text: str) -> dict[str, Any]:
    """Return what is wrong with a text, or the rules that it describes."""
    tried = tiering_reads.try_programme(request.actor, text=text)
    return {
        "tried": tried.spec,
        "problems": [_told(problem) for problem in tried.problems],
        "words": tier_words,
    }


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "path": problem.path,
        "text": display.say(problem.text),
        "remedy": display.say(problem.remedy),
    }


urls = [
    path("tiers/new-programme", new, name="tier_new"),
    path("tiers/<slug:code>/draft", draft, name="tier_draft"),
]
