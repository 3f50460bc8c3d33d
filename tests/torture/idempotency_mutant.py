"""The control of the race: the same server with read-check-save instead of the constraint. It must fail the race."""

from minghua.config.wsgi import application  # isort: skip
from typing import Any

from minghua.foundation.idempotency import operations as idempotency
from minghua.foundation.idempotency.models import KeyedAnswer
from minghua.foundation.idempotency.types import Answer, Attempt
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.rest import once

__all__ = ["application"]


def _read_check_save(request: Any, attempt: Attempt, effect: Any, blank: tuple[str, ...]) -> Any:
    known = KeyedAnswer.objects.filter(actor_id=attempt.actor_id, key=attempt.key, status__isnull=False).first()
    if known is not None:
        first = Answer(status=known.status or 0, body=known.body, content_type=known.content_type)
        return once.respond(first, replayed=True)
    with unit_of_work(request.actor, at=request.at):
        answer = effect()
        KeyedAnswer.objects.update_or_create(
            actor_id=attempt.actor_id,
            key=attempt.key,
            defaults={"fingerprint": attempt.fingerprint, "created_at": request.at},
        )
        idempotency.remember(attempt, answer)
    return once.respond(answer)


once._in_one_transaction = _read_check_save
