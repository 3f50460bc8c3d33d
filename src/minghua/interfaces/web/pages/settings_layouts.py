"""Settings: how archives are laid out by kind, market kind and role; edited by hand, previewed, kept in versions."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.fields import KINDS
from minghua.domain.customers.types.layouts import PLACES
from minghua.foundation.people import directory
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import answers, display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import NotFound, Refusal


@page("parameters.view")
def layouts(request: Any) -> HttpResponse:
    """Show which layouts there are, and the templates a business can begin with."""
    kept = customer_reads.layouts_kept(request.actor)
    context = {
        "kinds": _kinds(),
        "kept": [(key, _title(*key), _address(*key)) for key in kept],
        "markets": _markets(),
        "roles": _roles(),
        "templates": customer_reads.templates(request.actor),
        "presets": [customer_reads.installing(request.actor, code) for code in customer_reads.preset_codes()],
        "may_edit": request.actor.may("parameters.edit"),
    }
    return show(request, "layouts", "layouts", context)


@page("parameters.view", methods=("GET", "HEAD", "POST"))
def layout(request: Any, kind: str) -> HttpResponse:
    """Show one layout to be arranged, preview it (`preview`), or save it as a new version."""
    if kind not in KINDS:
        raise NotFound(field="kind")
    place = _place(request)
    if request.method != "POST":
        return _sheet(request, kind, place)
    spec = _given(request)
    if "preview" in request.POST:
        return _sheet(request, kind, place, spec=spec, preview=True)
    version = request.POST.get("base_version", "")
    base = int(version) if version.isdecimal() and len(version) < 9 else None
    refusal = attempt(
        request,
        lambda: customers.save_layout(kind, spec, **place, base_version=base, by=request.actor, at=request.at),
    )
    if refusal is not None:
        return _sheet(request, kind, place, spec=spec, refusal=refusal)
    return done(request, _("版式已保存，立即生效。"), _address(kind, **place))


@page("parameters.edit", methods=("POST",))
def resetting(request: Any, kind: str) -> HttpResponse:
    """Return to the default layout, as a new version."""
    place = _place(request)
    refusal = attempt(
        request,
        lambda: customers.save_layout(kind, {}, **place, base_version=None, by=request.actor, at=request.at),
    )
    return (
        _sheet(request, kind, place, refusal=refusal)
        if refusal
        else done(request, _("已恢复默认版式。"), _address(kind, **place))
    )


@page("parameters.edit", methods=("POST",))
def restoring(request: Any, kind: str, version: int) -> HttpResponse:
    """Make an earlier version the newest."""
    place = _place(request)
    refusal = attempt(
        request, lambda: customers.restore_layout(kind, version, **place, by=request.actor, at=request.at)
    )
    return (
        _sheet(request, kind, place, refusal=refusal)
        if refusal
        else done(request, _("已恢复到第 %(n)s 版。") % {"n": version}, _address(kind, **place))
    )


def _place(request: Any) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    market, role = asked.get("market", ""), asked.get("role", "")
    known_markets, known_roles = {code for code, _ in _markets()}, {code for code, _ in _roles()}
    return {"market_kind": market if market in known_markets else "", "role": role if role in known_roles else ""}


def _given(request: Any) -> dict[str, Any]:
    """Read the items of the form in the order in which they stand: a section, then its fields."""
    form = request.POST
    sections: list[dict[str, Any]] = []
    for item in form.getlist("item"):
        what, _mark, code = item.partition(":")
        if what == "section":
            sections.append(
                {
                    "code": code,
                    "zh": form.get(f"zh-{code}", ""),
                    "en": form.get(f"en-{code}", ""),
                    "columns": 1 if form.get(f"columns-{code}") == "1" else 2,
                    "fields": [],
                }
            )
        elif sections:
            sections[-1]["fields"].append(code)
    title = " ".join(form.get("new_section", "").split())
    if title:
        number = next(n for n in range(1, 99) if f"part_{n}" not in {section["code"] for section in sections})
        sections.append({"code": f"part_{number}", "zh": title, "en": title, "columns": 2, "fields": []})
    hidden = form.getlist("hidden")
    kept = [section | {"fields": [code for code in section["fields"] if code not in hidden]} for section in sections]
    dropped = set(form.getlist("drop"))
    kept = [section for section in kept if section["code"] not in dropped]
    return {"sections": kept, "hidden": hidden} | {place: form.getlist(place) for place in PLACES}


def _sheet(
    request: Any,
    kind: str,
    place: dict[str, Any],
    *,
    spec: dict[str, Any] | None = None,
    preview: bool = False,
    refusal: Refusal | None = None,
) -> HttpResponse:
    sheet = customer_reads.layout_sheet(request.actor, kind, **place)
    arranged = sheet.arranged
    if spec is not None and spec["sections"] and refusal is None:
        arranged = customer_reads.arranged_for(spec, kind, place["market_kind"])
    context = {
        "kind": kind,
        "place": place,
        "title": _title(kind, **place),
        "sheet": sheet,
        "arranged": arranged,
        "places": PLACES,
        "chosen": {name: {field.code for field in fields} for name, fields in arranged.places.items()},
        "versions": customer_reads.layout_versions(request.actor, kind, **place),
        "preview": preview,
        "error": answers.told(refusal) if refusal else "",
        "may_edit": request.actor.may("parameters.edit"),
    }
    return show(request, "layouts", "layout", context, status=refusal.status if refusal else 200)


def _kinds() -> list[tuple[str, str]]:
    names = dict(vocabularies.terms("customers.kind"))
    return [(kind, display.say(names.get(kind, kind))) for kind in KINDS]


def _markets() -> list[tuple[str, str]]:
    return [(code, display.say(text)) for code, text in vocabularies.terms("customers.market_kind")]


def _roles() -> list[tuple[str, str]]:
    return [(code, display.say(name)) for code, name in directory.role_names()]


def _title(kind: str, market_kind: str = "", role: str = "") -> str:
    names = (dict(_kinds()).get(kind, kind), dict(_markets()).get(market_kind, ""), dict(_roles()).get(role, ""))
    return " · ".join(name for name in names if name)


def _address(kind: str, market_kind: str = "", role: str = "") -> str:
    query = urlencode({key: value for key, value in (("market", market_kind), ("role", role)) if value})
    return reverse("settings_layout", args=[kind]) + (f"?{query}" if query else "")


urls = [
    path("settings/layouts", layouts, name="settings_layouts"),
    path("settings/layouts/<slug:kind>", layout, name="settings_layout"),
    path("settings/layouts/<slug:kind>/resetting", resetting, name="settings_layout_resetting"),
    path("settings/layouts/<slug:kind>/versions/<int:version>/restoring", restoring, name="settings_layout_restoring"),
]
