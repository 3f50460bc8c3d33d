"""Lists as files, in the words an import understands: small ones at once, large ones when a second person agreed."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated, Any, Literal

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from pydantic import Field

from minghua.foundation.exports import leaving, streams
from minghua.foundation.exports import operations as exports
from minghua.foundation.exports import queries as export_reads
from minghua.foundation.exports.types import BATCH, Asked
from minghua.foundation.files import queries as files
from minghua.foundation.imports import exporting
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.interfaces.rest.caller import Caller, of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import NO_NUL, Body, Cursor, Instant, Limit, Out, PageOut
from minghua.journeys import export_customers, export_orders

router = Door(tags=["exports"])
CSV = "text/csv"
ANY = "application/octet-stream"
ExportId = Annotated[str, Field(max_length=64, pattern=NO_NUL)]
Reason = Annotated[str, Field(min_length=4, max_length=300, pattern=NO_NUL)]


class ExportIn(Body):
    """In which form, and what the rows are for."""

    form: Literal["csv", "xlsx"] = "csv"
    reason: Reason


class DecisionIn(Body):
    """Yes or no, and why; a no needs its reason."""

    approve: bool
    reason: Annotated[str, Field(max_length=300, pattern=NO_NUL)] = ""


class AskedOut(Out):
    """The export that was asked for."""

    id: str


class ExportOut(Out):
    """One export: what, how many rows, which columns, why, where it stands, until when its file can be taken."""

    id: str
    kind: str
    form: str
    columns: list[str]
    rows_asked: int
    rows_made: int | None
    reason: str
    state: str
    mark: str
    asked_at: Instant
    ask_until: Instant | None
    decided_at: Instant | None
    decision_reason: str
    file_until: Instant | None
    downloads: int
    most_downloads: int
    user_id: int


@router.download("/exports/customers.csv", permission="customers.export", media_type=CSV)
def customers_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every customer the caller may see, with the archive; 403 `export_needs_approval` above the limit."""
    return _file(of(request), Asked(export_customers.ARCHIVES, token_id=_token_id(request), session_key=_key(request)))


@router.download("/exports/orders.csv", permission="orders.export", media_type=CSV)
def orders_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every line of orders and returns the caller may see; 403 `export_needs_approval` above the limit."""
    return _file(of(request), Asked(export_orders.ALL, token_id=_token_id(request), session_key=_key(request)))


@router.write("POST", "/exports/customers", permission="customers.export", answers=AskedOut, status=201)
def request_customer_export(request: HttpRequest, body: ExportIn) -> Any:
    """Ask a second person for every customer the caller may see; the file is made once they agree."""
    return _ask(request, export_customers.ARCHIVES, body)


@router.write("POST", "/exports/orders", permission="orders.export", answers=AskedOut, status=201)
def request_order_export(request: HttpRequest, body: ExportIn) -> Any:
    """Ask a second person for every line the caller may see; the file is made once they agree."""
    return _ask(request, export_orders.ALL, body)


@router.read("/exports", permission="signed_in", answers=PageOut[ExportOut])
def list_own_exports(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """One's own exports, newest first."""
    return export_reads.mine(of(request).actor, cursor=cursor, limit=limit)


@router.read("/export-approvals", permission="exports.approve", answers=PageOut[ExportOut])
def list_export_approvals(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """The requests of others that wait for a decision."""
    return export_reads.awaiting(of(request).actor, cursor=cursor, limit=limit)


@router.read("/exports/{export_id}", permission="signed_in", answers=ExportOut)
def get_export(request: HttpRequest, export_id: ExportId) -> Any:
    """One export of one's own, or any for who approves."""
    return export_reads.one(of(request).actor, export_id)


@router.write("PUT", "/exports/{export_id}/decision", permission="exports.approve")
def decide_export(request: HttpRequest, export_id: ExportId, body: DecisionIn) -> None:
    """Agree or not; nobody decides on their own, 409 once it is decided."""
    caller = of(request)
    if body.approve:
        exports.approve(export_id, reason=body.reason, by=caller.actor, at=caller.at)
    else:
        exports.refuse(export_id, reason=body.reason, by=caller.actor, at=caller.at)


@router.write("DELETE", "/exports/{export_id}", permission="signed_in")
def withdraw_export(request: HttpRequest, export_id: ExportId) -> None:
    """Take one's request back, or have one's file deleted before its time."""
    caller = of(request)
    exports.withdraw(export_id, by=caller.actor, at=caller.at)


@router.download("/exports/{export_id}/file", permission="signed_in", media_type=ANY)
def take_export(request: HttpRequest, export_id: ExportId) -> FileResponse:
    """The file of one's own approved export; each call counts as one download."""
    caller = of(request)
    with unit_of_work(caller.actor, at=caller.at):
        kept = exports.take(export_id, by=caller.actor, at=caller.at)
    return FileResponse(
        files.open_stream(kept.pk), as_attachment=True, filename=kept.name, content_type=kept.content_type
    )


def _ask(request: HttpRequest, kind: str, body: ExportIn) -> dict[str, str]:
    caller = of(request)
    asked = Asked(kind, form=body.form, reason=body.reason, token_id=_token_id(request))
    return {"id": exports.request(asked, by=caller.actor, at=caller.at)}


def _token_id(request: HttpRequest) -> int | None:
    bearer = of(request).bearer
    return bearer.token_id if bearer else None


def _key(request: HttpRequest) -> str:
    return "" if of(request).bearer else request.session.session_key or ""


def _file(caller: Caller, asked: Asked) -> StreamingHttpResponse:
    with unit_of_work(caller.actor, at=caller.at):
        handed = exports.hand_out(asked, by=caller.actor, at=caller.at)
    rows = streams.until_stopped(leaving.rows(handed, asked, by=caller.actor, at=caller.at))
    blocks = exporting.csv_bytes(_counted(caller, rows))
    response = StreamingHttpResponse(blocks, content_type=exporting.MEDIA["csv"])
    response["Content-Disposition"] = f'attachment; filename="{leaving.file_name(asked, handed, at=caller.at)}"'
    return response


def _counted(caller: Caller, rows: Iterator[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Yield the header, then the rows in chunks that are charged to the token before they leave."""
    yield next(rows)
    while chunk := list(islice(rows, BATCH)):
        if caller.bearer is not None:
            with unit_of_work(caller.actor, at=caller.at):
                tokens.charge_rows(caller.bearer.token_id, len(chunk), at=caller.at)
        yield from chunk
