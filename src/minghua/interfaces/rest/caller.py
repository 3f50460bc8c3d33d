"""What the credentials left on the request: who calls, since when, by which token."""

from datetime import datetime
from typing import Protocol, cast

from django.http import HttpRequest

from minghua.foundation.people.types import Actor
from minghua.foundation.tokens.types import Bearer


class Caller(Protocol):
    """The caller of an operation; the instant is the request's."""

    actor: Actor
    at: datetime
    bearer: Bearer | None


def of(request: HttpRequest) -> Caller:
    """Return the caller behind an authenticated request."""
    return cast(Caller, request)
