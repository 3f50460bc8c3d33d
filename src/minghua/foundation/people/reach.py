"""How far an administrator reaches: nobody hands out what they do not hold, and somebody always keeps the keys."""

from collections.abc import Iterable

from minghua.foundation.people.models import Role, User
from minghua.foundation.people.types import Actor
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


def require_role_reach(by: Actor, roles: Iterable[Role]) -> None:
    """Raise BeyondReach unless this actor holds everything these roles hold."""
    require_reach(by, {code for role in roles for code in role.permissions})


def require_keeper(by: Actor) -> None:
    """Raise LastKeeper when no active person holds the keys; asked after a change, which the refusal undoes."""
    if by.user_id is None:  # the system itself sets a company up
        return
    keeping = [role.pk for role in Role.objects.all() if KEYS & set(role.permissions)]
    if not User.objects.filter(is_active=True, roles__in=keeping).exists():
        raise LastKeeper
