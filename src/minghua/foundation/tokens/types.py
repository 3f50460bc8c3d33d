"""The words of API tokens: what is asked for, what is shown once, what a bearer may do."""

from dataclasses import dataclass
from datetime import datetime

MARK = "mh"
PREFIX_HEX_DIGITS = 12
SECRET_BYTES = 32
DEFAULT_ROW_CAP = 10_000
NEVER_A_SCOPE = "tokens."


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """What a person asks for: a name, scopes (permission codes), rows per day, a last moment."""

    name: str
    scopes: tuple[str, ...]
    row_cap: int | None = DEFAULT_ROW_CAP
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TokenRow:
    """A token as it may be shown at any time: never the secret."""

    id: int
    name: str
    prefix: str
    username: str
    scopes: list[str]
    row_cap: int | None
    rows_used: int
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class IssuedToken:
    """A new token with its full text, which is never stored and shown only here."""

    token: TokenRow
    text: str


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Who a presented token speaks for, within which scopes and row cap."""

    token_id: int
    user_id: int
    scopes: frozenset[str]
    row_cap: int | None
