"""Reads for those who look after staff: people with their teams and roles, the tree of teams, the matrix of roles."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from minghua.foundation.people import second_step
from minghua.foundation.people.models import Role, Team, User
from minghua.foundation.people.types import Actor, ScopeKind
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as the directory shows them."""

    id: int
    username: str
    name: str
    email: str
    team_id: int | None
    team_name: str
    role_codes: tuple[str, ...]
    roles: tuple[Text, ...]
    active: bool
    last_login: datetime | None
    joined_at: datetime
    has_second_step: bool
    enrol_by: datetime | None


@dataclass(frozen=True, slots=True)
class Branch:
    """A team in the tree: how deep it stands, and how many active people are in it."""

    id: int
    name: str
    parent_id: int | None
    path: str
    depth: int
    people: int
    active: bool


@dataclass(frozen=True, slots=True)
class RoleSheet:
    """A role with what it may do, how far it sees, what it sees masked, and how many people hold it."""

    id: int
    code: str
    name: Text
    permissions: frozenset[str]
    scope: ScopeKind
    scope_team_ids: frozenset[int]
    masked: frozenset[str]
    people: int
    export_rows: int | None
    mfa_since: datetime | None
    mfa_grace_days: int

    def holds(self, permission: str) -> bool:
        """Whether the role gives that permission, by name or by holding all."""
        return "*" in self.permissions or permission in self.permissions


def role_names() -> list[tuple[str, Text]]:
    """Return (code, name) of every role."""
    return [(role.code, Text(role.name_zh, role.name_en)) for role in Role.objects.order_by("pk")]


def names() -> dict[int, str]:
    """Return id → name of everybody who works or worked here: a name beside a record is no secret."""
    return dict(User.objects.values_list("pk", "name"))


def staff(viewer: Actor, *, text: str = "", team_id: int | None = None, active: bool | None = None) -> list[Person]:
    """Return people by name, of one team and all below it if asked; needs `people.view`."""
    require(viewer, "people.view")
    users = User.objects.select_related("team").prefetch_related("roles")
    if text:
        users = users.filter(Q(name__icontains=text) | Q(username__icontains=text) | Q(email__icontains=text))
    if active is not None:
        users = users.filter(is_active=active)
    team = Team.objects.filter(pk=team_id).first() if team_id else None
    if team is not None:
        users = users.filter(team__path__startswith=team.path)
    found = list(users.order_by("-is_active", "team__path", "username"))
    secured = second_step.with_second_step(user.pk for user in found)
    return [_person(user, user.pk in secured) for user in found]


def person(viewer: Actor, user_id: int) -> Person:
    """Return one member of staff; raises NotFound."""
    require(viewer, "people.view")
    user = User.objects.select_related("team").prefetch_related("roles").filter(pk=user_id).first()
    if user is None:
        raise NotFound(field="user_id")
    return _person(user, user.pk in second_step.with_second_step([user.pk]))


def _person(user: User, secured: bool) -> Person:
    roles = sorted(user.roles.all(), key=lambda role: role.pk)
    return Person(
        id=user.pk,
        username=user.username,
        name=user.name,
        email=user.email,
        team_id=user.team_id,
        team_name=user.team.name if user.team else "",
        role_codes=tuple(role.code for role in roles),
        roles=tuple(Text(role.name_zh, role.name_en) for role in roles),
        active=user.is_active,
        last_login=user.last_login,
        joined_at=user.joined_at,
        has_second_step=secured,
        enrol_by=None if secured else second_step.due_at(_demands(roles), began=user.mfa_from or user.joined_at),
    )


def _demands(roles: list[Role]) -> list[second_step.Demand]:
    return [second_step.Demand(role.mfa_since, role.mfa_grace_days) for role in roles if role.mfa_since is not None]


def team_tree(viewer: Actor) -> list[Branch]:
    """Return every team, parents before children and sisters by name; needs `people.view`."""
    require(viewer, "people.view")
    counts = dict(User.objects.filter(is_active=True).values_list("team_id").annotate(n=Count("id")).order_by())
    children: dict[int | None, list[Team]] = {}
    for team in Team.objects.order_by("name"):
        children.setdefault(team.parent_id, []).append(team)
    return _branches(None, children, counts, depth=0)


def _branches(
    parent_id: int | None, children: dict[int | None, list[Team]], counts: dict[int | None, int], *, depth: int
) -> list[Branch]:
    found = []
    for team in children.get(parent_id, ()):
        people = counts.get(team.pk, 0)
        found.append(Branch(team.pk, team.name, parent_id, team.path, depth, people, team.active))
        found += _branches(team.pk, children, counts, depth=depth + 1)
    return found


def roles(viewer: Actor) -> list[RoleSheet]:
    """Return every role in the order of its making; needs `people.view`."""
    require(viewer, "people.view")
    counts = dict(User.objects.filter(is_active=True).values_list("roles").annotate(n=Count("id")).order_by())
    return [
        _sheet(role, counts.get(role.pk, 0)) for role in Role.objects.prefetch_related("scope_teams").order_by("pk")
    ]


def role(viewer: Actor, code: str) -> RoleSheet:
    """Return one role; raises NotFound."""
    found = next((sheet for sheet in roles(viewer) if sheet.code == code), None)
    if found is None:
        raise NotFound(field="code")
    return found


def _sheet(role: Role, people: int) -> RoleSheet:
    return RoleSheet(
        id=role.pk,
        code=role.code,
        name=Text(role.name_zh, role.name_en),
        permissions=frozenset(role.permissions),
        scope=ScopeKind(role.scope),
        scope_team_ids=frozenset(team.pk for team in role.scope_teams.all()),
        masked=frozenset(role.masked_fields),
        people=people,
        export_rows=role.export_rows,
        mfa_since=role.mfa_since,
        mfa_grace_days=role.mfa_grace_days,
    )
