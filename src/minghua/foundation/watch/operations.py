"""Writes of the watch: each is a unit of work of its own, after the refused one has been rolled back.

No typed name, password, address or search text is ever recorded: ids of rows that stand, codes and the pattern of the
address only.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import structlog
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.watch.bounds import Bound

LOG = structlog.get_logger(__name__)
USER = "people.User"
UNKNOWN = "unknown"
DOOR: Final = "door"
MODELS: Final = {"token": "tokens.ApiToken"}
NOBODY: Final = Actor(user_id=None, name="访客")
REFUSALS = Bound(per_key=30, total=1_200)
SIGN_INS = Bound(per_key=60, total=2_400)


def turned_away(*, by: Actor, subject: tuple[str, int | str], code: str, where: str, method: str, at: datetime) -> None:
    """Record that somebody was refused a record or an act (ASVS 16.3.2); an id that no row has is `unknown`.

    Whoever types a telephone number where an id belongs would else write it into the audit record for good.
    """
    data = {"code": code, "where": where, "method": method}
    subject = subject if _stands(*subject) else (subject[0], UNKNOWN)
    _note(REFUSALS, f"{by.user_id}:{by.channel}", "access.refused", subject, data, by=by, at=at)


def _stands(kind: str, key: int | str) -> bool:
    """Whether the address named a row of ours, or a door, which is called by its pattern."""
    if kind == DOOR:
        return True
    try:
        return apps.get_model(MODELS.get(kind, kind))._base_manager.filter(pk=key).exists()
    except (ValueError, ValidationError):
        return False


def token_refused(token_id: int | None, *, why: str, channel: str, request_id: str, at: datetime) -> None:
    """Record that a token was presented which opens nothing any more; a text that is no token of ours is `unknown`."""
    by = replace(NOBODY, channel=channel, request_id=request_id)
    subject = ("token", token_id if token_id is not None else UNKNOWN)
    _note(REFUSALS, f"token:{token_id}", "token.refused", subject, {"why": why}, by=by, at=at)


def came(verb: str, user_id: int | None, data: Mapping[str, Any] | None = None, *, by: Actor, at: datetime) -> None:
    """Record a sign-in, its failure or its end, or a change of what one signs in with (ASVS 16.3.1)."""
    subject = (USER, user_id if user_id is not None else UNKNOWN)
    _note(SIGN_INS, f"{verb}:{user_id}", f"sign_in.{verb}", subject, dict(data or {}), by=by, at=at)


def _note(
    bound: Bound, key: str, verb: str, subject: tuple[str, int | str], data: dict[str, Any], *, by: Actor, at: datetime
) -> None:
    """A watch that cannot write says so in the log; it never turns a refusal into a failure."""
    left_out = bound.admit(key, at=at)
    if left_out is None:
        return
    more = {"left_out_before": left_out} if left_out else {}
    try:
        with unit_of_work(by, at=at):
            audit.record(verb, *subject, data | more, by=by, at=at)
    except DatabaseError as error:
        LOG.error("watch.unwritten", verb=verb, subject=subject, code=data.get("code"), error=repr(error))
