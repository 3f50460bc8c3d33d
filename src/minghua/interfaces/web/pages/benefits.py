"""Benefits 权益与礼包: schemes with their grid of levels, publishing one, what a customer has, taking and revoking packs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.tiering import queries as tiering_reads
from minghua.interfaces.web import answers, benefit_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.customer import frame
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

EXAMPLE = """\
code: our_benefits
name: {{zh: 本店会员权益, en: Our benefits}}
programme: {programme}
benefits:
  - code: free_delivery
    name: {{zh: 免费送货, en: Free delivery}}
    levels: {{{levels}}}
"""


@page("benefits.view")
def schemes(request: Any) -> HttpResponse:
    """Show every scheme, and those that ship with the product and are not installed."""
    may = request.actor.may
    context = {
        "schemes": loyalty_reads.schemes(request.actor, on=local_date(request.at)),
        "presets": loyalty_reads.presets(request.actor) if may("benefits.manage") else {},
        "programmes": _programmes(request),
        "may": may,
    }
    return render(request, "benefits/list.html", context, using="jinja")


def _programmes(request: Any) -> dict[str, Text]:
    """Code → name of the programmes this person may see; nothing for who may see none."""
    if not request.actor.may("tiering.view"):
        return {}
    return {row.code: row.name for row in tiering_reads.programmes(request.actor)}


@page("benefits.view")
def scheme(request: Any, code: str) -> HttpResponse:
    """Show one scheme: what each level has, its packs, its versions."""
    return _scheme(request, code)


def _scheme(request: Any, code: str, *, refusal: Refusal | None = None) -> HttpResponse:
    found = loyalty_reads.scheme(request.actor, code, on=local_date(request.at))
    context = {
        "sheet": found,
        "names": dict(found.levels),
        "words": benefit_words,
        "programmes": _programmes(request),
        "on": local_date(request.at),
        "may": request.actor.may,
        "error": answers.told(refusal) if refusal else "",
    }
    return render(request, "benefits/scheme.html", context, status=refusal.status if refusal else 200, using="jinja")


@page("benefits.manage", methods=("POST",))
def closure(request: Any, code: str) -> HttpResponse:
    """Stop a scheme."""
    refusal = attempt(request, lambda: loyalty.stop_scheme(code, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("方案已停用；已发放的不变。"), f"/benefits/schemes/{code}")
    return _scheme(request, code, refusal=refusal)


@page("benefits.manage", methods=("GET", "HEAD", "POST"))
def form(request: Any) -> HttpResponse:
    """Show the text of a scheme (a preset, the latest version, an example), or publish it."""
    if request.method != "POST":
        return _form(request, _text(request))
    text = request.POST.get("text", "")
    refusal = attempt(request, lambda: _publish(request, text))
    if refusal is None:
        return done(request, _("方案已发布，从生效日起照此办理。"), "/benefits")
    return _form(request, text, refusal=refusal)


def _publish(request: Any, text: str) -> None:
    day = answers.optional_day(request.POST.get("from_on"), field="from_on") or local_date(request.at)
    loyalty.publish_scheme(text, from_on=day, by=request.actor, at=request.at)


def _text(request: Any) -> str:
    """What the form begins with: a preset, the latest version of a scheme, or an example."""
    preset, code = request.GET.get("preset", ""), request.GET.get("scheme", "")
    if code:
        return loyalty_reads.scheme(request.actor, code, on=local_date(request.at)).text
    return loyalty_reads.preset_texts().get(preset) or _example(request)


def _example(request: Any) -> str:
    """A scheme to begin with, of the first programme that runs here."""
    running = [row for row in tiering_reads.programmes(request.actor) if row.version and row.stopped_at is None]
    if not running:
        return EXAMPLE.format(programme="your_programme", levels="gold: true")
    spec = tiering_reads.rules_in_force(request.actor, running[0].code, on=local_date(request.at))
    return EXAMPLE.format(programme=spec.code, levels=", ".join(f"{each.code}: true" for each in spec.levels[1:]))


def _form(request: Any, text: str, *, refusal: Refusal | None = None) -> HttpResponse:
    context = _examined(request, text) | {
        "text": text,
        "error": answers.told(refusal) if refusal else "",
        "given": request.POST,
        "today": local_date(request.at).isoformat(),
    }
    return render(request, "benefits/form.html", context, status=refusal.status if refusal else 200, using="jinja")


@page("benefits.manage", methods=("POST",))
def examination(request: Any) -> HttpResponse:
    """Answer what is wrong with a text as it stands in the form, or what it would give."""
    return render(request, "benefits/examined.html", _examined(request, request.POST.get("text", "")), using="jinja")


def _examined(request: Any, text: str) -> dict[str, Any]:
    try:
        found = loyalty_reads.examine(request.actor, text, on=local_date(request.at))
    except Refusal as refusal:  # the programme is not published yet
        return {"examined": None, "hindrance": answers.told(refusal), "words": benefit_words}
    return {"examined": found, "hindrance": "", "names": dict(found.levels), "words": benefit_words}


@page("benefits.view")
def of_customer(request: Any, customer_id: int) -> HttpResponse:
    """Show what one customer has, which packs are due or to come, what was given."""
    return _of_customer(request, customer_id)


def _of_customer(request: Any, customer_id: int, *, refusal: Refusal | None = None) -> HttpResponse:
    card = customer_reads.customer(request.actor, customer_id)
    context = frame(request, card, tab="benefits") | {
        "found": loyalty_reads.benefits_of(request.actor, customer_id, at=request.at),
        "words": benefit_words,
        "error": answers.told(refusal) if refusal else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "customer/benefits.html", context, status=status, using="jinja")


@page("benefits.give", methods=("POST",))
def packs(request: Any, customer_id: int) -> HttpResponse:
    """Take a pack for a customer."""
    scheme_code, pack = request.POST.get("scheme", ""), request.POST.get("pack", "")
    refusal = attempt(
        request, lambda: loyalty.claim_pack(scheme_code, pack, customer_id, by=request.actor, at=request.at)
    )
    if refusal is None:
        return done(request, _("礼包已领取。"), f"/customers/{customer_id}/benefits")
    return _of_customer(request, customer_id, refusal=refusal)


urls = [
    path("benefits", schemes, name="benefits"),
    path("benefits/new", form, name="benefit_form"),
    path("benefits/examination", examination, name="benefit_examination"),
    path("benefits/schemes/<slug:code>", scheme, name="benefit_scheme"),
    path("benefits/schemes/<slug:code>/closure", closure, name="benefit_closure"),
    path("customers/<int:customer_id>/benefits", of_customer, name="customer_benefits"),
    path("customers/<int:customer_id>/packs", packs, name="customer_packs"),
]
