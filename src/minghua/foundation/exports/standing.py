"""Whether a person may still receive: looked at again and again while rows leave (trust T15)."""

from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from minghua.foundation.people import queries as people
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.tokens.models import ApiToken


def stands(actor: Actor, *, permission: str, token_id: int | None, session_key: str, at: datetime) -> bool:
    """Return whether this actor is still who they were: active, as permitted, as far-sighted, by a living key.

    Sees what others have committed since: it must be asked outside a transaction.
    """
    if actor.user_id is None:
        return True
    fresh = people.actor_of_user(actor.user_id, channel=actor.channel)
    if fresh is None or not fresh.may(permission):
        return False
    if (fresh.scope, fresh.masked) != (actor.scope, actor.masked):
        return False
    if token_id is not None and not _token_lives(token_id, at):
        return False
    return not session_key or _session_lives(session_key, actor.user_id)


def _session_lives(session_key: str, user_id: int) -> bool:
    """A session lives while it is stored and still fits the person's password and epoch."""
    kept = Session.objects.filter(session_key=session_key).first()
    user = User.objects.filter(pk=user_id).first()
    if kept is None or user is None:
        return False
    return constant_time_compare(kept.get_decoded().get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())


def _token_lives(token_id: int, at: datetime) -> bool:
    alive = Q(expires_at=None) | Q(expires_at__gt=at)
    return ApiToken.objects.filter(alive, pk=token_id, revoked_at=None).exists()
