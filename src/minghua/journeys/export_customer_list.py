"""The list of customers as a table, exactly as it stands on the screen."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.queries import lists as customer_lists
from minghua.domain.customers.queries.lists import ListRow
from minghua.domain.interactions import queries as interaction_reads
from minghua.foundation.exports.types import ExportKind
from minghua.foundation.exports.types import Spec as Part
from minghua.foundation.listing import coding
from minghua.foundation.listing.types import Field, FieldType, Spec
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.kernel import money
from minghua.kernel.periods import SHANGHAI
from minghua.kernel.words import Text

BATCH: Final = 400


def list_rows(viewer: Actor, spec: Spec, *, on: date) -> Iterator[tuple[str, ...]]:
    """Yield the list as it stands on the screen: its columns, its filter, its order; words as the reader reads them."""
    require(viewer, "customers.export")
    by_code = {field.code: field for field in customer_reads.fields_for(viewer)}
    codes = dict.fromkeys(("number", "name", *(spec.columns or customer_lists.DEFAULT_COLUMNS)))
    fields = [by_code[code] for code in codes if code in by_code]
    yield tuple(field.label.say(viewer.language) for field in fields)
    cursor: str | None = None
    while True:
        found = customer_reads.listing(viewer, spec, on=on, text=spec.text, cursor=cursor, limit=BATCH)
        kept = interaction_reads.restricted_ids(row.id for row in found.items)
        told = (row for row in found.items if row.id not in kept)
        yield from (tuple(_shown(row, field, viewer.language) for field in fields) for row in told)
        cursor = found.next_cursor
        if cursor is None:
            return


def _shown(row: ListRow, field: Field, language: str) -> str:
    value = row.values.get(field.code)
    match field.type:
        case FieldType.TAG:
            return "、".join(tag.name for tag in row.tags)
        case FieldType.PERSON:
            return row.owner_name
        case FieldType.TEAM:
            return row.team_name
        case FieldType.CHOICE if value:
            return vocabularies.label(field.vocabulary or "", value).say(language)
        case FieldType.MONEY if isinstance(value, int):
            return money.show(value, row.currency, sign=False).replace(",", "")
        case FieldType.NUMBER if field.scale and isinstance(value, int):
            return format(Decimal(value).scaleb(-field.scale), "f")
        case FieldType.DATETIME if isinstance(value, datetime):
            return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def _list_of(viewer: Actor, part: Part) -> Spec:
    return coding.spec_from_json(part.get("list") or {}, customer_reads.fields_for(viewer))


def _size(viewer: Actor, part: Part, on: date, most: int) -> int:
    spec = _list_of(viewer, part)
    found: Any = customer_lists.chosen(viewer, spec, on=on, text=spec.text).filter(~interaction_reads.restricted())
    return int(found.order_by()[:most].count())


def _rows(viewer: Actor, part: Part, on: date) -> Iterator[tuple[str, ...]]:
    return list_rows(viewer, _list_of(viewer, part), on=on)


LIST: Final = "customers.list"
KINDS: Final = (
    ExportKind(
        LIST, Text("客户列表", "Customer list"), "customers.export", "customer.exported", "customers.Customer",
        _size, _rows,
    ),
)  # fmt: skip
