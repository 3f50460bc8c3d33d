"""The scorecard 评级卡: the version in force, and the form in which the next one is written, examined and published."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import GRADES, Source
from minghua.interfaces.web import answers, card_form, display, grade_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SOURCES = {
    Source.TYPED: Text("人工登记", "Typed by a person"),
    Source.NET_SALES: Text("账上：12 个月净销售额", "Books: net sales of 12 months"),
    Source.GROWTH: Text("账上：净销售额同比", "Books: growth on the year before"),
    Source.YEARS: Text("账上：合作年限", "Books: years together"),
    Source.RETURN_RATE: Text("账上：退货率", "Books: share returned"),
}


@page("grades.view")
def card(request: Any) -> HttpResponse:
    """Show the card in force and every version."""
    on = local_date(request.at)
    current = tiering_reads.card_version(request.actor, on)
    context = {
        "card": current,
        "versions": tiering_reads.card_versions(request.actor),
        "words": grade_words,
        "sources": SOURCES,
        "grades": GRADES,
        "on": on,
        "may": request.actor.may,
    }
    return render(request, "grades/card.html", context, using="jinja")


@page("grades.publish", methods=("GET", "HEAD", "POST"))
def form(request: Any) -> HttpResponse:
    """Show the form, filled with the latest version or the card to begin with; look again, or publish."""
    if request.method != "POST":
        return _form(request, _latest(request))
    plain = card_form.typed(request.POST)
    if request.POST.get("act") != "publish":
        return _form(request, plain)
    refusal = attempt(request, lambda: _publish(request, plain))
    if refusal is None:
        return done(request, _("新版评级卡已发布；从生效日起的第一个晚上按它重新评级。"), "/grades/card")
    return _form(request, plain, refusal=refusal)


@page("grades.publish", methods=("POST",))
def examination(request: Any) -> HttpResponse:
    """Answer what is wrong with the card as it stands in the form, and what its judgements weigh."""
    plain = card_form.typed(request.POST)
    return render(request, "grades/examined.html", _examined(request, plain), using="jinja")


def _latest(request: Any) -> dict[str, Any]:
    versions = tiering_reads.card_versions(request.actor)
    return versions[0].body if versions else tiering_reads.card_preset()


def _publish(request: Any, plain: dict[str, Any]) -> None:
    day = answers.optional_day(request.POST.get("from_on"), field="from_on")
    note = request.POST.get("note", "")
    tiering.publish_card(plain, from_on=day, note=note, by=request.actor, at=request.at)


def _form(request: Any, plain: dict[str, Any], *, refusal: Refusal | None = None) -> HttpResponse:
    examined = _examined(request, plain)
    faults = {fault.place: display.say(fault.what) for fault in examined["examined"].faults}
    context = examined | {
        "plain": plain,
        "pairs": card_form.pairs(plain),
        "judged": bool(plain["judgements"]) or card_form.judged(request.POST),
        "ratios_with": _ratios_with,
        "fault_at": lambda place: faults.get(place, ""),
        "sources": [(str(code), display.say(name)) for code, name in SOURCES.items()],
        "effects": [("down", _("降几级")), ("cap", _("最高为"))],
        "caps": [("", "—"), *((code, code) for code in GRADES[1:])],
        "grades": GRADES,
        "error": answers.told(refusal) if refusal else "",
        "given": request.POST,
        "today": local_date(request.at).isoformat(),
    }
    status = refusal.status if refusal else 200
    return render(request, "grades/form.html", context, status=status, using="jinja")


def _ratios_with(chosen: str) -> list[tuple[str, str]]:
    """The ratios to choose from, with one that was judged otherwise at its head."""
    known = card_form.RATIOS if chosen in card_form.RATIOS else (chosen, *card_form.RATIOS)
    told = {"9": _("9 极其重要"), "1": _("1 同样重要"), "1/9": _("1/9 极不重要")}
    return [(each, told.get(each, each)) for each in known]


def _examined(request: Any, plain: dict[str, Any]) -> dict[str, Any]:
    found = tiering_reads.examine(request.actor, plain)
    names = {each["code"]: grade_words.text(each) for each in plain["dimensions"]}
    return {"examined": found, "names": names, "words": grade_words}


urls = [
    path("grades/card", card, name="grade_card"),
    path("grades/card/new", form, name="grade_card_form"),
    path("grades/card/examination", examination, name="grade_card_examination"),
]
