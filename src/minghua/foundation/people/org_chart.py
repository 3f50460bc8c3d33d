"""Writes about the tree of teams: rename, move with all that hangs below, close and reopen."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from minghua.foundation.audit import operations as audit
from minghua.foundation.people import operations as people
from minghua.foundation.people.models import Team, User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text


class TeamCycle(Refusal):
    """A team was to hang below itself."""

    code = "team_cycle"
    text = Text("部门不能移到自己或自己的下级之下。", "A team cannot be moved below itself.")
    remedy = Text("请选择另一个上级部门。", "Choose another parent.")


class TeamNameTaken(Refusal):
    """A sister team bears the name."""

    code = "team_name_taken"
    status = 409
    text = Text("同一上级下已有部门「{name}」。", "There is a team “{name}” under the same parent.")
    remedy = Text("请换一个名称。", "Choose another name.")


class TeamInUse(Refusal):
    """A team with people or open teams below cannot close."""

    code = "team_in_use"
    status = 409
    text = Text("部门「{name}」还有在职员工或下级部门。", "The team “{name}” still has staff or teams below it.")
    remedy = Text("请先把他们移到别的部门。", "Move them to another team first.")


def found_team(name: str, *, parent_id: int | None, by: Actor, at: datetime) -> int:
    """Create a team and return its id; raises TeamNameTaken, NotFound."""
    require(by, "people.manage")
    name = _named(name)
    _refuse_namesake(name, parent_id, but=0)
    return people.create_team(name, parent_id=parent_id, by=by, at=at)


def reshape_team(team_id: int, *, name: str, parent_id: int | None, by: Actor, at: datetime) -> None:
    """Rename a team and hang it below another; raises TeamCycle, TeamNameTaken, NotFound."""
    require(by, "people.manage")
    team, name = _team(team_id), _named(name)
    parent = None if parent_id is None else _team(parent_id)
    if parent is not None and parent.path.startswith(team.path):
        raise TeamCycle(field="parent_id")
    _refuse_namesake(name, parent_id, but=team_id)
    path = f"{parent.path if parent else '/'}{team_id}/"
    try:
        with transaction.atomic():
            Team.objects.filter(pk=team_id).update(name=name, parent=parent)
    except IntegrityError:
        raise TeamNameTaken(field="name", name=name) from None
    _repath(team.path, path)
    audit.record("team.reshaped", "people.Team", team_id, {"name": name, "parent": parent_id}, by=by, at=at)


def _repath(old: str, new: str) -> None:
    """Every path below changes its beginning, in one statement."""
    if old != new:
        below = Team.objects.filter(path__startswith=old)
        below.update(path=Concat(Value(new), Substr("path", len(old) + 1)))


def set_team_active(team_id: int, *, active: bool, by: Actor, at: datetime) -> None:
    """Close a team nobody is in, or reopen it; raises TeamInUse."""
    require(by, "people.manage")
    team = _team(team_id)
    below = Team.objects.filter(path__startswith=team.path, active=True).exclude(pk=team_id)
    if not active and (below.exists() or User.objects.filter(team=team, is_active=True).exists()):
        raise TeamInUse(field="team_id", name=team.name)
    Team.objects.filter(pk=team_id).update(active=active)
    audit.record("team.opened" if active else "team.closed", "people.Team", team_id, {}, by=by, at=at)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80:
        raise Invalid("部门名称应为 1 到 80 个字。", "A team's name has 1 to 80 characters.", field="name")
    return name


def _refuse_namesake(name: str, parent_id: int | None, *, but: int) -> None:
    """The database cannot: two roots have no parent to be unique under."""
    if Team.objects.filter(name=name, parent_id=parent_id).exclude(pk=but).exists():
        raise TeamNameTaken(field="name", name=name)


def _team(team_id: int) -> Team:
    team = Team.objects.select_for_update().filter(pk=team_id).first()
    if team is None:
        raise NotFound(field="team_id")
    return team
