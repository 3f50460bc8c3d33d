"""The words of people: who acts, with which permissions, over which rows."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class ScopeKind(StrEnum):
    """How far a role sees: 本人, 本部门, 本部门及下级, 指定部门, 全部."""

    OWN = "own"
    TEAM = "team"
    TEAM_TREE = "team_tree"
    TEAMS = "teams"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows in reach besides one's own: those of some teams, or everything; for a member the one customer they are."""

    everything: bool = False
    team_ids: frozenset[int] = frozenset()
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who stands at the door: identity, permissions, row scope, masked fields and language."""

    user_id: int | None
    name: str
    permissions: frozenset[str] = frozenset()
    scope: Scope = field(default_factory=Scope)
    masked: frozenset[str] = frozenset()
    language: str = "zh-hans"
    team_id: int | None = None
    channel: str = "web"
    request_id: str = ""
    row_cap: int | None = None
    roles: frozenset[str] = frozenset()
    enrol_by: datetime | None = None

    def may(self, permission: str) -> bool:
        """Return whether this actor holds the permission."""
        return "*" in self.permissions or permission in self.permissions


SYSTEM: Final = Actor(
    user_id=None, name="系统", permissions=frozenset({"*"}), scope=Scope(everything=True), channel="worker"
)
