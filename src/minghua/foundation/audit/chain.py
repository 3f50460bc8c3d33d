"""How an audit event is hashed; the chain breaks when any byte of any row is changed."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def digest(previous_hash: str, **fields: Any) -> str:
    """Return the SHA-256 of an event's canonical JSON and the hash before it."""
    fields["at"] = _instant(fields["at"])
    body = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{body}".encode()).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
