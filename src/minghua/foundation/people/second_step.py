"""Who must have a second step at login, and until when they may still do without (T16): a rule and its facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator

from minghua.foundation.people.models import Role, User
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondStepRequired(Refusal):
    """This person's role asks for a second step at login, and the time to set one up is over."""

    code = "second_step_required"
    status = 403
    text = Text("您的角色要求两步验证，宽限期已过。", "Your role requires a second step at login; the grace is over.")
    remedy = Text("请先在“两步验证与通行密钥”里设置。", "Set it up first under “Two-step login and passkeys”.")


@dataclass(frozen=True, slots=True)
class Demand:
    """What one role asks: since when, and how many days of grace."""

    since: datetime
    grace_days: int


def due_at(demands: Iterable[Demand], *, began: datetime) -> datetime | None:
    """Return until when a person may do without: grace runs from the later of the demand and the person's beginning.

    Of several roles the strictest counts; None when no role asks for it.
    """
    ends = [max(demand.since, began) + timedelta(days=demand.grace_days) for demand in demands]
    return min(ends, default=None)


def enrol_by(user: User, roles: Iterable[Role]) -> datetime | None:
    """Return until when this person must set up a second step; None when none is asked for or there is one."""
    demands = [Demand(role.mfa_since, role.mfa_grace_days) for role in roles if role.mfa_since is not None]
    if not demands or user.pk in with_second_step([user.pk]):
        return None
    return due_at(demands, began=user.mfa_from or user.joined_at)


def with_second_step(user_ids: Iterable[int]) -> frozenset[int]:
    """Return those of these people who have a code generator or a passkey."""
    found = Authenticator.objects.filter(user_id__in=list(user_ids), type__in=KINDS)
    return frozenset(found.values_list("user_id", flat=True))
