"""Files of a customer: hang one on, list, read, take off."""

from typing import Annotated, Any, BinaryIO, cast

from django.http import FileResponse, HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.foundation.files import operations as files
from minghua.foundation.files import queries as file_reads
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Code, Id, Instant, ListOut, MadeOut, Out
from minghua.kernel.errors import Forbidden

router = Door(tags=["customers"])
FileId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
LARGEST = 20 * 1024 * 1024


class AttachmentOut(Out):
    """A file of a customer."""

    id: int
    customer_id: int
    file_id: str
    name: str
    kind: str
    by_name: str
    at: Instant


@router.read("/customers/{customer_id}/attachments", permission="customers.view", answers=ListOut[AttachmentOut])
def list_attachments(request: HttpRequest, customer_id: Id) -> Any:
    """The files of a customer, newest first."""
    return {"items": customer_reads.attachments(of(request).actor, customer_id)}


@router.write("POST", "/customers/{customer_id}/attachments", permission="customers.edit", answers=MadeOut, status=201)
def attach_file(
    request: HttpRequest,
    customer_id: Id,
    file: Annotated[UploadedFile, File(...)],
    kind: Code = Form("other"),  # noqa: B008
) -> Any:
    """Hang a file (20 MB at most) on a customer."""
    caller = of(request)
    customer_reads.require_seen(caller.actor, customer_id)
    if not customer_reads.may_change(caller.actor, customer_id):
        raise Forbidden(permission=PERMISSIONS["customers.edit"].say(caller.actor.language))
    stored = files.store(
        cast(BinaryIO, file),
        name=file.name or "",
        content_type=file.content_type or "",
        limit=LARGEST,
        as_named=True,
        by=caller.actor,
        at=caller.at,
    )
    return {"id": customers.attach(customer_id, file_id=stored.id, kind=kind, by=caller.actor, at=caller.at)}


@router.write("DELETE", "/attachments/{attachment_id}", permission="customers.edit")
def detach_file(request: HttpRequest, attachment_id: Id) -> None:
    """Take a file off its customer."""
    caller = of(request)
    customers.detach(attachment_id, by=caller.actor, at=caller.at)


@router.download("/files/{file_id}", permission="customers.view", media_type="application/octet-stream")
def read_file(request: HttpRequest, file_id: FileId) -> FileResponse:
    """The bytes of a file that hangs on a customer the caller may see; never shown inline."""
    found = customer_reads.attachment_of_file(of(request).actor, file_id)
    return FileResponse(
        file_reads.open_stream(found.file_id),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
