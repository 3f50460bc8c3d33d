"""The list of customers: every field and axis that can be filtered, sorted and shown, and its pages."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.db.models import Q, QuerySet

from minghua.domain.customers.models import Customer, CustomerTag
from minghua.domain.customers.queries import (
    archive_values,
    cards,
    declared,
    hiding,
    quality_fields,
    references,
    register,
    rows,
)
from minghua.domain.customers.types.columns import COLUMNS, Column
from minghua.domain.customers.types.fields import ArchiveField
from minghua.foundation.listing import compiling, paging
from minghua.foundation.listing.types import Field, Sort, Spec, Through
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions import lists as scoped
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.search import queries as search
from minghua.kernel.paging import Page
from minghua.kernel.words import Text

_TYPES = {
    "past_date": "date", "mobile": "text", "phone": "text", "email": "text",
    "pool": "text", "customer": "text", "long_text": "text",
}  # fmt: skip
_PATHS = {"pool_id": "pool__name"}
_UNASKED = frozenset({"parent_id"})  # a filter would tell of customers out of reach
_CODES = {"owner_id": "owner", "team_id": "team", "pool_id": "pool", "parent_id": "parent"}
SORTED: Final = frozenset(
    {
        "name", "number", "birthday", "owner_id", "first_order_on", "last_order_on", "order_count",
        "net_minor", "last_contact_at", "next_action_on", "verified_at", "created_at", "updated_at",
    }
)  # fmt: skip
"""Columns the list can be ordered by: each has an index that is walked in that order (decision 0010)."""
ARCHIVE_PREFIX = "archive_"  # a dot separates field and operator in addresses
DEFAULT_SORTS = (Sort("updated_at", descending=True),)
DEFAULT_COLUMNS = ("name", "status", "city", "owner", "last_order_on", "net_minor", "last_contact_at", "next_action_on")


@dataclass(frozen=True, slots=True)
class TagChip:
    """A tag as a list shows it."""

    id: int
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """One customer on the list: `values` by field code, masked like everywhere."""

    id: int
    number: str
    kind: str
    name: str
    version: int
    values: dict[str, Any]
    owner_name: str
    team_name: str
    pool_name: str
    currency: str
    tags: tuple[TagChip, ...]


def _column_field(column: Column) -> Field:
    return Field(
        code=_CODES.get(column.code, column.code),
        label=column.label,
        type=_TYPES.get(column.type, column.type),
        path=_PATHS.get(column.code, column.code),
        vocabulary=column.vocabulary or None,
        sortable=column.code in SORTED,
        editable=column.editable,
    )


_COLUMN_FIELDS: tuple[Field, ...] = (
    *(_column_field(column) for column in COLUMNS.values() if column.code not in _UNASKED),
    Field("tags", Text("标签", "Tags"), "tag", through=Through("customers.CustomerTag", "customer_id", "tag_id")),
    Field("unowned", Text("无负责人", "Without owner"), "bool", "owner__isnull"),
    Field("open", Text("未封存", "Not closed"), "bool", "closed_at__isnull"),
    *quality_fields.FIELDS,
)


def all_fields() -> tuple[Field, ...]:
    """Return every field of the list: columns, then the archive, built in and self-made."""
    kept = register.archive_fields().values()
    archive = (_archive_field(field) for field in kept if not field.column and not field.sensitive)
    return (*_COLUMN_FIELDS, *archive, *declared.fields())


def _archive_field(field: ArchiveField) -> Field:
    if field.custom:
        return archive_values.list_field(field, code=f"{ARCHIVE_PREFIX}{field.code}")
    return Field(
        code=f"{ARCHIVE_PREFIX}{field.code}",
        label=field.label,
        type={"date": "text", "long_text": "text"}.get(field.type, field.type),
        path=f"archive__{field.code}",
        vocabulary=field.vocabulary or None,
        editable=True,
    )


def fields_for(viewer: Actor) -> tuple[Field, ...]:
    """Return the fields this viewer may filter and sort by; a masked one would give itself away."""
    return tuple(field for field in all_fields() if field.code.removeprefix(ARCHIVE_PREFIX) not in viewer.masked)


def path_of(code: str) -> str:
    """Return the path by which `edit_customer` changes the field of that list code."""
    return f"archive.{code.removeprefix(ARCHIVE_PREFIX)}" if code.startswith(ARCHIVE_PREFIX) else code


def listing(
    viewer: Actor, spec: Spec, *, on: date, text: str = "", cursor: str | None = None, limit: int = 50
) -> Page[ListRow]:
    """Return one page of the customers this viewer may see; raises BadCursor, UnknownField."""
    found, parts = _in_parts(viewer, spec, on=on, text=text)
    found, sorts = found.select_related("owner", "team", "pool"), spec.sorts or DEFAULT_SORTS
    page = paging.page(found, sorts, fields_for(viewer), cursor=cursor, limit=limit, parts=parts)
    told = declared.values(viewer, [row.pk for row in page.items], frozenset(spec.columns), on=on)
    figures = quality_fields.stored_sides([row.pk for row in page.items], spec.columns)
    rows_ = tuple(_rows(viewer, page.items, {pk: {**told.get(pk, {}), **figures.get(pk, {})} for pk in told | figures}))
    return Page(rows_, page.next_cursor, page.previous_cursor)


def count(viewer: Actor, spec: Spec, *, on: date, text: str = "") -> paging.Count:
    """Return how many customers the list has, counted no further than 10,000."""
    if not spec.filter and not text.strip() and scoped.sees_many(viewer):
        return paging.Count(paging.CAP, capped=True)
    found, parts = _in_parts(viewer, spec, on=on, text=text)
    return paging.capped_count(*(parts or [found]))


def neighbours(
    viewer: Actor, spec: Spec, customer_id: int, *, on: date, text: str = ""
) -> tuple[int | None, int | None]:
    """Return the ids before and after a customer on the list; (None, None) when it is not on it."""
    found, parts = _in_parts(viewer, spec, on=on, text=text)
    return paging.neighbours(found, spec.sorts or DEFAULT_SORTS, fields_for(viewer), customer_id, parts=parts)


def chosen(viewer: Actor, spec: Spec, *, on: date, text: str = "") -> "QuerySet[Customer]":
    """Return the visible customers that filter and search text keep, unordered.

    Pooled ones are left out where filter, order or board ask for a field that their pool hides.
    """
    return _keeping(viewer, spec, on=on, text=text)(rows.listed(viewer))


def _in_parts(
    viewer: Actor, spec: Spec, *, on: date, text: str
) -> "tuple[QuerySet[Customer], list[QuerySet[Customer]]]":
    """The chosen customers, and the same in parts where a list is quicker to gather from several indexes."""
    keep = _keeping(viewer, spec, on=on, text=text)
    whole, parts = rows.parted(viewer)
    return keep(whole), [keep(part) for part in parts]


def _keeping(viewer: Actor, spec: Spec, *, on: date, text: str) -> "Callable[[QuerySet[Customer]], QuerySet[Customer]]":
    asked, fields = set(_asked(spec)), fields_for(viewer)
    openly = hiding.asked_openly(viewer, asked)
    named = search.contains_query(viewer, text, kind="customer") if text.strip() else Q()

    def keep(found: "QuerySet[Customer]") -> "QuerySet[Customer]":
        reached = archive_values.reached(found, asked, prefix=ARCHIVE_PREFIX)
        reached = quality_fields.reached(reached, asked)
        return compiling.narrow(reached, spec.filter, fields, on=on, viewer=viewer).filter(openly, named)

    return keep


def all_ids(viewer: Actor, spec: Spec, *, on: date, most: int) -> list[int]:
    """Return the ids of everybody the view keeps (its search text too), oldest first, no more than `most`."""
    found = chosen(viewer, spec, on=on, text=spec.text)
    return list(found.order_by("pk").values_list("pk", flat=True)[:most])


def row(viewer: Actor, customer_id: int) -> ListRow:
    """Return one customer as a list shows it; raises NotFound."""
    rows.require_seen(viewer, customer_id)
    found = rows.seen(viewer).select_related("owner", "team", "pool").get(pk=customer_id)
    return next(_rows(viewer, [found]))


def tags_of(viewer: Actor, customer_ids: Iterable[int]) -> dict[int, tuple[TagChip, ...]]:
    """Return customer id → tags, of those customers that the viewer may see."""
    worn: dict[int, list[TagChip]] = defaultdict(list)
    ties = visible(CustomerTag.objects.filter(customer_id__in=list(customer_ids)), viewer)
    for tie in ties.select_related("tag").order_by("tag__name"):
        worn[tie.customer_id].append(TagChip(tie.tag_id, tie.tag.name, tie.tag.colour))
    return {customer_id: tuple(chips) for customer_id, chips in worn.items()}


def _asked(spec: Spec) -> Iterator[str]:
    yield from (condition.field for condition in spec.filter.conditions())
    yield from (sort.field for sort in spec.sorts)
    if spec.board:
        yield spec.board


def _rows(
    viewer: Actor, found: Sequence[Customer], told: Mapping[int, Mapping[str, Any]] = MappingProxyType({})
) -> Iterator[ListRow]:
    tags = tags_of(viewer, [row.pk for row in found])
    parents = cards.names(viewer, [row.parent_id for row in found if row.parent_id])
    references.learn_names(viewer, found)
    for row in found:
        yield _row(viewer, row, tags.get(row.pk, ()), parents.get(row.parent_id or 0, ""), told.get(row.pk, {}))


def _row(viewer: Actor, row: Customer, tags: tuple[TagChip, ...], parent: str, told: Mapping[str, Any]) -> ListRow:
    values = {_CODES.get(code, code): value for code, value in cards.shown_all(viewer, row, COLUMNS).items()}
    kept = row.archive.keys() & register.archive_fields().keys()
    values |= {f"{ARCHIVE_PREFIX}{code}": cards.shown(viewer, row, f"archive.{code}") for code in kept}
    owner, team = row.owner.name if row.owner else "", row.team.name if row.team else ""
    pool = row.pool.name if row.pool else ""
    values |= {"pool": pool, "parent": parent, "unowned": row.owner_id is None, "open": row.closed_at is None}
    values |= {"quality": row.quality, "archive_score": row.archive_score, **told}
    return ListRow(
        id=row.pk,
        number=row.number,
        kind=row.kind,
        name=values["name"],
        version=row.version,
        values=values,
        owner_name=owner,
        team_name=team,
        pool_name=pool,
        currency=row.currency,
        tags=tags,
    )
