"""A keyed write happens once: claim the key, do it, remember the answer, all in one transaction."""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from minghua.foundation.idempotency import operations as idempotency
from minghua.foundation.idempotency.types import Answer, Attempt, fingerprint
from minghua.foundation.storage import races
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replay"
SHAPE = r"^[!-~]{1,200}$"
TRIES = 4


class KeyMissing(Refusal):
    """A write came without its key."""

    code = "idempotency_key_missing"
    status = 428
    text = Text("写操作必须带 Idempotency-Key。", "A write needs an Idempotency-Key.")
    remedy = Text(
        "为每个新请求生成一个随机键，重试时用同一个。", "Draw a random key per request; retry with the same one."
    )


class KeyMalformed(Refusal):
    """The key is not 1 to 200 printable ASCII characters."""

    code = "idempotency_key_malformed"
    status = 400
    text = Text(
        "Idempotency-Key 要用 1–200 个可见的 ASCII 字符。", "An Idempotency-Key has 1 to 200 visible ASCII characters."
    )
    remedy = Text("例如使用 UUID。", "A UUID, for example.")


def attempt_of(request: HttpRequest) -> Attempt:
    """Return the keyed request; raises KeyMissing or KeyMalformed."""
    key = request.headers.get(HEADER, "")
    if not key:
        raise KeyMissing(field=HEADER)
    if not re.fullmatch(SHAPE, key):
        raise KeyMalformed(field=HEADER)
    path = request.get_full_path()
    actor: Any = request.actor  # type: ignore[attr-defined]
    return Attempt(
        actor_id=actor.user_id, key=key, fingerprint=fingerprint(request.method or "", path, *_content(request))
    )


def _content(request: HttpRequest) -> list[bytes]:
    if request.content_type != "multipart/form-data":
        return [request.body]
    # The boundary differs between two sendings of the same form, so its parts are read instead.
    fields = json.dumps(sorted(request.POST.lists())).encode()
    return [fields, *(part for name, file in sorted(request.FILES.items()) for part in _file_parts(name, file))]


def _file_parts(name: str, file: Any) -> list[bytes]:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return [name.encode(), str(file.name).encode(), digest.digest()]


def answer_once(request: HttpRequest, effect: Callable[[], Answer], *, blank: tuple[str, ...] = ()) -> HttpResponse:
    """Return the effect's answer, or the first answer to this key; a refusal undoes all of it, the key too."""
    attempt = attempt_of(request)
    for tries_left in reversed(range(TRIES)):
        try:
            return _in_one_transaction(request, attempt, effect, blank)
        except OperationalError as error:
            if not tries_left or not races.wants_its_turn(error):
                raise
    raise AssertionError("the last try returns or raises")


def _in_one_transaction(
    request: Any, attempt: Attempt, effect: Callable[[], Answer], blank: tuple[str, ...]
) -> HttpResponse:
    with unit_of_work(request.actor, at=request.at):
        first = idempotency.claim(attempt, at=request.at)
        if first is not None:
            return respond(first, replayed=True)
        answer = effect()
        idempotency.remember(attempt, _blanked(answer, blank))
    return respond(answer)


def _blanked(answer: Answer, names: tuple[str, ...]) -> Answer:
    """A secret shown once must not lie in the table of answers."""
    if not names:
        return answer
    told = json.loads(answer.body)
    kept = told | {name: type(told[name])() for name in names}
    return Answer(status=answer.status, body=json.dumps(kept, ensure_ascii=False), content_type=answer.content_type)


def respond(answer: Answer, *, replayed: bool = False) -> HttpResponse:
    """Return the HTTP form of an answer, never to be cached."""
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
    response["Cache-Control"] = "no-store"
    if replayed:
        response[REPLAYED] = "true"
    return response
