"""The words of idempotency: the request that is made once, and the answer given to it."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

KEPT_FOR = timedelta(hours=48)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One keyed request of one person; the fingerprint tells two requests apart."""

    actor_id: int
    key: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was answered first: HTTP status, body and its content type."""

    status: int
    body: str
    content_type: str


def fingerprint(method: str, path: str, *parts: bytes) -> str:
    """Return the SHA-256 of a request; every part is length-framed so that no two requests collide."""
    digest = hashlib.sha256()
    for part in (method.encode(), path.encode(), *parts):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
