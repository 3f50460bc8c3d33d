"""How archives are laid out by kind, market kind and role, and the templates a business begins with."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.layouts import PLACES, Installing, LayoutSheet, TemplateSheet
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.fields import FieldCode, Kind, ShapeVersionOut
from minghua.interfaces.rest.shapes import Body, Id, Instant, ListOut, MadeOut, NonEmptyLine, Out, Version

router = Door(tags=["layouts"])
Market = Annotated[
    str, Field(max_length=24, pattern=r"^[a-z0-9_]*$", description="a term of customers.market_kind, empty for all")
]
Role = Annotated[str, Field(max_length=48, pattern=r"^[a-z0-9_]*$", description="code of a role, empty for all")]
Preset = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[a-z0-9_]+$")]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Codes = Annotated[list[FieldCode], Field(max_length=500)]


class SectionIn(Body):
    """A part of the archive: its title, one or two columns, the codes of its fields in order."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
    zh: Annotated[NonEmptyLine, Field(max_length=40)]
    en: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    columns: Annotated[int, Field(ge=1, le=2)] = 2
    fields: Codes = []


class LayoutIn(Body):
    """A whole layout; fields of the kind that it does not name stand at the end of their own block."""

    base_version: Version
    sections: Annotated[list[SectionIn], Field(min_length=1, max_length=20)]
    hidden: Codes = []
    header: Codes = []
    panel: Codes = []
    quick: Codes = []


class SectionOut(Out):
    """A section with the codes that stand in it, those included that no layout names."""

    code: str
    zh: str
    en: str
    columns: int
    fields: list[str]


class LayoutOut(Out):
    """The layout in force; version 0 was never laid out, `is_default` says that nothing departs from the default."""

    kind: str
    market_kind: str
    role: str
    version: int
    is_default: bool
    sections: list[SectionOut]
    hidden: list[str]
    header: list[str]
    panel: list[str]
    quick: list[str]


class LayoutKeyOut(Out):
    """Whose layout departs from the default."""

    kind: str
    market_kind: str
    role: str


class LayoutVersionOut(Out):
    """One version of a layout."""

    version: int
    by_name: str
    at: Instant
    is_default: bool
    note: str


class ArchiveTemplateOut(Out):
    """A template that can be installed, and the id under which it is (null: it is not)."""

    code: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    kind: str
    market_kind: str
    required: list[str]
    installed_id: int | None
    installed_at: Instant | None


class InstallingOut(Out):
    """What installing would change: fields to be made, what becomes required and what no longer is, whom it replaces."""

    code: str
    new_fields: list[str]
    newly_required: list[str]
    no_longer_required: list[str]
    replaces: str | None
    customers: int


@router.read("/archive/layouts", permission="parameters.view", answers=ListOut[LayoutKeyOut])
def list_layouts(request: HttpRequest) -> Any:
    """Every layout that departs from the default."""
    kept = customer_reads.layouts_kept(of(request).actor)
    return {"items": [{"kind": kind, "market_kind": market, "role": role} for kind, market, role in kept]}


@router.read("/archive/layouts/{kind}", permission="parameters.view", answers=LayoutOut)
def get_layout(request: HttpRequest, kind: Kind, market_kind: Market = "", role: Role = "") -> Any:
    """One layout, ready to be changed and sent back."""
    return _shown(customer_reads.layout_sheet(of(request).actor, kind, market_kind, role))


@router.read("/archive/layouts/{kind}/versions", permission="parameters.view", answers=ListOut[LayoutVersionOut])
def list_layout_versions(request: HttpRequest, kind: Kind, market_kind: Market = "", role: Role = "") -> Any:
    """The versions of one layout, newest first, fifty at most."""
    return {"items": customer_reads.layout_versions(of(request).actor, kind, market_kind, role)}


@router.write("PUT", "/archive/layouts/{kind}", permission="parameters.edit", answers=ShapeVersionOut)
def save_layout(request: HttpRequest, kind: Kind, body: LayoutIn, market_kind: Market = "", role: Role = "") -> Any:
    """Lay an archive out anew; 409 when somebody else did meanwhile, 422 for a field twice or unknown to the kind."""
    caller = of(request)
    spec = body.model_dump(exclude={"base_version"})
    version = customers.save_layout(
        kind,
        spec,
        market_kind=market_kind,
        role=role,
        base_version=body.base_version,
        strict=True,
        by=caller.actor,
        at=caller.at,
    )
    return {"version": version}


@router.write("DELETE", "/archive/layouts/{kind}", permission="parameters.edit", answers=ShapeVersionOut)
def reset_layout(request: HttpRequest, kind: Kind, market_kind: Market = "", role: Role = "") -> Any:
    """Return to the default, as a new version."""
    caller = of(request)
    version = customers.save_layout(
        kind, {}, market_kind=market_kind, role=role, base_version=None, by=caller.actor, at=caller.at
    )
    return {"version": version}


@router.write(
    "PUT",
    "/archive/layouts/{kind}/versions/{version}/restoration",
    permission="parameters.edit",
    answers=ShapeVersionOut,
)
def restore_layout(request: HttpRequest, kind: Kind, version: Number, market_kind: Market = "", role: Role = "") -> Any:
    """Make an earlier version the newest one."""
    caller = of(request)
    made = customers.restore_layout(kind, version, market_kind=market_kind, role=role, by=caller.actor, at=caller.at)
    return {"version": made}


@router.read("/archive/templates", permission="parameters.view", answers=ListOut[ArchiveTemplateOut])
def list_templates(request: HttpRequest) -> Any:
    """Every template for a kind of business, installed or not."""
    actor = of(request).actor
    installed = {sheet.preset: sheet for sheet in customer_reads.templates(actor)}
    return {"items": [_template(preset, installed.get(preset.code)) for preset in customer_reads.presets(actor)]}


@router.read("/archive/templates/{code}", permission="parameters.view", answers=InstallingOut)
def preview_template(request: HttpRequest, code: Preset) -> Any:
    """What installing this template would change."""
    return _installing(customer_reads.installing(of(request).actor, code))


@router.write(
    "POST", "/archive/templates/{code}/installations", permission="parameters.edit", answers=MadeOut, status=201
)
def install_template(request: HttpRequest, code: Preset) -> Any:
    """Install a copy: fields that are missing, layout, required fields, checklist; the one before gives way."""
    caller = of(request)
    return {"id": customers.install_template(code, by=caller.actor, at=caller.at)}


@router.write("DELETE", "/archive/template-installations/{template_id}", permission="parameters.edit")
def remove_template(request: HttpRequest, template_id: Id) -> Any:
    """Take an installed template away; its fields and their values stay."""
    caller = of(request)
    customers.remove_template(template_id, by=caller.actor, at=caller.at)


def _shown(sheet: LayoutSheet) -> dict[str, Any]:
    arranged = sheet.arranged
    return {
        "kind": sheet.kind,
        "market_kind": sheet.market_kind,
        "role": sheet.role,
        "version": sheet.version,
        "is_default": not sheet.spec,
        "sections": [
            {
                "code": section.code,
                "zh": section.title.zh,
                "en": section.title.en,
                "columns": section.columns,
                "fields": [field.code for field in section.fields],
            }
            for section in arranged.sections
        ],
        "hidden": [field.code for field in arranged.hidden],
    } | {place: [field.code for field in arranged.places[place]] for place in PLACES}


def _template(preset: Any, installed: TemplateSheet | None) -> dict[str, Any]:
    return {
        "code": preset.code,
        "zh": preset.name.zh,
        "en": preset.name.en,
        "about_zh": preset.about.zh,
        "about_en": preset.about.en,
        "kind": preset.kind,
        "market_kind": preset.market_kind,
        "required": list(preset.required),
        "installed_id": installed.id if installed else None,
        "installed_at": installed.installed_at if installed else None,
    }


def _installing(found: Installing) -> dict[str, Any]:
    return {
        "code": found.preset.code,
        "new_fields": [new.code for new in found.new_fields],
        "newly_required": [text.zh for text in found.newly_required],
        "no_longer_required": [text.zh for text in found.no_longer_required],
        "replaces": found.replaces.preset if found.replaces else None,
        "customers": found.customers,
    }
