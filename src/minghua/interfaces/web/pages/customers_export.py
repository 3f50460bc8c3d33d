"""Customers as a CSV file: the list as it stands on the screen, or the chosen ones with their whole archive."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse
from django.urls import path

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.queries.lists import ListRow
from minghua.domain.interactions import queries as interaction_reads
from minghua.foundation.audit import operations as audit
from minghua.foundation.imports import exporting
from minghua.foundation.listing.types import Field, FieldType
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import answers, display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import customers as customer_list
from minghua.interfaces.web.lists.look import Look
from minghua.interfaces.web.pages import customers_sweep
from minghua.journeys import export_customers
from minghua.kernel import money
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import local_date

PAGE = 500
MOST_CHOSEN = 1_000
MOST_SWEPT = 10_000


@page("customers.export", methods=("GET", "POST"))
def export(request: Any) -> Any:
    """Hand out the list (GET), or the chosen customers in the form an import takes back (POST)."""
    return _chosen(request) if request.method == "POST" else _list(request)


def _list(request: Any) -> Any:
    look = customer_list.look(request)
    _record(request, {"look": look.query})
    return _file(request, _lines(request, look, display.language()))


def _chosen(request: Any) -> Any:
    if customers_sweep.asked(request):
        return _whole_list(request)
    ids = frozenset(answers.number(text, field="ids") for text in request.POST.getlist("ids"))
    if not 1 <= len(ids) <= MOST_CHOSEN:
        raise Invalid("请选择 1 到 1000 位客户。", "Select 1 to 1,000 customers.", field="ids")
    _record(request, {"ids": sorted(ids)})
    return _file(request, export_customers.rows(request.actor, only=ids))


def _whole_list(request: Any) -> Any:
    """Everybody on the list with the whole archive."""
    spec, on = customers_sweep.spec_of(request), local_date(request.at)
    ids = customer_reads.all_ids(request.actor, spec, on=on, most=MOST_SWEPT + 1)
    if not 1 <= len(ids) <= MOST_SWEPT:
        raise Invalid("一次最多导出 10000 位客户的档案。", "At most 10,000 archives in one file.", field="filter")
    _record(request, {"look": request.POST.get("look", "")[:2_000], "rows": len(ids)})
    return _file(request, export_customers.rows(request.actor, only=frozenset(ids)))


def _record(request: Any, data: dict[str, Any]) -> None:
    with unit_of_work(request.actor, at=request.at):
        audit.record("customer.exported", "customers.Customer", "many", data, by=request.actor, at=request.at)


def _file(request: Any, rows: Iterator[Sequence[str]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(exporting.encoded(rows, "csv"), content_type=exporting.MEDIA["csv"])
    name = f"customers-{local_date(request.at).isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(request: Any, look: Look, language: str) -> Iterator[Sequence[str]]:
    shown = [field for field in customer_list.columns(look) if field.code != "number"]
    number = next(field for field in look.fields if field.code == "number")
    fields, cursor = [number, *shown], None
    yield [field.label.say(language) for field in fields]
    while True:
        on = local_date(request.at)
        found = customer_reads.listing(request.actor, look.spec, on=on, text=look.text, cursor=cursor, limit=PAGE)
        kept = interaction_reads.restricted_ids(row.id for row in found.items)
        yield from ([_cell(row, field, language) for field in fields] for row in found.items if row.id not in kept)
        cursor = found.next_cursor
        if cursor is None:
            return


def _cell(row: ListRow, field: Field, language: str) -> str:
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
        case FieldType.DATETIME if value:
            return value if isinstance(value, str) else display.moment(value)
    return "" if value is None else str(value)


urls = [path("customers/export", export, name="customers_export")]
