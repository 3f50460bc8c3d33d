"""Whole lists as CSV, in the words an import understands; rows are counted against the token as they leave."""

from collections.abc import Callable, Iterator
from itertools import islice

from django.http import HttpRequest, StreamingHttpResponse

from minghua.foundation.audit import operations as audit
from minghua.foundation.imports import exporting
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.interfaces.rest.caller import Caller, of
from minghua.interfaces.rest.doors import Door
from minghua.journeys import export_customers, export_orders
from minghua.kernel.clock import local_date

router = Door(tags=["exports"])
Rows = Callable[[Actor], Iterator[tuple[str, ...]]]
CSV = "text/csv"
CHUNK = 400


@router.download("/exports/customers.csv", permission="customers.export", media_type=CSV)
def customers_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every customer the caller may see, with the archive; masked and sensitive fields are left out."""
    return _file(of(request), export_customers.rows, verb="customer.exported", name="customers")


@router.download("/exports/orders.csv", permission="orders.export", media_type=CSV)
def orders_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every line of orders and returns the caller may see."""
    return _file(of(request), export_orders.rows, verb="order.exported", name="orders")


def _file(caller: Caller, rows: Rows, *, verb: str, name: str) -> StreamingHttpResponse:
    with unit_of_work(caller.actor, at=caller.at):
        audit.record(verb, name, "many", {}, by=caller.actor, at=caller.at)
    day = local_date(caller.at).isoformat()
    response = StreamingHttpResponse(
        exporting.csv_bytes(_counted(caller, rows(caller.actor))), content_type=exporting.MEDIA["csv"]
    )
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.csv"'
    return response


def _counted(caller: Caller, rows: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the header, then the rows in chunks that are charged before they leave."""
    yield next(rows)
    while chunk := list(islice(rows, CHUNK)):
        _charge(caller, len(chunk))
        yield from chunk


def _charge(caller: Caller, rows: int) -> None:
    """End the stream at once when the token has been revoked or has taken its rows (trust T15)."""
    if caller.bearer is not None:
        with unit_of_work(caller.actor, at=caller.at):
            tokens.charge_rows(caller.bearer.token_id, rows, at=caller.at)
