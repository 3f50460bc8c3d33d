"""Who stands behind the recipients that a route names."""

from collections.abc import Iterable

from minghua.foundation.people.models import Team, User
from minghua.foundation.people.types import Actor
from minghua.foundation.routing.types import RECIPIENTS, Arrived
from minghua.kernel.errors import Invalid

LEADING = "team_lead"
FALLBACK = ("manager", "admin")
_NAMED = ("role", "team", "user")


def found(names: Iterable[str], arrived: Arrived) -> list[int]:
    """Return the active people these names mean for this customer; nobody found: the managers."""
    people: list[int] = []
    for name in names:
        people += _one(name, arrived)
    unique = list(dict.fromkeys(people))
    return unique or with_roles(FALLBACK)


def _one(name: str, arrived: Arrived) -> list[int]:
    if name == "owner":
        return _active([arrived.owner_id]) if arrived.owner_id else leads(arrived.team_id)
    if name == "owner_lead":
        return leads(arrived.team_id, beside=arrived.owner_id)
    if name == "team":
        return _of_team(arrived.team_id)
    kind, _, value = name.partition(":")
    if kind == "role":
        return with_roles([value])
    return _of_team(int(value)) if kind == "team" else _active([int(value)])


def leads(team_id: int | None, *, beside: int | None = None) -> list[int]:
    """Return those who lead this team, else the next one above; nobody is their own lead; the managers at the end."""
    team = Team.objects.filter(pk=team_id).first() if team_id else None
    path = [int(part) for part in team.path.strip("/").split("/") if part] if team else []
    leading = User.objects.filter(is_active=True, roles__code=LEADING, team_id__in=path).exclude(pk=beside or 0)
    by_team: dict[int | None, list[int]] = {}
    for pk, of_team in leading.order_by("pk").values_list("pk", "team_id"):
        by_team.setdefault(of_team, []).append(pk)
    nearest = next((by_team[of_team] for of_team in reversed(path) if of_team in by_team), [])
    return nearest or [pk for pk in with_roles(FALLBACK[:1]) if pk != beside]


def with_roles(codes: Iterable[str]) -> list[int]:
    """Return the active people of the first of these roles that anybody holds."""
    for code in codes:
        people = list(User.objects.filter(is_active=True, roles__code=code).order_by("pk").values_list("pk", flat=True))
        if people:
            return people
    return []


def _of_team(team_id: int | None) -> list[int]:
    people = User.objects.filter(is_active=True, team_id=team_id or 0)
    return list(people.order_by("pk").values_list("pk", flat=True))


def _active(ids: Iterable[int]) -> list[int]:
    return list(User.objects.filter(pk__in=list(ids), is_active=True).values_list("pk", flat=True))


def require_known(name: str, *, by: Actor) -> None:
    """Raise Invalid unless the name means somebody: owner, owner_lead, team, role:code, team:id, user:id."""
    kind, _, value = name.partition(":")
    if name in RECIPIENTS:
        return
    if kind == "role" and value:
        from minghua.foundation.people.models import Role

        if Role.objects.filter(code=value).exists():
            return
    if kind in _NAMED and value.isdecimal():
        model = {"team": Team, "user": User}.get(kind)
        if model is not None and model._default_manager.filter(pk=int(value)).exists():
            return
    raise Invalid(f"没有接收人「{name}」。", f"There is no recipient “{name}”.", field="recipients")
