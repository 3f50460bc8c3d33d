"""The way in for a member of staff: a link, told once, by which they choose their own password (ASVS 6.4.1).

The link is signed and kept nowhere. It holds for three days, and ends with its first use or with any other change of the
password: it is bound to what the password is when the link is made.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password
from django.core import signing
from django.utils.crypto import salted_hmac

from minghua.foundation.audit import operations as audit
from minghua.foundation.people import operations as people
from minghua.foundation.people.models import User
from minghua.foundation.people.reach import require_role_reach
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.tokens import operations as tokens
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

DAYS: Final = 3
_SALT: Final = "minghua.people.invitation"


class InvitationOver(Refusal):
    """The link was used, has run out, or was never one of ours; which of them nobody is told."""

    code = "invitation_over"
    status = 410
    text = Text("这个链接已经用过或已过期。", "This link was used or has run out.")
    remedy = Text("请管理员再生成一个。", "Ask an administrator for another.")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the administrator passes on: the text of the link, and until when it holds."""

    token: str
    until: datetime


def invite(user_id: int, *, by: Actor, at: datetime) -> Invitation:
    """Take a person's password away, end their sessions and tokens, and return the link; raises NotFound, BeyondReach."""
    require(by, "people.manage")
    if user_id == by.user_id:
        raise Invalid("自己的密码请在「账户」里更换。", "Change your own password in your account.", field="user_id")
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound(field="user_id")
    require_role_reach(by, user.roles.all())
    user.password = make_password(None)
    User.objects.filter(pk=user_id).update(password=user.password)
    people.end_sessions(user_id)
    tokens.revoke_all(user_id, by=by, at=at)
    until = at + timedelta(days=DAYS)
    audit.record("user.invited", "people.User", user_id, {"until": until.isoformat()}, by=by, at=at)
    return Invitation(signing.dumps([user_id, int(until.timestamp()), _bound(user)], salt=_SALT), until)


def invited(token: str, *, at: datetime) -> str:
    """Return the user name a link is for; raises InvitationOver."""
    return _opened(token, at).username


def accept(token: str, password: str, *, at: datetime) -> None:
    """Set the password a person chose; of two who use one link at once one is refused (InvitationOver)."""
    user = _opened(token, at)
    before = user.password
    user.set_password(password)
    if not User.objects.filter(pk=user.pk, password=before, is_active=True).update(password=user.password):
        raise InvitationOver
    people.end_sessions(user.pk)
    themselves = Actor(user.pk, user.name, channel="web")
    audit.record("user.joined", "people.User", user.pk, {}, by=themselves, at=at)


def _opened(token: str, at: datetime) -> User:
    try:
        user_id, until, bound = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise InvitationOver from None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or bound != _bound(user) or at >= datetime.fromtimestamp(until, UTC):
        raise InvitationOver
    return user


def _bound(user: User) -> str:
    return salted_hmac(_SALT, user.password).hexdigest()[:32]
