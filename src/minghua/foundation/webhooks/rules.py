"""How a message is signed, what an answer means, and when it is tried again: pure decisions (Standard Webhooks)."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Final

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32
# After the n-th attempt: three days in all, the example schedule of the specification.
SCHEDULE: Final = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)  # fmt: skip
LONGEST_WAIT: Final = timedelta(days=1)
OVERLAP: Final = timedelta(days=1)  # an old secret signs beside the new one for a day


class Outcome(StrEnum):
    """What becomes of a delivery after one attempt."""

    DELIVERED = "delivered"
    AGAIN = "again"
    DEAD = "dead"
    GONE = "gone"


def secret_text(secret: bytes) -> str:
    """Return a secret as people copy it."""
    return PREFIX + base64.b64encode(secret).decode()


def signature(secret: bytes, *, message_id: str, at: datetime, body: bytes) -> str:
    """Return one signature over id, timestamp and body."""
    signed = b".".join((message_id.encode(), str(int(at.timestamp())).encode(), body))
    return "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()


def headers(secrets: Iterable[bytes], *, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of a message, signed once by each valid secret."""
    signatures = [signature(secret, message_id=message_id, at=at, body=body) for secret in secrets]
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Minghua-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def judged(status: int | None, *, attempts: int) -> Outcome:
    """Return what an answer means (None: no answer came): 2xx is delivered, 410 is gone, the rest is tried again."""
    if status is not None and 200 <= status < 300:
        return Outcome.DELIVERED
    if status == 410:
        return Outcome.GONE
    return Outcome.AGAIN if attempts <= len(SCHEDULE) else Outcome.DEAD


def next_attempt(*, attempts: int, at: datetime, chance: float, retry_after: str = "") -> datetime:
    """Return when to try again after so many attempts: the schedule and up to a tenth more, or later if asked to wait.

    `chance` in [0, 1); a `Retry-After` is obeyed up to a day.
    """
    planned = SCHEDULE[min(attempts, len(SCHEDULE)) - 1] * (1 + chance / 10)
    return at + max(planned, min(asked_to_wait(retry_after, at=at), LONGEST_WAIT))


def asked_to_wait(header: str, *, at: datetime) -> timedelta:
    """Return how long a Retry-After header asks to wait: seconds or an HTTP date; nothing for what is neither."""
    text = header.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return timedelta(seconds=int(text))
    try:
        until = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return timedelta()
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(until - at, timedelta())
