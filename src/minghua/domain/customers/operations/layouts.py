"""Layouts and templates are laid down: every save is a new version, the default is one too."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from minghua.domain.customers.models import ArchiveTemplate, CustomField, Layout, NumberSeries
from minghua.domain.customers.operations import shaping
from minghua.domain.customers.queries import layouts as layout_reads
from minghua.domain.customers.queries import register
from minghua.domain.customers.rules import layouts as rules
from minghua.domain.customers.types.fields import KINDS
from minghua.foundation.audit import operations as audit
from minghua.foundation.people import directory
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.kernel.errors import Conflict, Invalid, NotFound

LAYOUT, TEMPLATE = "customers.Layout", "customers.ArchiveTemplate"
CARDS = "blank_card"
MOST_CARDS = 100


def save_layout(
    kind: str,
    spec: Mapping[str, Any],
    *,
    market_kind: str = "",
    role: str = "",
    base_version: int | None,
    note: str = "",
    strict: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Lay an archive out anew and return the version; an empty spec is the default again.

    Raises Invalid for what is no layout (with `strict` also for a field that the kind does not have, which is
    otherwise left out), Conflict when somebody else saved meanwhile.
    """
    require(by, "parameters.edit")
    if kind not in KINDS:
        raise Invalid("没有这种客户形态。", "There is no such kind of customer.", field="kind")
    if spec:
        _known_place(market_kind, role)
    shaping.hold()
    last = Layout.objects.filter(kind=kind, market_kind=market_kind, role=role).first()
    present = last.version if last else 0
    if base_version is not None and base_version != present:
        raise Conflict(field="version")
    known = [field.code for field in register.archive_fields_of(kind)]
    if strict:
        rules.refuse_strangers(spec, known)
    kept = rules.judged(spec, known)
    row = Layout.objects.create(
        kind=kind,
        market_kind=market_kind,
        role=role,
        version=present + 1,
        spec=kept,
        note=note[:200],
        by_id=by.user_id,
        at=at,
    )
    register.stamp()
    data = {"kind": kind, "market_kind": market_kind, "role": role, "version": row.version, "default": not kept}
    audit.record("layout.saved", LAYOUT, row.pk, data, by=by, at=at)
    return row.version


def _known_place(market_kind: str, role: str) -> None:
    if market_kind and market_kind not in vocabularies.codes("customers.market_kind"):
        raise Invalid("没有这种市场类型。", "There is no such kind of market.", field="market_kind")
    if role and role not in {code for code, _name in directory.role_names()}:
        raise Invalid("没有这个角色。", "There is no such role.", field="role")


def restore_layout(kind: str, version: int, *, market_kind: str = "", role: str = "", by: Actor, at: datetime) -> int:
    """Make an earlier version the newest one; raises NotFound."""
    row = Layout.objects.filter(kind=kind, market_kind=market_kind, role=role, version=version).first()
    if row is None:
        raise NotFound(field="version")
    return save_layout(
        kind, row.spec, market_kind=market_kind, role=role, base_version=None, note=f"v{version}", by=by, at=at
    )


def install_template(code: str, *, by: Actor, at: datetime) -> int:
    """Install a copy of a preset and return its id: fields that are missing, layout, required fields, checklist.

    The template that stood for the same kind before gives way; its fields and their values stay.
    """
    require(by, "parameters.edit")
    preset = layout_reads.preset_of(code)
    shaping.hold()
    for new in preset.own:
        row = CustomField.objects.filter(code=new.code).first()
        if row is None:
            shaping.define_field(new, by=by, at=at)
        elif row.archived_at is not None:
            shaping.restore_field(new.code, by=by, at=at)
    place = {"kind": preset.kind, "market_kind": preset.market_kind}
    ArchiveTemplate.objects.filter(**place, removed_at=None).update(removed_at=at)
    made = ArchiveTemplate.objects.create(
        preset=preset.code, zh=preset.name.zh, en=preset.name.en, required=list(preset.required),
        checklist=[list(text) for text in preset.checklist], installed_at=at, **place,
    )  # fmt: skip
    register.stamp()
    spec = rules.of_preset(preset, register.archive_fields_of(preset.kind))
    save_layout(preset.kind, spec, market_kind=preset.market_kind, base_version=None, note=preset.name.zh, by=by, at=at)
    audit.record("template.installed", TEMPLATE, made.pk, {"preset": code} | place, by=by, at=at)
    return made.pk


def remove_template(template_id: int, *, by: Actor, at: datetime) -> None:
    """Take a template away: its layout is the default again, its fields and their values stay; raises NotFound."""
    require(by, "parameters.edit")
    shaping.hold()
    row = ArchiveTemplate.objects.filter(pk=template_id, removed_at=None).first()
    if row is None:
        raise NotFound(field="template_id")
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    save_layout(row.kind, {}, market_kind=row.market_kind, base_version=None, by=by, at=at)
    audit.record("template.removed", TEMPLATE, template_id, {"preset": row.preset}, by=by, at=at)


def take_card_numbers(count: int, *, by: Actor, at: datetime) -> list[str]:
    """Return the next numbers of blank cards (K0000001…); raises Invalid for too many at once."""
    require(by, "customers.view")
    if not 1 <= count <= MOST_CARDS:
        raise Invalid(f"一次打印 1 到 {MOST_CARDS} 张。", f"Print 1 to {MOST_CARDS} cards at once.", field="count")
    NumberSeries.objects.get_or_create(code=CARDS)
    NumberSeries.objects.filter(code=CARDS).update(last=F("last") + count)
    last = NumberSeries.objects.values_list("last", flat=True).get(code=CARDS)
    audit.record("cards.printed", "customers.NumberSeries", CARDS, {"count": count, "last": last}, by=by, at=at)
    return [f"K{number:07d}" for number in range(last - count + 1, last + 1)]
