"""Every customer one may see with the whole archive, under the words an import understands."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.queries import lists as customer_lists
from minghua.domain.customers.types.columns import EDITABLE
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types.consent import MARKETING, MARKETING_LABELS
from minghua.foundation.exports.types import ExportKind
from minghua.foundation.exports.types import Spec as Part
from minghua.foundation.listing import coding
from minghua.foundation.listing.types import Spec
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.kernel.words import NO_TEXT, Text

BATCH: Final = 400
Words = dict[str, dict[str, str]]
_JUDGED: Final = frozenset({"value_class", "pyramid_tier", "lifecycle_stage", "loyalty_class", "relation_type"})
_IDENTITY: Final = {
    "number": Text("客户号", "Customer number"),
    "external_id": Text("外部编号", "External id"),
    "source_system": Text("来源系统", "Source system"),
    "kind": Text("客户形态", "Kind"),
}
_CARE: Final = {
    "owner": Text("负责人", "Owner"),
    "parent": Text("上级单位", "Parent organisation"),
    "tags": Text("标签", "Tags"),
    "members": Text("家庭成员", "Household members"),
    "created_at": Text("创建时间", "Created at"),
}

_YES_NO: Final = {True: Text("是", "Yes"), False: Text("否", "No"), None: NO_TEXT}


def rows(viewer: Actor, *, only: frozenset[int] | None = None) -> Iterator[tuple[str, ...]]:
    """Yield the header and a row per customer (or per chosen one); masked and sensitive fields are left out."""
    require(viewer, "customers.export")
    columns = [code for code in EDITABLE if code not in _JUDGED and code not in viewer.masked]
    archive = [
        code
        for code, field in customer_reads.archive_fields().items()
        if not field.column and not field.sensitive and code not in viewer.masked
    ]
    yield _header(viewer.language, columns, archive)
    after = 0
    while batch := list(_some(viewer, only).filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield from _rows(viewer, batch, columns, archive)
        after = batch[-1].pk


def _some(viewer: Actor, only: frozenset[int] | None) -> Any:
    found = customer_reads.seen(viewer).filter(~interaction_reads.restricted())
    if only is not None:
        found = found.filter(pk__in=only)
    return found if viewer.may("pool.manage") else found.filter(pool=None)


def _header(language: str, columns: list[str], archive: list[str]) -> tuple[str, ...]:
    labels = [*_IDENTITY.values(), *(EDITABLE[code].label for code in columns), *_CARE.values()]
    labels += MARKETING_LABELS.values()
    labels += [customer_reads.label_of(f"archive.{code}") for code in archive]
    return tuple(label.say(language) for label in labels)


def _rows(viewer: Actor, batch: list[Any], columns: list[str], archive: list[str]) -> Iterator[tuple[str, ...]]:
    owners = people.names_of({row.owner_id for row in batch if row.owner_id})
    above = customer_reads.seen(viewer).filter(pk__in={row.parent_id for row in batch if row.parent_id})
    parents = dict(above.values_list("pk", "number"))
    members = customer_reads.members_told(viewer, [row.pk for row in batch if row.kind == "household"])
    named = customer_reads.member_names(viewer.language)
    tags = customer_lists.tags_of(viewer, [row.pk for row in batch])
    said = interaction_reads.told_yes_or_no((row.pk for row in batch), MARKETING)
    fields = customer_reads.archive_fields()
    numbers = _numbers(viewer, batch, [code for code in archive if fields[code].type == "customer"])
    words = _words(viewer.language, fields)
    for row in batch:
        identity = (_said(words, code, getattr(row, code)) for code in _IDENTITY)
        care = (
            owners.get(row.owner_id, ""),
            parents.get(row.parent_id, ""),
            "、".join(chip.name for chip in tags.get(row.pk, ())),
            customer_reads.members_line(members.get(row.pk, ()), names=named),
            row.created_at,
        )
        facts = (_said(words, code, getattr(row, code)) for code in columns)
        told = (_YES_NO[said.get(row.pk, {}).get(code)].say(viewer.language) for code in MARKETING_LABELS)
        kept = (_said(words, code, _kept(fields[code], row.archive.get(code, ""), numbers)) for code in archive)
        yield tuple(_cell(value) for value in (*identity, *facts, *care, *told, *kept))


def _words(language: str, fields: Mapping[str, ArchiveField]) -> Words:
    """Return field → code → name, of the choices whose name an import reads back as the same code."""
    named = {code: column.vocabulary for code, column in EDITABLE.items() if column.vocabulary}
    named |= {code: field.vocabulary for code, field in fields.items() if field.vocabulary and not field.custom}
    return {code: _readable(vocabulary, language) for code, vocabulary in (named | {"kind": "customers.kind"}).items()}


def _readable(vocabulary: str, language: str) -> dict[str, str]:
    terms = vocabularies.terms(vocabulary)
    read: dict[str, str] = {}
    for code, text in terms:
        for word in (code, text.zh, text.en):
            read.setdefault(word.casefold(), code)
    return {code: text.say(language) for code, text in terms if read[text.say(language).casefold()] == code}


def _said(words: Words, field: str, value: Any) -> Any:
    return words[field].get(value, value) if field in words and isinstance(value, str) else value


def _numbers(viewer: Actor, batch: list[Any], codes: list[str]) -> dict[int, str]:
    """Return id → number of the customers that archives point to."""
    ids = {row.archive[code] for row in batch for code in codes if row.archive.get(code)}
    return dict(customer_reads.seen(viewer).filter(pk__in=ids).values_list("pk", "number")) if ids else {}


def _kept(field: ArchiveField, value: Any, numbers: dict[int, str]) -> Any:
    """Return an archive value as an import reads it back."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value == "" or not field.custom:
        return value
    if field.type == "person":
        return customer_reads.staff_name(value)
    if field.type == "customer":
        return numbers.get(value, "")
    return "、".join(value) if isinstance(value, list) else customer_reads.written(field, value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _list_of(viewer: Actor, part: Part) -> Spec:
    return coding.spec_from_json(part.get("list") or {}, customer_reads.fields_for(viewer))


def _chosen_of(viewer: Actor, part: Part, on: date, most: int) -> frozenset[int] | None:
    """The customers a part names, or those its list keeps; None for all."""
    if "ids" in part:
        return frozenset(int(key) for key in part["ids"])
    if "list" in part:
        return frozenset(customer_reads.all_ids(viewer, _list_of(viewer, part), on=on, most=most))
    return None


def _size(viewer: Actor, part: Part, on: date, most: int) -> int:
    return int(_some(viewer, _chosen_of(viewer, part, on, most)).order_by()[:most].count())


def _archives(viewer: Actor, part: Part, on: date) -> Iterator[tuple[str, ...]]:
    return rows(viewer, only=_chosen_of(viewer, part, on, MOST_NAMED))


MOST_NAMED: Final = 10_000
ARCHIVES: Final = "customers.archives"
KINDS: Final = (
    ExportKind(
        ARCHIVES, Text("客户档案", "Customer archives"), "customers.export", "customer.exported", "customers.Customer",
        _size, _archives,
    ),
)  # fmt: skip
