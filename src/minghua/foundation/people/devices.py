"""Where somebody is signed in: the devices, and how to sign them out, one or all."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

from minghua.foundation.audit import operations as audit
from minghua.foundation.people import operations as people
from minghua.foundation.people.models import User
from minghua.foundation.people.reach import require_role_reach
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.tokens import operations as tokens
from minghua.kernel.errors import NotFound

_BROWSERS = (
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Device:
    """One session: on what, from which network, since when, last seen."""

    id: int
    browser: str
    system: str
    ip: str
    since: datetime
    last_seen: datetime
    current: bool


def devices(viewer: Actor, user_id: int, *, session_key: str = "") -> list[Device]:
    """Return where a person is signed in, last seen first; one's own, or anybody's with `people.manage`."""
    _require(viewer, user_id)
    found = UserSession.objects.filter(user_id=user_id).order_by("-last_seen_at", "-pk")
    return [_device(session, session_key) for session in found]


def sign_out(device_id: int, *, by: Actor, at: datetime) -> int:
    """End one session at once and return whose it was; raises NotFound."""
    require(by, "signed_in")
    session = UserSession.objects.filter(pk=device_id).first()
    if session is None or (session.user_id != by.user_id and not by.may("people.manage")):
        raise NotFound(field="device_id")
    _require(by, session.user_id)
    session.end()
    audit.record("user.device_ended", "people.User", session.user_id, {"device": device_id}, by=by, at=at)
    return session.user_id


def sign_out_everywhere(user_id: int, *, by: Actor, at: datetime) -> None:
    """End every session and every token of a person at once; one's own, or anybody's with `people.manage`."""
    _require(by, user_id)
    if not User.objects.filter(pk=user_id).exists():
        raise NotFound(field="user_id")
    people.end_sessions(user_id)
    tokens.revoke_all(user_id, by=by, at=at)
    audit.record("user.signed_out_everywhere", "people.User", user_id, {}, by=by, at=at)


def _require(viewer: Actor, user_id: int) -> None:
    if user_id == viewer.user_id:
        return
    require(viewer, "people.manage")
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound(field="user_id")
    require_role_reach(viewer, user.roles.all())


def _device(session: UserSession, session_key: str) -> Device:
    agent = session.user_agent
    return Device(
        id=session.pk,
        browser=next((name for sign, name in _BROWSERS if sign in agent), "?"),
        system=next((name for sign, name in _SYSTEMS if sign in agent), "?"),
        ip=session.ip,
        since=session.created_at,
        last_seen=session.last_seen_at,
        current=session.session_key == session_key,
    )
