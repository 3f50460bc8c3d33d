"""How far an administrator reaches: nobody hands out what they do not hold, and somebody always keeps the keys."""

from collections.abc import Iterable

from minghua.foundation.people.models import Role, User
from minghua.foundation.people.types import Actor, ScopeKind
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

KEYS = frozenset({"*", "roles.manage"})


class BeyondReach(Refusal):
    """A permission was to be given or taken by somebody who does not hold it."""

    code = "beyond_reach"
    status = 403
    text = Text(
        "您自己没有权限「{permission}」，不能授予或收回。",
        "You do not hold “{permission}”, so you cannot grant it or take it away.",
    )
    remedy = Text("请由持有该权限的管理员操作。", "Ask an administrator who holds it.")


class LastKeeper(Refusal):
    """After this, nobody could manage roles any more."""

    code = "last_keeper"
    status = 409
    text = Text("这样做之后将没有人能管理角色与权限。", "After this, nobody could manage roles and permissions.")
    remedy = Text("请先让另一位在职员工持有该权限。", "First give it to another active member of staff.")


def require_reach(by: Actor, permissions: Iterable[str]) -> None:
    """Raise BeyondReach unless this actor holds every one of the permissions."""
    for code in sorted(permissions):
        if not by.may(code):
            name = PERMISSIONS[code].say(by.language) if code in PERMISSIONS else code
            raise BeyondReach(permission=name)


class BeyondSight(Refusal):
    """More rows or plainer fields were to be opened than the giver sees."""

    code = "beyond_sight"
    status = 403
    text = Text(
        "不能授予比您自己更大的数据范围或更少的脱敏。", "You cannot open more rows or plainer fields than you see."
    )
    remedy = Text("请由数据范围更大的管理员操作。", "Ask an administrator who sees that much.")


def require_sight(by: Actor, *, scope: str, team_ids: Iterable[int], masked: Iterable[str]) -> None:
    """Raise BeyondSight unless this actor's own rows and masks cover what such a role would see."""
    if by.masked - set(masked):
        raise BeyondSight(field="masked_fields")
    if by.scope.everything or scope == ScopeKind.OWN:
        return
    named = scope == ScopeKind.TEAMS and set(team_ids) <= by.scope.team_ids
    nearby = scope in (ScopeKind.TEAM, ScopeKind.TEAM_TREE) and bool(by.scope.team_ids)
    if not (named or nearby):
        raise BeyondSight(field="scope")


def require_team_reach(by: Actor, team_id: int | None) -> None:
    """Raise BeyondSight unless this actor may put people into that team."""
    if team_id is not None and not by.scope.everything and team_id not in by.scope.team_ids:
        raise BeyondSight(field="team_id")


def require_role_reach(by: Actor, roles: Iterable[Role]) -> None:
    """Raise BeyondReach or BeyondSight unless this actor holds and sees everything these roles do."""
    held = list(roles)
    require_reach(by, {code for role in held for code in role.permissions})
    for role in held:
        teams = role.scope_teams.values_list("pk", flat=True)
        require_sight(by, scope=role.scope, team_ids=teams, masked=role.masked_fields)


def require_keeper(by: Actor) -> None:
    """Raise LastKeeper when no active person holds the keys; asked after a change, which the refusal undoes."""
    if by.user_id is None:  # the system itself sets a company up
        return
    keeping = [role.pk for role in Role.objects.all() if KEYS & set(role.permissions)]
    if not User.objects.filter(is_active=True, roles__in=keeping).exists():
        raise LastKeeper
