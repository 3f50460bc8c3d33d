"""Members of staff: the directory, and who may sign in."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers.types.parties import OWNING
from minghua.foundation.people import devices, directory, membership, passwords
from minghua.foundation.people import operations as people
from minghua.foundation.people import queries as people_reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import NO_NUL, Body, Code, Id, Instant, Line, ListOut, MadeOut, NonEmptyLine, Out

router = Door(tags=["people"])
Username = Annotated[str, Field(min_length=2, max_length=60, pattern=r"^[a-z0-9][a-z0-9._-]+$")]
Secret = Annotated[str, Field(min_length=10, max_length=200, pattern=NO_NUL, description="write-only")]
Name = Annotated[NonEmptyLine, Field(max_length=60)]
Address = Annotated[str, Field(max_length=200, pattern=r"^$|^[^@\s]+@[^@\s]+$")]
RoleCodes = Annotated[list[Code], Field(max_length=20)]


class ColleagueOut(Out):
    """An active colleague within the caller's reach."""

    id: int
    name: str
    team_id: int | None
    may_own: bool = Field(description="may be made the owner of customers")


class PersonOut(Out):
    """A member of staff."""

    id: int
    username: str
    name: str
    email: str
    team_id: int | None
    team_name: str
    role_codes: list[str]
    active: bool
    last_login: Instant | None
    joined_at: Instant


class PersonIn(Body):
    """A member of staff; without a password nobody can sign in until one is set."""

    username: Username
    name: Name
    password: Secret | None = None
    team_id: Id | None = None
    roles: RoleCodes = []
    email: Address = ""


class PersonEdit(Body):
    """A person as a whole: name, address, team and roles."""

    name: Name
    email: Address = ""
    team_id: Id | None = None
    roles: RoleCodes


class ActivationIn(Body):
    """Whether the person may sign in."""

    active: bool


class PasswordIn(Body):
    """A new password; it is never returned or recorded."""

    password: Secret


@router.read("/colleagues", permission="signed_in", answers=ListOut[ColleagueOut])
def list_colleagues(request: HttpRequest) -> Any:
    """The active staff the caller may hand work to."""
    actor = of(request).actor
    owning = {key for key, _, _ in people_reads.colleagues(actor, holding=OWNING)}
    found = people_reads.colleagues(actor)
    return {
        "items": [{"id": key, "name": name, "team_id": team, "may_own": key in owning} for key, name, team in found]
    }


@router.read("/people", permission="people.view", answers=ListOut[PersonOut])
def list_people(request: HttpRequest, q: Line = "", team_id: Id | None = None, active: bool | None = None) -> Any:
    """The directory; of one team and all below it if asked."""
    return {"items": directory.staff(of(request).actor, text=q, team_id=team_id, active=active)}


@router.read("/people/{user_id}", permission="people.view", answers=PersonOut)
def get_person(request: HttpRequest, user_id: Id) -> Any:
    """One member of staff."""
    return directory.person(of(request).actor, user_id)


@router.write("POST", "/people", permission="people.manage", answers=MadeOut, status=201, fresh=True)
def create_person(request: HttpRequest, body: PersonIn) -> Any:
    """Create a member of staff; 409 when the user name is taken, 403 for roles that hold more than the caller."""
    caller = of(request)
    made = people.create_user(
        body.username,
        name=body.name,
        password=None if body.password is None else passwords.strong(body.password),
        team_id=body.team_id,
        role_codes=tuple(body.roles),
        email=body.email,
        by=caller.actor,
        at=caller.at,
    )
    return {"id": made}


@router.write("PUT", "/people/{user_id}", permission="people.manage", fresh=True)
def edit_person(request: HttpRequest, user_id: Id, body: PersonEdit) -> None:
    """Change name, address, team and roles at once."""
    caller = of(request)
    membership.edit_user(
        user_id,
        name=body.name,
        email=body.email,
        team_id=body.team_id,
        role_codes=tuple(body.roles),
        by=caller.actor,
        at=caller.at,
    )


@router.write("PUT", "/people/{user_id}/activation", permission="people.manage", fresh=True)
def set_person_active(request: HttpRequest, user_id: Id, body: ActivationIn) -> None:
    """Let a person sign in or not; deactivation ends sessions and refuses tokens at once."""
    caller = of(request)
    membership.set_active(user_id, active=body.active, by=caller.actor, at=caller.at)


@router.write("PUT", "/people/{user_id}/password", permission="people.manage", fresh=True)
def set_password(request: HttpRequest, user_id: Id, body: PasswordIn) -> None:
    """Set a person's password and end their sessions; 403 for one who may do more than the caller."""
    caller = of(request)
    membership.reset_password(user_id, passwords.strong(body.password), by=caller.actor, at=caller.at)


@router.write("DELETE", "/people/{user_id}/sign-ins", permission="people.manage", fresh=True)
def sign_person_out(request: HttpRequest, user_id: Id) -> None:
    """End every session and token of a person at once."""
    caller = of(request)
    devices.sign_out_everywhere(user_id, by=caller.actor, at=caller.at)


@router.write("DELETE", "/people/{user_id}/second-step", permission="people.manage", fresh=True)
def reset_second_step(request: HttpRequest, user_id: Id) -> None:
    """Take away a lost second step: the person is signed out and sets up another; 403 for one who may do more."""
    caller = of(request)
    membership.reset_second_step(user_id, by=caller.actor, at=caller.at)
