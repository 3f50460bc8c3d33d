"""Reads about staff: the actor behind a user, names for lists."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from minghua.foundation.people import second_step
from minghua.foundation.people.models import Role, Team, User
from minghua.foundation.people.types import Actor, Scope, ScopeKind


def actor_for(user: User, *, channel: str, request_id: str = "", language: str = "") -> Actor:
    """Return the actor of a signed-in user: the union of their roles' permissions and scopes."""
    roles = list(user.roles.prefetch_related("scope_teams"))
    return Actor(
        user_id=user.pk,
        name=user.name,
        permissions=frozenset(code for role in roles for code in role.permissions),
        scope=_scope(user, roles),
        masked=_masked(roles),
        language=language or user.language,
        team_id=user.team_id,
        channel=channel,
        request_id=request_id,
        roles=frozenset(role.code for role in roles),
        enrol_by=second_step.enrol_by(user, roles),
    )


def _masked(roles: Sequence[Role]) -> frozenset[str]:
    """A field is masked only where every role masks it."""
    sets = [frozenset(role.masked_fields) for role in roles]
    return frozenset.intersection(*sets) if sets else frozenset()


def _scope(user: User, roles: Sequence[Role]) -> Scope:
    kinds = {role.scope for role in roles}
    if ScopeKind.ALL in kinds:
        return Scope(everything=True)
    teams: set[int] = {team.pk for role in roles if role.scope == ScopeKind.TEAMS for team in role.scope_teams.all()}
    if user.team_id is not None and kinds & {ScopeKind.TEAM, ScopeKind.TEAM_TREE}:
        teams.add(user.team_id)
    if user.team is not None and ScopeKind.TEAM_TREE in kinds:
        teams.update(Team.objects.filter(path__startswith=user.team.path).values_list("pk", flat=True))
    return Scope(team_ids=frozenset(teams))


def actor_named(username: str, *, channel: str, request_id: str = "") -> Actor | None:
    """Return the actor of an active user by user name, or None."""
    user = User.objects.select_related("team").filter(username=username, is_active=True).first()
    return None if user is None else actor_for(user, channel=channel, request_id=request_id)


def actor_of_user(user_id: int | None, *, channel: str, request_id: str = "") -> Actor | None:
    """Return the actor of an active user by id, or None."""
    user = User.objects.select_related("team").filter(pk__in=[user_id], is_active=True).first()
    return None if user is None else actor_for(user, channel=channel, request_id=request_id)


def holders(permission: str, *, channel: str) -> list[Actor]:
    """Return every active person who holds the permission, as an actor; for telling them something, not for lists."""
    staff = User.objects.select_related("team").filter(is_active=True).order_by("pk")
    actors = (actor_for(user, channel=channel) for user in staff)
    return [actor for actor in actors if actor.may(permission)]


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Return user id → name for those ids."""
    return dict(User.objects.filter(pk__in=set(user_ids)).values_list("pk", "name"))


def team_names(team_ids: Iterable[int]) -> dict[int, str]:
    """Return team id → name for those ids."""
    return dict(Team.objects.filter(pk__in=set(team_ids)).values_list("pk", "name"))


def colleagues(actor: Actor, *, holding: str = "") -> list[tuple[int, str, int | None]]:
    """Return (id, name, team id) of the active staff in this actor's reach, of those who hold a permission if asked."""
    users = User.objects.filter(is_active=True)
    if holding:
        users = users.filter(roles__in=_roles_with(holding)).distinct()
    if not actor.scope.everything:
        users = users.filter(Q(pk=actor.user_id) | Q(team_id__in=actor.scope.team_ids))
    return list(users.order_by("name").values_list("pk", "name", "team_id"))


def holds(user_id: int, permission: str) -> bool:
    """Return whether one of that person's roles gives the permission."""
    return User.objects.filter(pk=user_id, roles__in=_roles_with(permission)).exists()


def _roles_with(permission: str) -> list[int]:
    return [pk for pk, held in Role.objects.values_list("pk", "permissions") if {"*", permission} & set(held)]


def teams(actor: Actor) -> list[tuple[int, str, str]]:
    """Return (id, name, path) of the active teams in this actor's reach, parents first."""
    found = Team.objects.filter(active=True)
    if not actor.scope.everything:
        found = found.filter(pk__in=actor.scope.team_ids | {actor.team_id or 0})
    return list(found.order_by("path").values_list("pk", "name", "path"))
