"""API tokens of the signed-in person; a token cannot make or end tokens (tokens.* is never a scope)."""

from typing import Annotated

from django.http import HttpRequest
from pydantic import Field

from minghua.foundation.tokens import operations as tokens
from minghua.foundation.tokens import queries as token_reads
from minghua.foundation.tokens.types import DEFAULT_ROW_CAP, IssuedToken, NewToken, TokenRow
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Code, Id, Instant, ListOut, NonEmptyLine, Out

router = Door(tags=["tokens"])


class TokenIn(Body):
    """What is asked for; scopes are permission codes the person holds."""

    name: Annotated[NonEmptyLine, Field(max_length=80)]
    scopes: Annotated[list[Code], Field(min_length=1, max_length=100)]
    row_cap: Annotated[int, Field(ge=1, le=10**9, description="rows per UTC day; null for no cap")] | None = (
        DEFAULT_ROW_CAP
    )
    expires_at: Instant | None = None


class TokenOut(Out):
    """A token without its secret."""

    id: int
    name: str
    prefix: str
    username: str
    scopes: list[str]
    row_cap: int | None
    rows_used: int
    created_at: Instant
    expires_at: Instant | None
    last_used_at: Instant | None
    revoked_at: Instant | None


class IssuedOut(Out):
    """A new token; `text` is shown this once and is empty when the answer is replayed."""

    token: TokenOut
    text: str


@router.read("/tokens", permission="tokens.own", answers=ListOut[TokenOut])
def list_own_tokens(request: HttpRequest) -> dict[str, list[TokenRow]]:
    """The caller's own tokens, newest first."""
    return {"items": token_reads.own_tokens(of(request).actor)}


@router.write("POST", "/tokens", permission="tokens.own", answers=IssuedOut, status=201, blank=("text",), fresh=True)
def create_token(request: HttpRequest, body: TokenIn) -> IssuedToken:
    """Make a token; 422 for a scope the caller does not hold."""
    caller = of(request)
    new = NewToken(name=body.name, scopes=tuple(body.scopes), row_cap=body.row_cap, expires_at=body.expires_at)
    return tokens.create(new, by=caller.actor, at=caller.at)


@router.write("PUT", "/tokens/{token_id}/revocation", permission="tokens.own")
def revoke_token(request: HttpRequest, token_id: Id) -> None:
    """End a token at once."""
    caller = of(request)
    tokens.revoke(token_id, by=caller.actor, at=caller.at)
