"""Which layout and which template a customer follows, and the versions there were."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from minghua.domain.customers.models import Customer, Layout
from minghua.domain.customers.queries import register
from minghua.domain.customers.rules import layouts as rules
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.customers.types.layouts import (
    PRESETS,
    Arranged,
    Installing,
    LayoutSheet,
    LayoutVersion,
    Preset,
    TemplateSheet,
)
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.words import Text


def template_of(kind: str, market_kind: str) -> TemplateSheet | None:
    """Return the template a customer follows: the one of its kind and market kind, else the one of its kind."""
    templates = register.shape().templates
    return templates.get((kind, market_kind)) or templates.get((kind, ""))


def required_by_template(fields: Iterable[ArchiveField], template: TemplateSheet | None) -> list[ArchiveField]:
    """Return the fields with what their template demands; self-made ones that are required stay so (R07.5)."""
    if template is None:
        return list(fields)
    return [
        replace(each, required=each.code in template.required or (each.custom and each.required)) for each in fields
    ]


def demanded(kind: str, market_kind: str) -> Mapping[str, ArchiveField]:
    """Return code → field of the whole archive with what the template of such a customer demands."""

    def read() -> Mapping[str, ArchiveField]:
        fields = required_by_template(register.archive_fields().values(), template_of(kind, market_kind))
        return {field.code: field for field in fields}

    return register.remembered(f"demanded {kind} {market_kind}", read)


def archive_layout(viewer: Actor, kind: str, market_kind: str = "") -> Arranged:
    """Return the layout for this viewer: role before none, market kind before none, else the default."""
    fields = required_by_template(register.archive_fields_of(kind), template_of(kind, market_kind))
    return rules.arranged(_spec(viewer, kind, market_kind), fields)


def _spec(viewer: Actor, kind: str, market_kind: str) -> dict[str, Any]:
    layouts = register.shape().layouts
    roles = (*sorted(viewer.roles), "")
    keys = [(kind, market, role) for market in dict.fromkeys((market_kind, "")) for role in roles]
    return next((layouts[key] for key in keys if layouts.get(key)), {})


def layout_sheet(viewer: Actor, kind: str, market_kind: str = "", role: str = "") -> LayoutSheet:
    """Return one layout to be edited; what was never laid out is the default. Needs `parameters.view`."""
    require(viewer, "parameters.view")
    row = _rows(kind, market_kind, role).first()
    spec = row.spec if row else {}
    return LayoutSheet(kind, market_kind, role, row.version if row else 0, spec, arranged_for(spec, kind, market_kind))


def arranged_for(spec: dict[str, Any], kind: str, market_kind: str) -> Arranged:
    """Return a layout that is not kept yet, filled with the fields of its kind."""
    fields = register.archive_fields_of(kind)
    return rules.arranged(spec, required_by_template(fields, template_of(kind, market_kind)))


def layout_versions(viewer: Actor, kind: str, market_kind: str = "", role: str = "") -> list[LayoutVersion]:
    """Return the versions of a layout, newest first; needs `parameters.view`."""
    require(viewer, "parameters.view")
    rows = _rows(kind, market_kind, role).select_related("by")[:50]
    return [LayoutVersion(row.version, row.by.name if row.by else "", row.at, not row.spec, row.note) for row in rows]


def layouts_kept(viewer: Actor) -> list[tuple[str, str, str]]:
    """Return (kind, market kind, role) of every layout that differs from the default; needs `parameters.view`."""
    require(viewer, "parameters.view")
    return sorted(key for key, spec in register.shape().layouts.items() if spec)


def _rows(kind: str, market_kind: str, role: str) -> Any:
    return Layout.objects.filter(kind=kind, market_kind=market_kind, role=role)


def templates(viewer: Actor) -> list[TemplateSheet]:
    """Return the installed templates; needs `parameters.view`."""
    require(viewer, "parameters.view")
    return sorted(register.shape().templates.values(), key=lambda each: (each.kind, each.market_kind))


def template(viewer: Actor, template_id: int) -> TemplateSheet:
    """Return one installed template; raises NotFound."""
    found = next((each for each in templates(viewer) if each.id == template_id), None)
    if found is None:
        raise NotFound(field="template_id")
    return found


def presets(viewer: Actor) -> tuple[Preset, ...]:
    """Return the templates there are to install; needs `parameters.view`."""
    require(viewer, "parameters.view")
    return PRESETS


def preset_codes() -> tuple[str, ...]:
    """Return the codes of the presets there are."""
    return tuple(preset.code for preset in PRESETS)


def preset_of(code: str) -> Preset:
    """Return a preset; raises NotFound."""
    found = next((preset for preset in PRESETS if preset.code == code), None)
    if found is None:
        raise NotFound(field="preset")
    return found


def installing(viewer: Actor, code: str) -> Installing:
    """Return what installing a preset would change; needs `parameters.view`, raises NotFound."""
    require(viewer, "parameters.view")
    preset = preset_of(code)
    known = register.archive_fields()
    present = template_of(preset.kind, preset.market_kind)
    fields = register.archive_fields_of(preset.kind)
    before = {each.code for each in required_by_template(fields, present) if each.required}
    new = tuple(each for each in preset.own if each.code not in known)
    names = {each.code: each.label for each in fields} | {each.code: Text(each.zh, each.en) for each in preset.own}
    rows = Customer.objects.filter(kind=preset.kind)
    followers = rows.filter(market_kind=preset.market_kind) if preset.market_kind else rows
    return Installing(
        preset,
        new,
        tuple(names[each] for each in preset.required if each not in before and each in names),
        tuple(names[each] for each in sorted(before - set(preset.required)) if each in names),
        register.shape().templates.get((preset.kind, preset.market_kind)),
        followers.count(),
    )
