"""Cursors of this door are sealed to the list they came from: no other list and no hand can make one."""

from dataclasses import replace
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from minghua.kernel.paging import BadCursor, Page


def opened(request: HttpRequest, values: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments with the list's own cursor in place of the sealed one; raises BadCursor."""
    if not values.get("cursor"):
        return values
    try:
        return values | {"cursor": _seal(request).unsign(values["cursor"])}
    except BadSignature:
        raise BadCursor(field="cursor") from None


def sealed(request: HttpRequest, result: Any) -> Any:
    """Return the page with its next cursor sealed; other answers as they are."""
    if not isinstance(result, Page) or result.next_cursor is None:
        return result
    return replace(result, next_cursor=_seal(request).sign(result.next_cursor))


def _seal(request: HttpRequest) -> Signer:
    return Signer(salt=f"rest.cursor{request.path}")
