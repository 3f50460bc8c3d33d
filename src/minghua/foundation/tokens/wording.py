"""The text of a token: `mh_<prefix>_<secret>`, made from chance given by the system."""

import hashlib
import hmac
import re
import secrets

from minghua.foundation.tokens.types import MARK, PREFIX_HEX_DIGITS, SECRET_BYTES

_SHAPE = re.compile(rf"{MARK}_([0-9a-f]{{{PREFIX_HEX_DIGITS}}})_([A-Za-z0-9_-]{{43}})", re.ASCII)


def draw() -> tuple[str, str]:
    """Return a fresh (prefix, secret); the secret holds 256 random bits."""
    return secrets.token_hex(PREFIX_HEX_DIGITS // 2), secrets.token_urlsafe(SECRET_BYTES)


def join(prefix: str, secret: str) -> str:
    """Return the text a program presents."""
    return f"{MARK}_{prefix}_{secret}"


def split(text: str) -> tuple[str, str] | None:
    """Return (prefix, secret) of a presented text, or None when it is not shaped like a token."""
    match = _SHAPE.fullmatch(text)
    return (match[1], match[2]) if match else None


def digest(secret: str) -> str:
    """Return the SHA-256 that is stored; a fast hash is enough for 256 bits of chance."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(secret: str, stored: str) -> bool:
    """Tell in constant time whether the secret hashes to what is stored."""
    return hmac.compare_digest(digest(secret), stored)
