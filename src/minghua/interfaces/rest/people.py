"""Staff, teams and roles."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.foundation.people import operations as people
from minghua.foundation.people import queries as people_reads
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import NO_NUL, Body, Code, Id, Line, ListOut, MadeOut, NonEmptyLine, Out

router = Door(tags=["people"])
Username = Annotated[str, Field(min_length=2, max_length=60, pattern=r"^[a-z0-9][a-z0-9._-]+$")]
Secret = Annotated[str, Field(min_length=10, max_length=200, pattern=NO_NUL, description="write-only")]
Name = Annotated[NonEmptyLine, Field(max_length=60)]


class ColleagueOut(Out):
    """An active colleague within the caller's reach."""

    id: int
    name: str
    team_id: int | None


class TeamOut(Out):
    """A team; `path` lists the ids from the root."""

    id: int
    name: str
    path: str


class TeamIn(Body):
    """A team to be made."""

    name: Annotated[NonEmptyLine, Field(max_length=80)]
    parent_id: Id | None = None


class PersonIn(Body):
    """A member of staff; without a password nobody can sign in until one is set."""

    username: Username
    name: Name
    password: Secret | None = None
    team_id: Id | None = None
    roles: Annotated[list[Code], Field(max_length=20)] = []
    email: Annotated[Line, Field(max_length=200)] = ""


class ActivationIn(Body):
    """Whether the person may sign in."""

    active: bool


class PasswordIn(Body):
    """A new password; it is never returned or recorded."""

    password: Secret


class RoleIn(Body):
    """A role: what it may do, how far it sees, which fields it sees masked."""

    name_zh: Annotated[NonEmptyLine, Field(max_length=40)]
    name_en: Annotated[NonEmptyLine, Field(max_length=40)]
    permissions: Annotated[list[Code], Field(max_length=200)]
    scope: Literal["own", "team", "team_tree", "teams", "all"]
    scope_team_ids: Annotated[list[Id], Field(max_length=200)] = []
    masked_fields: Annotated[list[Code], Field(max_length=50)] = []


class PermissionOut(Out):
    """One permission with its name in both languages."""

    code: str
    zh: str
    en: str


@router.read("/colleagues", permission="signed_in", answers=ListOut[ColleagueOut])
def list_colleagues(request: HttpRequest) -> Any:
    """The active staff the caller may hand work to."""
    found = people_reads.colleagues(of(request).actor)
    return {"items": [{"id": key, "name": name, "team_id": team} for key, name, team in found]}


@router.read("/teams", permission="signed_in", answers=ListOut[TeamOut])
def list_teams(request: HttpRequest) -> Any:
    """The teams within the caller's reach, parents first."""
    found = people_reads.teams(of(request).actor)
    return {"items": [{"id": key, "name": name, "path": path} for key, name, path in found]}


@router.write("POST", "/teams", permission="people.manage", answers=MadeOut, status=201)
def create_team(request: HttpRequest, body: TeamIn) -> Any:
    """Make a team under its parent."""
    caller = of(request)
    return {"id": people.create_team(body.name, parent_id=body.parent_id, by=caller.actor, at=caller.at)}


@router.write("POST", "/people", permission="people.manage", answers=MadeOut, status=201)
def create_person(request: HttpRequest, body: PersonIn) -> Any:
    """Create a member of staff; 409 when the user name is taken."""
    caller = of(request)
    made = people.create_user(
        body.username,
        name=body.name,
        password=body.password,
        team_id=body.team_id,
        role_codes=tuple(body.roles),
        email=body.email,
        by=caller.actor,
        at=caller.at,
    )
    return {"id": made}


@router.write("PUT", "/people/{user_id}/activation", permission="people.manage")
def set_person_active(request: HttpRequest, user_id: Id, body: ActivationIn) -> None:
    """Let a person sign in or not; deactivation ends sessions and refuses tokens at once."""
    caller = of(request)
    people.set_user_active(user_id, active=body.active, by=caller.actor, at=caller.at)


@router.write("PUT", "/people/{user_id}/password", permission="people.manage")
def set_password(request: HttpRequest, user_id: Id, body: PasswordIn) -> None:
    """Set a person's password and end their sessions."""
    caller = of(request)
    people.set_password(user_id, body.password, by=caller.actor, at=caller.at)


@router.write("PUT", "/roles/{code}", permission="roles.manage", answers=MadeOut)
def save_role(
    request: HttpRequest, code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")], body: RoleIn
) -> Any:
    """Create or change a role; 422 for an unknown permission."""
    caller = of(request)
    made = people.save_role(
        code,
        name_zh=body.name_zh,
        name_en=body.name_en,
        permissions=tuple(body.permissions),
        scope=body.scope,
        scope_team_ids=tuple(body.scope_team_ids),
        masked_fields=tuple(body.masked_fields),
        by=caller.actor,
        at=caller.at,
    )
    return {"id": made}


@router.read("/permissions", permission="signed_in", answers=ListOut[PermissionOut])
def list_permissions(request: HttpRequest) -> Any:
    """The one table of permissions."""
    return {"items": [{"code": code, "zh": text.zh, "en": text.en} for code, text in PERMISSIONS.items()]}
