"""The archive of one customer: four blocks, checklists, score, and what each field was before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from minghua.domain.customers.queries import cards, hiding, layouts, register, rows
from minghua.domain.customers.rules import archive as rules
from minghua.domain.customers.rules.archive import ArchiveScore, Checklist
from minghua.domain.customers.rules.masking import hidden, masked
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.customers.types.layouts import Section, TemplateSheet
from minghua.domain.customers.types.parties import CustomerCard
from minghua.domain.customers.types.story import STORY_PERMISSIONS, TOLD_AFTER_CLAIM
from minghua.foundation.history import queries as history
from minghua.foundation.history.models import FieldChange
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.timeline import queries as timeline_reads
from minghua.foundation.timeline.models import TimelineEntry
from minghua.kernel.paging import Page
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

_CYCLES = {"key": "archive.cycle_days_a", "potential": "archive.cycle_days_b"}

_NAMING = frozenset({"merged", "unmerged", "member_added", "member_left"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the archive with its present value."""

    field: ArchiveField
    value: Any
    masked: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One of the four blocks of R07.1."""

    code: str
    label: Text
    entries: tuple[Entry, ...]
    checklist: Checklist
    columns: int = 2


@dataclass(frozen=True, slots=True)
class GroupChecklist:
    """How full one group of R06.2 is."""

    code: str
    label: Text
    checklist: Checklist


@dataclass(frozen=True, slots=True)
class ArchiveCard:
    """A customer's whole archive."""

    card: CustomerCard
    blocks: tuple[Block, ...]
    groups: tuple[GroupChecklist, ...]
    required: Checklist
    score: ArchiveScore
    template: TemplateSheet | None = None


def archive(viewer: Actor, customer_id: int, *, on: date) -> ArchiveCard:
    """Return the archive of a visible customer with checklists (R06.2) and score (R07.5); raises NotFound."""
    return archive_of(viewer, cards.customer(viewer, customer_id), on=on)


def archive_of(viewer: Actor, card: CustomerCard, *, on: date) -> ArchiveCard:
    """Return the archive behind a card that was read already, in the layout of its kind, market kind and the viewer's role."""
    template = layouts.template_of(card.kind, card["market_kind"])
    fields = layouts.required_by_template(register.archive_fields_of(card.kind), template)
    laid = layouts.archive_layout(viewer, card.kind, card["market_kind"])
    hidden = {field.code for field in laid.hidden}
    values = {field.code: card[field.path] for field in fields}
    required = rules.completeness(fields, values=values)
    return ArchiveCard(
        card=card,
        blocks=tuple(_block(section, values, card) for section in laid.sections if section.fields),
        groups=_groups(card.kind, [field for field in fields if field.code not in hidden], values),
        required=required,
        score=_score(card, required, on=on),
        template=template,
    )


def changes(
    viewer: Actor, customer_id: int, *, field: str = "", cursor: str = "", limit: int = 50
) -> Page[FieldChange]:
    """Return what fields of a visible customer were before, newest first, masked as the fields are."""
    card = cards.customer(viewer, customer_id)
    page = history.changes_of(rows.SUBJECT, customer_id, field=field, cursor=cursor, limit=limit)
    for change in page.items:
        code = change.field.removeprefix("archive.")
        if code in card.hidden:
            change.old, change.new = hidden(change.old), hidden(change.new)
        elif code in card.masked:
            change.old, change.new = masked(change.old, path=change.field), masked(change.new, path=change.field)
    return page


def timeline(
    viewer: Actor, customer_id: int, *, kinds: tuple[str, ...] = (), cursor: str = "", limit: int = 30
) -> Page[TimelineEntry]:
    """Return what happened with a visible customer, newest first; raises NotFound.

    An entry asks for the permission of the room it comes from; of a customer in the pool, most is told after the claim.
    """
    rows.require_seen(viewer, customer_id)
    untold = {kind for kind, permission in STORY_PERMISSIONS.items() if not viewer.may(permission)}
    if not rows.visible_ids(viewer, [customer_id], pooled=False):
        untold |= TOLD_AFTER_CLAIM
    page = timeline_reads.page(customer_id, kinds=kinds, without=untold, cursor=cursor, limit=limit)
    _cover_names(viewer, customer_id, page.items)
    return page


def _cover_names(viewer: Actor, customer_id: int, entries: Iterable[TimelineEntry]) -> None:
    """Who was merged in and who came to live here is told as the customer's own name is."""
    naming = [entry for entry in entries if entry.data.get("event") in _NAMING]
    if not naming or rows.seen(viewer).filter(hiding.asked_openly(viewer, ["name"]), pk=customer_id).exists():
        return
    for entry in naming:
        entry.data = {**entry.data, "name": hidden(entry.data.get("name", ""))}


def _block(section: Section, values: Mapping[str, Any], card: CustomerCard) -> Block:
    entries = tuple(Entry(field, values[field.code], _is_masked(field, card)) for field in section.fields)
    checklist = rules.checklist(section.fields, values=values)
    return Block(section.code, section.title, entries, checklist, section.columns)


def _is_masked(field: ArchiveField, card: CustomerCard) -> bool:
    return field.code in card.masked or field.column in card.masked


def _groups(kind: str, fields: list[ArchiveField], values: Mapping[str, Any]) -> tuple[GroupChecklist, ...]:
    return tuple(
        GroupChecklist(code, label, rules.checklist((f for f in fields if f.group == code), values=values))
        for code, label in register.archive_groups_of(kind).items()
    )


def _score(card: CustomerCard, required: Checklist, *, on: date) -> ArchiveScore:
    verified = card["verified_at"]
    cycle = parameters.value(_CYCLES.get(card["value_class"], "archive.cycle_days_c"), on=on)
    return rules.score(required, verified_on=local_date(verified) if verified else None, cycle_days=cycle, on=on)
