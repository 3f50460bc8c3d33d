"""The words of saved views: who sees them, and what is refused about them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text


class Visibility(StrEnum):
    """Who sees a view: its maker, a team, everybody."""

    MINE = "mine"
    TEAM = "team"
    ALL = "all"


VISIBILITIES: Final[dict[str, Text]] = {
    Visibility.MINE: Text("仅自己", "Only me"),
    Visibility.TEAM: Text("本部门", "My team"),
    Visibility.ALL: Text("所有人", "Everyone"),
}


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as a list page shows it."""

    id: int
    name: str
    visibility: Visibility
    spec: dict[str, Any]
    mine: bool
    may_edit: bool


class ViewNameTaken(Refusal):
    """This person has a view of that name on the same list."""

    code = "view_name_taken"
    status = 409
    text = Text("您已有名为「{name}」的视图。", "You already have a view named “{name}”.")
    remedy = Text("请换一个名称，或更新原视图。", "Choose another name, or update that view.")


class NoTeam(Refusal):
    """Somebody without a team cannot share with it."""

    code = "no_team"
    text = Text("您不属于任何部门，无法与部门共享。", "You belong to no team to share with.")
    remedy = Text(
        "请选择「所有人」，或请管理员为您设置部门。", "Choose “Everyone”, or ask an administrator to set your team."
    )
