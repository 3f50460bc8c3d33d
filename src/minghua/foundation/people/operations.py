"""Writes about staff: teams, roles, people, and who may still sign in."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.db.models import F

from minghua.foundation.audit import operations as audit
from minghua.foundation.people.models import Role, Team, User
from minghua.foundation.people.reach import (
    require_keeper,
    require_reach,
    require_role_reach,
    require_sight,
    require_team_reach,
)
from minghua.foundation.people.types import Actor, ScopeKind
from minghua.foundation.permissions.table import PERMISSIONS, require
from minghua.foundation.tokens import operations as tokens
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text


class UserNameTaken(Refusal):
    """Another person signs in with that name."""

    code = "username_taken"
    status = 409
    text = Text("用户名「{username}」已被使用。", "The user name “{username}” is taken.")
    remedy = Text("请换一个用户名。", "Choose another user name.")


def create_team(name: str, *, parent_id: int | None = None, by: Actor, at: datetime) -> int:
    """Create a team under its parent and return its id."""
    require(by, "people.manage")
    parent = None if parent_id is None else _team(parent_id)
    team = Team.objects.create(name=name.strip(), parent=parent, path="/")
    Team.objects.filter(pk=team.pk).update(path=f"{parent.path if parent else '/'}{team.pk}/")
    audit.record("team.created", "people.Team", team.pk, {"name": name, "parent": parent_id}, by=by, at=at)
    return team.pk


def _team(team_id: int) -> Team:
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise NotFound(field="team_id")
    return team


def create_user(
    username: str,
    *,
    name: str,
    password: str | None,
    team_id: int | None = None,
    role_codes: tuple[str, ...] = (),
    email: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Create a member of staff and return the id; raises UserNameTaken, BeyondReach."""
    require(by, "people.manage")
    roles = _roles(role_codes)
    require_role_reach(by, roles)
    require_team_reach(by, team_id)
    user = User(username=username.strip().lower(), name=name.strip(), email=email, joined_at=at)
    user.team = None if team_id is None else _team(team_id)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise UserNameTaken(field="username", username=username) from None
    user.roles.set(roles)
    audit.record("user.created", "people.User", user.pk, {"username": user.username, "roles": role_codes}, by=by, at=at)
    return user.pk


def _roles(codes: tuple[str, ...]) -> list[Role]:
    found = list(Role.objects.filter(code__in=codes))
    if len(found) != len(set(codes)):
        raise NotFound(field="roles")
    return found


def set_user_active(user_id: int, *, active: bool, by: Actor, at: datetime) -> None:
    """Let a person sign in or not; deactivation ends every session and token at once."""
    require(by, "people.manage")
    if not User.objects.filter(pk=user_id).update(is_active=active):
        raise NotFound(field="user_id")
    if not active:
        end_sessions(user_id)
        tokens.revoke_all(user_id, by=by, at=at)
    audit.record("user.activated" if active else "user.deactivated", "people.User", user_id, {}, by=by, at=at)


def end_sessions(user_id: int) -> None:
    """End every session of a user, everywhere: those we know by name, and by the epoch those we do not."""
    User.objects.filter(pk=user_id).update(sessions_epoch=F("sessions_epoch") + 1)
    for session in UserSession.objects.filter(user_id=user_id):
        session.end()


def set_password(user_id: int, password: str, *, by: Actor, at: datetime) -> None:
    """Set a person's password and end their sessions and tokens; the password itself is never recorded."""
    require(by, "people.manage")
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound(field="user_id")
    user.set_password(password)
    User.objects.filter(pk=user_id).update(password=user.password)
    end_sessions(user_id)
    tokens.revoke_all(user_id, by=by, at=at)
    audit.record("user.password_set", "people.User", user_id, {}, by=by, at=at)


def save_role(
    code: str,
    *,
    name_zh: str,
    name_en: str,
    permissions: tuple[str, ...],
    scope: str,
    scope_team_ids: tuple[int, ...] = (),
    masked_fields: tuple[str, ...] = (),
    by: Actor,
    at: datetime,
) -> int:
    """Create or change a role and return its id; raises Invalid, BeyondReach, LastKeeper."""
    require(by, "roles.manage")
    if scope not in set(ScopeKind):
        raise Invalid("请选择数据范围。", "Choose a data scope.", field="scope")
    unknown = sorted(set(permissions) - set(PERMISSIONS) - {"*"})
    if unknown:
        raise Invalid(
            f"未知权限：{'、'.join(unknown)}", f"Unknown permissions: {', '.join(unknown)}", field="permissions"
        )
    before = Role.objects.filter(code=code).values_list("permissions", flat=True).first() or []
    require_reach(by, set(permissions) ^ set(before))
    require_sight(by, scope=scope, team_ids=scope_team_ids, masked=masked_fields)
    sight = _sight(Role.objects.filter(code=code).first())
    if Team.objects.filter(pk__in=scope_team_ids).count() != len(set(scope_team_ids)):
        raise NotFound(field="scope_teams")
    role, _ = Role.objects.update_or_create(
        code=code,
        defaults={
            "name_zh": name_zh,
            "name_en": name_en,
            "permissions": sorted(set(permissions)),
            "scope": scope,
            "masked_fields": sorted(set(masked_fields)),
        },
    )
    role.scope_teams.set(scope_team_ids)
    require_keeper(by)
    data: dict[str, object] = {
        "code": code,
        "sight_before": sight,
        "sight": _sight(role),
        "added": sorted(set(permissions) - set(before)),
    }
    data["removed"] = sorted(set(before) - set(permissions))
    audit.record("role.saved", "people.Role", role.pk, data, by=by, at=at)
    return role.pk


def _sight(role: Role | None) -> dict[str, object] | None:
    """What a role lets see, for the audit record: its scope, named teams and masks."""
    if role is None:
        return None
    teams = sorted(role.scope_teams.values_list("pk", flat=True))
    return {"scope": str(role.scope), "teams": teams, "masked": sorted(role.masked_fields)}
