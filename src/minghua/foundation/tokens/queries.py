"""Reads of API tokens: whom a presented token speaks for, and the lists a person may see."""

from datetime import datetime

from django.db.models import Q, QuerySet

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.tokens import wording
from minghua.foundation.tokens.models import ApiToken
from minghua.foundation.tokens.types import Bearer, TokenRow


def bearer(text: str, *, at: datetime) -> Bearer | None:
    """Return whom this text speaks for now, or None when it is unknown, revoked, lapsed or its person is gone."""
    parts = wording.split(text)
    if parts is None:
        return None
    prefix, secret = parts
    alive = Q(revoked_at=None, user__is_active=True) & (Q(expires_at=None) | Q(expires_at__gt=at))
    token = ApiToken.objects.filter(alive, prefix=prefix).first()
    if token is None or not wording.same(secret, token.secret_sha256):
        return None
    return Bearer(token_id=token.id, user_id=token.user_id, scopes=frozenset(token.scopes), row_cap=token.row_cap)


def fault(text: str, *, at: datetime) -> tuple[int | None, str]:
    """Return which token a refused text named, if it is one of ours, and why it opens nothing."""
    parts = wording.split(text)
    token = ApiToken.objects.select_related("user").filter(prefix=parts[0]).first() if parts else None
    if parts is None or token is None or not wording.same(parts[1], token.secret_sha256):
        return None, "unknown"
    if token.revoked_at is not None:
        return token.pk, "revoked"
    if token.expires_at is not None and token.expires_at <= at:
        return token.pk, "lapsed"
    return token.pk, "deactivated"


def own_tokens(viewer: Actor) -> list[TokenRow]:
    """Return the viewer's own tokens, newest first."""
    require(viewer, "tokens.own")
    return [token_row(token) for token in _newest().filter(user_id=viewer.user_id or 0)]


def all_tokens(viewer: Actor) -> list[TokenRow]:
    """Return everybody's tokens, newest first, for those who look after them."""
    require(viewer, "tokens.manage")
    return [token_row(token) for token in _newest()]


def token_row(token: ApiToken) -> TokenRow:
    """Return what may be shown of a token."""
    return TokenRow(
        id=token.id,
        name=token.name,
        prefix=token.prefix,
        username=token.user.username,
        scopes=token.scopes,
        row_cap=token.row_cap,
        rows_used=token.rows_used,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        revoked_at=token.revoked_at,
    )


def _newest() -> "QuerySet[ApiToken]":
    return ApiToken.objects.select_related("user").order_by("-id")
