"""What the login tells the watch: who came and went, who failed, and what people changed about signing in."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import signals as auth_signals
from django.http import HttpRequest

from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.tokens import operations as tokens
from minghua.foundation.watch import operations as watch
from minghua.kernel import clock


def connect() -> None:
    """Listen to Django's and allauth's signals; called once by the wiring."""
    auth_signals.user_logged_in.connect(_came_in, dispatch_uid="watch")
    auth_signals.user_logged_out.connect(_went, dispatch_uid="watch")
    auth_signals.user_login_failed.connect(_failed, dispatch_uid="watch")
    for signal in (
        account_signals.password_changed,
        account_signals.password_set,
        account_signals.password_reset,
    ):
        signal.connect(_new_password, dispatch_uid="watch")
    mfa_signals.authenticator_added.connect(_mfa_added, dispatch_uid="watch")
    mfa_signals.authenticator_removed.connect(_mfa_removed, dispatch_uid="watch")
    mfa_signals.authenticator_reset.connect(_mfa_reset, dispatch_uid="watch")
    mfa_signals.authentication_failed.connect(_mfa_failed, dispatch_uid="watch")


def locked_out(request: HttpRequest | None, username: str) -> None:
    """Record that a name or an address has been tried too often."""
    known = User.objects.filter(username__iexact=username).first() if username else None
    _note("locked_out", request, known)


def _came_in(sender: Any, request: HttpRequest | None, user: Any, **_: Any) -> None:
    _note("came", request, user, by_whom=user)


def _went(sender: Any, request: HttpRequest | None, user: Any, **_: Any) -> None:
    if user is not None:
        _note("went", request, user, by_whom=user)


def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Who typed an unknown name may have typed a password there: nothing typed is kept."""
    name = str(credentials.get("username") or "").replace("\x00", "")
    known = User.objects.filter(username__iexact=name).first() if name else None
    _note("failed", request, known, {} if known is None or known.is_active else {"why": "deactivated"})


def _new_password(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    """One's own new password ends one's tokens too: whoever knew the old one may have made some (trust T15)."""
    at = _at(request)
    by = _actor(request, user)
    with unit_of_work(by, at=at):
        tokens.revoke_all(user.pk, by=by, at=at)
    _note("password_changed", request, user, by_whom=user)


def _mfa_added(sender: Any, request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    _note("mfa_added", request, user, {"kind": authenticator.type}, by_whom=user)


def _mfa_removed(sender: Any, request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    _note("mfa_removed", request, user, {"kind": authenticator.type}, by_whom=user)


def _mfa_reset(sender: Any, request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    _note("mfa_reset", request, user, {"kind": authenticator.type}, by_whom=user)


def _mfa_failed(sender: Any, request: HttpRequest, user: Any, authenticator: Any = None, **_: Any) -> None:
    _note("mfa_failed", request, user, {"kind": getattr(authenticator, "type", "")})


def _note(
    verb: str, request: HttpRequest | None, user: Any, data: dict[str, Any] | None = None, *, by_whom: Any = None
) -> None:
    watch.came(verb, user.pk if user is not None else None, data, by=_actor(request, by_whom), at=_at(request))


def _actor(request: HttpRequest | None, user: Any) -> Actor:
    request_id = getattr(request, "request_id", "")
    if user is None:
        return Actor(user_id=None, name=watch.NOBODY.name, request_id=request_id)
    return Actor(user_id=user.pk, name=user.name, request_id=request_id)


def _at(request: HttpRequest | None) -> Any:
    return getattr(request, "at", None) or clock.now()
