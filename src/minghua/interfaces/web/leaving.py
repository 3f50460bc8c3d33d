"""How a page hands out a list: at once while it is small, by way of a request when a second person must agree."""

from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import StreamingHttpResponse

from minghua.foundation.exports import leaving, streams
from minghua.foundation.exports import operations as exports
from minghua.foundation.exports.types import Asked, NeedsApproval, Spec
from minghua.foundation.imports import exporting
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers
from minghua.kernel.errors import Invalid

SALT = "exports.part"


def asked(request: Any, kind: str, part: Spec, *, form: str = "", reason: str = "") -> Asked:
    """Return what this browser asks for."""
    given = form or request.GET.get("form", "csv")
    return Asked(kind, part, given, reason, session_key=request.session.session_key or "")


def hand_out(request: Any, kind: str, part: Spec, *, form: str = "") -> Any:
    """Stream the file, or lead to the form that asks for approval."""
    wanted = asked(request, kind, part, form=form)
    try:
        with unit_of_work(request.actor, at=request.at):
            handed = exports.hand_out(wanted, by=request.actor, at=request.at)
    except NeedsApproval:
        return answers.go(request, f"/exports/new?{urlencode({'kind': kind, 'part': sealed(part)})}")
    rows = streams.until_stopped(leaving.rows(handed, wanted, by=request.actor, at=request.at))
    return attachment(
        exporting.encoded(rows, wanted.form), wanted.form, leaving.file_name(wanted, handed, at=request.at)
    )


def attachment(blocks: Any, form: str, name: str) -> StreamingHttpResponse:
    """Return a file to be saved, never to be shown or kept by a cache."""
    response = StreamingHttpResponse(blocks, content_type=exporting.MEDIA[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def sealed(part: Spec) -> str:
    """Return the part of a list as one word of an address."""
    return signing.dumps(part, salt=SALT, compress=True)


def opened(text: str) -> Spec:
    """Return the part that was sealed; raises Invalid for a text that is not ours."""
    try:
        part: Spec = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        raise Invalid("这个导出链接无效。", "This export link is not valid.", field="part") from None
    return part
