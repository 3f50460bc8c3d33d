"""Teams and roles, and the one table of permissions."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.foundation.people import directory, org_chart
from minghua.foundation.people import operations as people
from minghua.foundation.people import queries as people_reads
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Code, Id, ListOut, MadeOut, NonEmptyLine, Out

router = Door(tags=["people"])
RoleCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]


class TeamOut(Out):
    """A team; `path` lists the ids from the root."""

    id: int
    name: str
    path: str


class BranchOfTeamsOut(Out):
    """A team in the tree with how many active people are in it."""

    id: int
    name: str
    parent_id: int | None
    path: str
    depth: int
    people: int
    active: bool


class TeamIn(Body):
    """A team and where it hangs."""

    name: Annotated[NonEmptyLine, Field(max_length=80)]
    parent_id: Id | None = None


class OpenIn(Body):
    """Whether people may be in the team."""

    active: bool


class RoleIn(Body):
    """A role: what it may do, how far it sees, which fields it sees masked."""

    name_zh: Annotated[NonEmptyLine, Field(max_length=40)]
    name_en: Annotated[NonEmptyLine, Field(max_length=40)]
    permissions: Annotated[list[Code], Field(max_length=200)]
    scope: Literal["own", "team", "team_tree", "teams", "all"]
    scope_team_ids: Annotated[list[Id], Field(max_length=200)] = []
    masked_fields: Annotated[list[Code], Field(max_length=50)] = []


class RoleNameOut(Out):
    """A name in both languages."""

    zh: str
    en: str


class RoleOut(Out):
    """A role and how many people hold it."""

    id: int
    code: str
    name: RoleNameOut
    permissions: list[str]
    scope: str
    scope_team_ids: list[int]
    masked: list[str]
    people: int


class PermissionOut(Out):
    """One permission with its name in both languages."""

    code: str
    zh: str
    en: str


@router.read("/teams", permission="signed_in", answers=ListOut[TeamOut])
def list_teams(request: HttpRequest) -> Any:
    """The teams within the caller's reach, parents first."""
    found = people_reads.teams(of(request).actor)
    return {"items": [{"id": key, "name": name, "path": path} for key, name, path in found]}


@router.read("/teams/tree", permission="people.view", answers=ListOut[BranchOfTeamsOut])
def read_team_tree(request: HttpRequest) -> Any:
    """Every team, parents before children."""
    return {"items": directory.team_tree(of(request).actor)}


@router.write("POST", "/teams", permission="people.manage", answers=MadeOut, status=201)
def create_team(request: HttpRequest, body: TeamIn) -> Any:
    """Make a team under its parent; 409 when the name is taken there."""
    caller = of(request)
    return {"id": org_chart.found_team(body.name, parent_id=body.parent_id, by=caller.actor, at=caller.at)}


@router.write("PUT", "/teams/{team_id}", permission="people.manage")
def reshape_team(request: HttpRequest, team_id: Id, body: TeamIn) -> None:
    """Rename a team and hang it below another; a team cannot stand below itself."""
    caller = of(request)
    org_chart.reshape_team(team_id, name=body.name, parent_id=body.parent_id, by=caller.actor, at=caller.at)


@router.write("PUT", "/teams/{team_id}/activation", permission="people.manage")
def set_team_active(request: HttpRequest, team_id: Id, body: OpenIn) -> None:
    """Close a team nobody is in, or reopen it."""
    caller = of(request)
    org_chart.set_team_active(team_id, active=body.active, by=caller.actor, at=caller.at)


@router.read("/roles", permission="people.view", answers=ListOut[RoleOut])
def list_roles(request: HttpRequest) -> Any:
    """Every role, in the order of its making."""
    return {"items": directory.roles(of(request).actor)}


@router.write("PUT", "/roles/{code}", permission="roles.manage", answers=MadeOut, fresh=True)
def save_role(request: HttpRequest, code: RoleCode, body: RoleIn) -> Any:
    """Create or change a role; 403 for a permission the caller does not hold, 409 when nobody would keep the keys."""
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
