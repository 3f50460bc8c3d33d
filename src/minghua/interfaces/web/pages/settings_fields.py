"""Settings: fields that the firm makes for its archives, their types, their limits, and what becomes of their values."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.archive import BLOCKS
from minghua.domain.customers.types.fields import CUSTOM_TYPES, KINDS, PATTERNS
from minghua.domain.customers.types.shaping import FieldSheet, NewField, Option
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import answers, customer_values, display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Refusal
from minghua.kernel.personal import BASES, PURPOSES, RETENTIONS

LIST = "/settings/fields"
_FLAGS = ("required", "unique", "searchable", "sortable", "sensitive")
_TEXTS = (
    "zh", "en", "help_zh", "help_en", "block", "minimum", "maximum", "pattern", "purpose", "basis", "retention",
)  # fmt: skip
TYPE_ICONS = {
    "text": "type", "long_text": "text", "integer": "hash", "decimal": "percent", "money": "coins", "date": "calendar",
    "datetime": "clock", "bool": "toggle-right", "choice": "circle-dot", "choices": "list-checks", "mobile": "phone",
    "email": "mail", "link": "link", "person": "user-round", "customer": "users",
}  # fmt: skip


@page("parameters.view")
def fields(request: Any) -> HttpResponse:
    """Show every self-made field."""
    found = customer_reads.field_sheets(request.actor)
    context = {
        "live": [sheet for sheet in found if sheet.archived_at is None],
        "archived": [sheet for sheet in found if sheet.archived_at is not None],
        "may_edit": request.actor.may("parameters.edit"),
    }
    return show(request, "fields", "fields", context | _words())


@page("parameters.edit", methods=("GET", "HEAD", "POST"))
def new_field(request: Any) -> HttpResponse:
    """Let a type be chosen, then ask what that type needs, then make the field."""
    kind = request.POST.get("type", request.GET.get("type", ""))
    if kind not in CUSTOM_TYPES:
        return show(request, "fields", "field_types", _words())
    if request.method != "POST":
        return _sheet(request, None, _blank(kind))
    given = _given(request)
    made: list[str] = []
    new = NewField(**given, type=kind, options=_options(request), places=_number(request, "places"))
    refusal = attempt(request, lambda: made.append(customers.define_field(new, by=request.actor, at=request.at)))
    if refusal is not None:
        return _sheet(request, None, asdict(new) | {"options_text": request.POST.get("options", "")}, refusal)
    return done(request, _("字段已建立，立即可用。"), f"{LIST}/{made[0]}")


@page("parameters.view", methods=("GET", "HEAD", "POST"))
def field(request: Any, field_code: str) -> HttpResponse:
    """Show one field, or save what was changed of it."""
    sheet = customer_reads.field_sheet(request.actor, field_code)
    if request.method != "POST":
        return _sheet(request, sheet, asdict(sheet))
    given = _given(request)
    version = _number(request, "base_version") or None
    refusal = attempt(
        request,
        lambda: customers.change_field(field_code, given, base_version=version, by=request.actor, at=request.at),
    )
    if refusal is not None:
        return _sheet(request, sheet, asdict(sheet) | given, refusal)
    return done(request, _("已保存，立即生效。"), f"{LIST}/{field_code}")


@page("parameters.edit", methods=("POST",))
def archiving(request: Any, field_code: str) -> HttpResponse:
    """Hide a field and keep its values."""
    refusal = attempt(request, lambda: customers.archive_field(field_code, by=request.actor, at=request.at))
    return _refused(request, field_code, refusal) or done(request, _("字段已归档，值都还在。"), LIST)


@page("parameters.edit", methods=("POST",))
def restoring(request: Any, field_code: str) -> HttpResponse:
    """Bring a field back."""
    refusal = attempt(request, lambda: customers.restore_field(field_code, by=request.actor, at=request.at))
    return _refused(request, field_code, refusal) or done(request, _("字段已恢复。"), f"{LIST}/{field_code}")


@page("parameters.edit", methods=("POST",))
def retyping(request: Any, field_code: str) -> HttpResponse:
    """Tell what a change of type would do, or do it (`do`)."""
    to, places, do = request.POST.get("to", ""), _number(request, "places"), request.POST.get("do") == "1"
    sheet = customer_reads.field_sheet(request.actor, field_code)
    told: list[Any] = []
    refusal = attempt(
        request,
        lambda: told.append(
            customers.change_type(field_code, to, places=places, dry_run=not do, by=request.actor, at=request.at)
        ),
    )
    if refusal is not None:
        return _sheet(request, sheet, asdict(sheet), refusal)
    if do:
        return done(request, _("类型已更换，每个值都带过来了。"), f"{LIST}/{field_code}")
    return _sheet(request, sheet, asdict(sheet), foretold=(told[0], to, places))


def _refused(request: Any, code: str, refusal: Refusal | None) -> HttpResponse | None:
    if refusal is None:
        return None
    sheet = customer_reads.field_sheet(request.actor, code)
    return _sheet(request, sheet, asdict(sheet), refusal)


def _blank(kind: str) -> dict[str, Any]:
    return asdict(NewField(zh="", type=kind, kinds=KINDS)) | {"options_text": ""}


def _given(request: Any) -> dict[str, Any]:
    form = request.POST
    texts = {key: form[key].replace("\x00", "").strip() for key in _TEXTS if key in form}
    kinds = tuple(kind for kind in KINDS if kind in form.getlist("kinds"))
    default = form.getlist("default") if len(form.getlist("default")) > 1 else form.get("default", "")
    flags = {key: form.get(key) == "1" for key in _FLAGS}
    return texts | flags | {"kinds": kinds, "default": default, "longest": _number(request, "longest")}


def _number(request: Any, key: str) -> int:
    text = request.POST.get(key, "").strip()
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        return -1  # the rule refuses it by name
    return int(text)


def _options(request: Any) -> tuple[Option, ...]:
    """One option a line: 中文 | English."""
    lines = [line for line in request.POST.get("options", "").replace("\x00", "").splitlines() if line.strip()]
    parts = [[part.strip() for part in line.split("|")] for line in lines]
    return tuple(Option(part[0], part[1] if len(part) > 1 else "") for part in parts)


def _words() -> dict[str, Any]:
    kinds = dict(vocabularies.terms("customers.kind"))
    return {
        "types": CUSTOM_TYPES,
        "type_icons": TYPE_ICONS,
        "blocks": BLOCKS,
        "blocks_of": [(code, display.say(text)) for code, text in BLOCKS.items()],
        "kinds": [(kind, display.say(kinds.get(kind, kind))) for kind in KINDS],
        "patterns": [("", "—"), *((code, display.say(text)) for code, (text, _shape) in PATTERNS.items())],
        "purposes": [(code, display.say(text)) for code, text in PURPOSES.items()],
        "bases": [(code, display.say(text)) for code, text in BASES.items()],
        "retentions": [(code, display.say(text)) for code, text in RETENTIONS.items()],
        "values": customer_values,
    }


def _sheet(
    request: Any,
    sheet: FieldSheet | None,
    given: dict[str, Any],
    refusal: Refusal | None = None,
    foretold: tuple[Any, str, int] | None = None,
) -> HttpResponse:
    named = (refusal.field or "") if refusal else ""
    shown = named in given or named == "options"
    context = {
        "sheet": sheet,
        "given": given,
        "kind": given["type"],
        "errors": {named: answers.told(refusal)} if refusal and shown else {},
        "general": [answers.told(refusal)] if refusal and not shown else [],
        "turns": [(code, display.say(CUSTOM_TYPES[code])) for code in customer_reads.turns_into(given["type"])],
        "filled": customer_reads.filled_in(request.actor, sheet.code) if sheet else 0,
        "foretold": foretold,
        "may_edit": request.actor.may("parameters.edit"),
    }
    status = refusal.status if refusal else 200
    return show(request, "fields", "field", context | _words(), status=status)


urls = [
    path("settings/fields", fields, name="settings_fields"),
    path("settings/fields/new", new_field, name="settings_field_new"),
    path("settings/fields/<slug:field_code>", field, name="settings_field"),
    path("settings/fields/<slug:field_code>/archiving", archiving, name="settings_field_archiving"),
    path("settings/fields/<slug:field_code>/restoring", restoring, name="settings_field_restoring"),
    path("settings/fields/<slug:field_code>/retyping", retyping, name="settings_field_retyping"),
]
