"""Tags and attachments of customers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from minghua.domain.customers.models import Attachment, BulkAct, CustomerTag, Tag
from minghua.domain.customers.queries import lists, rows
from minghua.domain.customers.queries.lists import TagChip
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class AttachmentCard:
    """A file of a customer."""

    id: int
    customer_id: int
    file_id: str
    name: str
    kind: str
    by_name: str
    at: datetime


def all_tags(viewer: Actor) -> list[TagChip]:
    """Return every tag, by name; needs `customers.view`."""
    require(viewer, "customers.view")
    return [TagChip(tag.pk, tag.name, tag.colour) for tag in Tag.objects.order_by("name")]


@dataclass(frozen=True, slots=True)
class TagSheet:
    """A tag as whoever looks after the tags sees it."""

    id: int
    name: str
    colour: str
    group: str
    worn: int


@dataclass(frozen=True, slots=True)
class TagMerge:
    """A merge of tags that its maker can still undo."""

    token: str
    name: str
    number: int
    at: datetime


def tag_sheets(viewer: Actor) -> list[TagSheet]:
    """Return every tag with how many customers wear it, by group and name; needs `parameters.view`."""
    require(viewer, "parameters.view")
    worn = dict(CustomerTag.objects.order_by().values_list("tag_id").annotate(number=Count("pk")))
    rows_ = Tag.objects.order_by("group", "name")
    return [TagSheet(tag.pk, tag.name, tag.colour, tag.group, worn.get(tag.pk, 0)) for tag in rows_]


def tag_merges(viewer: Actor, *, limit: int = 20) -> list[TagMerge]:
    """Return the viewer's latest merges of tags that were not undone."""
    require(viewer, "parameters.view")
    acts = BulkAct.objects.filter(verb="merge_tag", by_id=viewer.user_id, undone_at=None).order_by("-pk")[:limit]
    return [TagMerge(act.token, act.before[0]["name"], len(act.before[0]["ids"]), act.at) for act in acts]


def tags(viewer: Actor, customer_id: int) -> tuple[TagChip, ...]:
    """Return the tags of a visible customer; raises NotFound."""
    rows.require_seen(viewer, customer_id)
    return lists.tags_of(viewer, [customer_id]).get(customer_id, ())


def attachments(viewer: Actor, customer_id: int) -> list[AttachmentCard]:
    """Return the files of a visible customer, newest first, none before a claim; raises NotFound."""
    rows.require_seen(viewer, customer_id)
    found = visible(Attachment.objects.filter(customer_id=customer_id), viewer)
    return [_shown(row) for row in found.select_related("by").order_by("-at", "-pk")]


def attachment_of_file(viewer: Actor, file_id: str) -> AttachmentCard:
    """Return the attachment through which this viewer may read a file; raises NotFound."""
    require(viewer, "customers.view")
    found = visible(Attachment.objects.filter(file_id=file_id), viewer).select_related("by").first()
    if found is None:
        raise NotFound(field="file_id")
    return _shown(found)


def _shown(row: Attachment) -> AttachmentCard:
    return AttachmentCard(
        row.pk, row.customer_id, row.file_id, row.name, row.kind, row.by.name if row.by else "", row.at
    )
