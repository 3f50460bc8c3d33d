"""Writes of idempotency: claim a key, remember its answer, forget old ones."""

from datetime import datetime

from minghua.foundation.idempotency.models import KeyedAnswer
from minghua.foundation.idempotency.types import KEPT_FOR, Answer, Attempt
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text


class KeyReused(Refusal):
    """The key has answered another request before."""

    code = "idempotency_key_reused"
    status = 422
    text = Text("这个 Idempotency-Key 已用于另一个请求。", "This Idempotency-Key has answered another request.")
    remedy = Text("新的请求请用新的键。", "Send a new key with a new request.")


def claim(attempt: Attempt, *, at: datetime) -> Answer | None:
    """Take the key inside the caller's transaction; return the first answer when there is one already.

    A concurrent claim of the same key waits at the unique constraint until the first transaction ends.
    """
    row, is_first = KeyedAnswer.objects.get_or_create(
        actor_id=attempt.actor_id,
        key=attempt.key,
        defaults={"fingerprint": attempt.fingerprint, "created_at": at},
    )
    if is_first:
        return None
    if row.fingerprint != attempt.fingerprint:
        raise KeyReused()
    return Answer(status=row.status or 0, body=row.body, content_type=row.content_type)


def remember(attempt: Attempt, answer: Answer) -> None:
    """Store the answer beside the effect, in the transaction that claimed the key."""
    KeyedAnswer.objects.filter(actor_id=attempt.actor_id, key=attempt.key).update(
        status=answer.status, body=answer.body, content_type=answer.content_type
    )


def purge(*, at: datetime) -> int:
    """Forget answers older than 48 hours and return how many."""
    forgotten, _ = KeyedAnswer.objects.filter(created_at__lt=at - KEPT_FOR).delete()
    return forgotten
