"""All fields of the archive, built in and self-made: kept in the process, followed by every process at once.

Whoever changes the shape changes its stamp; each request and each unit of work reads the stamp once, and what is kept
only when the stamp says so.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from django.db import transaction

from minghua.domain.customers.models import ArchiveTemplate, CustomField, Layout, ShapeStamp
from minghua.domain.customers.types import archive, columns
from minghua.domain.customers.types.archive import ARCHIVE_FIELDS
from minghua.domain.customers.types.columns import Column
from minghua.domain.customers.types.fields import KINDS, ArchiveField
from minghua.domain.customers.types.layouts import TemplateSheet
from minghua.kernel.ids import hex_id
from minghua.kernel.words import Text

ONLY_STAMP = 1
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shape:
    """What the archive looks like as of one stamp."""

    stamp: str
    fields: Mapping[str, ArchiveField] = field(default_factory=lambda: MappingProxyType(ARCHIVE_FIELDS))
    own: Mapping[str, tuple[ArchiveField, ...]] = field(default_factory=dict)
    unique: tuple[ArchiveField, ...] = ()
    searchable: tuple[ArchiveField, ...] = ()
    layouts: Mapping[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    templates: Mapping[tuple[str, str], TemplateSheet] = field(default_factory=dict)

    def own_of(self, kind: str) -> tuple[ArchiveField, ...]:
        """Return the self-made fields of a kind of customer."""
        return self.own.get(kind, ())


_known: dict[str, Shape] = {}
_looked = threading.local()


def shape() -> Shape:
    """Return the shape of this request or unit of work."""
    found: Shape | None = getattr(_looked, "shape", None)
    if found is None:
        found = _looked.shape = _present()
    return found


def look_again(**_signal: object) -> None:
    """Read the stamp anew at the next question: a request or a unit of work begins, or this process changed the shape."""
    _looked.shape = None
    _looked.memory = {}


def remembered(key: str, read: Callable[[], T]) -> T:
    """Return what was read under that key in this request or unit of work, read now if it was not."""
    memory: dict[str, T] = _looked.__dict__.setdefault("memory", {})
    if key not in memory:
        memory[key] = read()
    return memory[key]


def stamp() -> None:
    """Tell every process that the shape has changed: those of this transaction now, the others when it is committed."""
    ShapeStamp.objects.update_or_create(pk=ONLY_STAMP, defaults={"stamp": hex_id()})
    look_again()
    transaction.on_commit(look_again)


def _present() -> Shape:
    stamp = ShapeStamp.objects.filter(pk=ONLY_STAMP).values_list("stamp", flat=True).first() or ""
    found = _known.get(stamp)
    if found is None:
        found = _read(stamp)
        _known.clear()
        _known[stamp] = found
    return found


def _read(stamp: str) -> Shape:
    made = [of_row(row) for row in CustomField.objects.filter(archived_at=None)] if stamp else []
    return Shape(
        stamp,
        MappingProxyType(ARCHIVE_FIELDS | {field.code: field for field in made}),
        own={kind: tuple(field for field in made if kind in field.kinds) for kind in KINDS},
        unique=tuple(field for field in made if field.unique),
        searchable=tuple(field for field in made if field.searchable and not field.sensitive),
        layouts=_layouts() if stamp else {},
        templates=_templates() if stamp else {},
    )


def _layouts() -> dict[tuple[str, str, str], dict[str, Any]]:
    rows = Layout.objects.order_by("version")  # the latest version of each place comes last and stays
    return {(row.kind, row.market_kind, row.role): row.spec for row in rows}


def _templates() -> dict[tuple[str, str], TemplateSheet]:
    return {(row.kind, row.market_kind): _template(row) for row in ArchiveTemplate.objects.filter(removed_at=None)}


def _template(row: ArchiveTemplate) -> TemplateSheet:
    return TemplateSheet(
        row.pk,
        row.preset,
        Text(row.zh, row.en),
        row.kind,
        row.market_kind,
        tuple(row.required),
        tuple(Text(*pair) for pair in row.checklist),
        row.installed_at,
    )


def of_row(row: CustomField) -> ArchiveField:
    """Return a stored definition as a field of the archive."""
    return ArchiveField(
        code=row.code,
        label=Text(row.zh, row.en),
        block=row.block,
        group="custom",
        kinds=frozenset(row.kinds),
        type=row.type,  # type: ignore[arg-type]
        vocabulary=row.vocabulary,
        required=row.required,
        sensitive=row.sensitive,
        custom=True,
        help=Text(row.help_zh, row.help_en),
        places=row.places,
        minimum=row.minimum,
        maximum=row.maximum,
        longest=row.longest,
        pattern=row.pattern,
        unique=row.unique,
        default=row.default,
        searchable=row.searchable,
        indexed=row.indexed,
    )


def archive_fields() -> Mapping[str, ArchiveField]:
    """Return code → field of every field the archive keeps, self-made ones last; archived ones are left out."""
    return shape().fields


def archive_fields_of(kind: str, *, sensitive: bool = False) -> list[ArchiveField]:
    """Return the fields of a kind of customer in card order; sensitive ones only on request (R06.2)."""
    return archive.fields_for(kind, sensitive=sensitive, among=archive_fields().values())


def archive_groups_of(kind: str) -> dict[str, Text]:
    """Return the checklist groups of a kind of customer (R06.2)."""
    return archive.groups_for(kind, among=archive_fields().values())


def label_of(path: str) -> Text:
    """Return how a field (a column or `archive.<code>`) is called; an unknown one is its own name."""
    return columns.label_of(path, fields=archive_fields())


def described(path: str) -> Column | None:
    """Return how the values of a field are read: its column, or one made from the archive register."""
    return columns.described(path, fields=archive_fields())
