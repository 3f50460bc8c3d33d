"""Writes about one member of staff: name, team, roles, and whether they may sign in."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from minghua.foundation.audit import operations as audit
from minghua.foundation.history import operations as history
from minghua.foundation.people import operations as people
from minghua.foundation.people.models import Role, Team, User
from minghua.foundation.people.reach import require_keeper, require_role_reach, require_team_reach
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound

MOST_GRACE_DAYS = 90


def edit_user(
    user_id: int,
    *,
    name: str,
    email: str,
    team_id: int | None,
    role_codes: tuple[str, ...],
    by: Actor,
    at: datetime,
) -> None:
    """Change a person's name, address, team and roles at once; raises NotFound, Invalid, BeyondReach, LastKeeper."""
    require(by, "people.manage")
    user = _user(user_id)
    roles = _roles(role_codes)
    before = list(user.roles.all())
    require_role_reach(by, {*roles} ^ {*before})
    if team_id != user.team_id:
        require_team_reach(by, team_id)
    name = " ".join(name.split())
    if not name:
        raise Invalid("请填写姓名。", "Enter a name.", field="name")
    team = _team(team_id)
    changes = {
        "name": (user.name, name),
        "email": (user.email, email),
        "team": (user.team.name if user.team else None, team.name if team else None),
        "roles": (_listed(before), _listed(roles)),
    }
    with transaction.atomic():
        User.objects.filter(pk=user_id).update(name=name, email=email, team=team)
        user.roles.set(roles)
        require_keeper(by)
    if {*roles} != {*before}:
        people.end_sessions(user_id)  # another role begins with another login (T16)
    changed = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    history.record_changes("people.User", user_id, changed, source=by.channel, by=by, at=at)
    audit.record(
        "user.edited", "people.User", user_id, {field: pair[1] for field, pair in changed.items()}, by=by, at=at
    )


def set_active(user_id: int, *, active: bool, by: Actor, at: datetime) -> None:
    """Let a person sign in or not: leaving ends every session at once; raises BeyondReach, LastKeeper, Invalid."""
    require(by, "people.manage")
    if user_id == by.user_id:
        raise Invalid("不能停用自己的账号。", "You cannot deactivate your own account.", field="user_id")
    require_role_reach(by, _user(user_id).roles.all())
    with transaction.atomic():
        people.set_user_active(user_id, active=active, by=by, at=at)
        require_keeper(by)


def reset_password(user_id: int, password: str, *, by: Actor, at: datetime) -> None:
    """Give a person a new password and end their sessions; raises BeyondReach for one who may do more than `by`."""
    require(by, "people.manage")
    require_role_reach(by, _user(user_id).roles.all())
    people.set_password(user_id, password, by=by, at=at)


def reset_second_step(user_id: int, *, by: Actor, at: datetime) -> None:
    """Take away a person's second step and passkeys (a lost phone) and end their sessions; grace begins anew."""
    require(by, "people.manage")
    require_role_reach(by, _user(user_id).roles.all())
    gone, _ = Authenticator.objects.filter(user_id=user_id).delete()
    User.objects.filter(pk=user_id).update(mfa_from=at)
    people.end_sessions(user_id)
    audit.record("user.mfa_reset", "people.User", user_id, {"removed": gone}, by=by, at=at)


def guard_role(
    code: str, *, export_rows: int | None, mfa_required: bool, grace_days: int, by: Actor, at: datetime
) -> None:
    """Set how many rows a day a role may export (None: the company's number) and whether it asks for a second step."""
    require(by, "roles.manage")
    role = Role.objects.filter(code=code).first()
    if role is None:
        raise NotFound(field="code")
    if not 0 <= grace_days <= MOST_GRACE_DAYS:
        raise Invalid("宽限期为 0 到 90 天。", "Grace is 0 to 90 days.", field="mfa_grace_days")
    since = (role.mfa_since or at) if mfa_required else None
    before = {"export_rows": role.export_rows, "mfa": role.mfa_since is not None, "grace_days": role.mfa_grace_days}
    after = {"export_rows": export_rows, "mfa": mfa_required, "grace_days": grace_days}
    Role.objects.filter(pk=role.pk).update(export_rows=export_rows, mfa_since=since, mfa_grace_days=grace_days)
    if before != after:
        audit.record("role.guarded", "people.Role", role.pk, {"code": code, "before": before} | after, by=by, at=at)


def _listed(roles: list[Role]) -> str:
    return "、".join(sorted(role.code for role in roles))


def _user(user_id: int) -> User:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound(field="user_id")
    return user


def _team(team_id: int | None) -> Team | None:
    if team_id is None:
        return None
    team = Team.objects.filter(pk=team_id, active=True).first()
    if team is None:
        raise NotFound(field="team_id")
    return team


def _roles(codes: tuple[str, ...]) -> list[Role]:
    found = list(Role.objects.filter(code__in=codes))
    if len(found) != len(set(codes)):
        raise NotFound(field="roles")
    return found
