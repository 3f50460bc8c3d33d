"""Whether rows may leave now, after a second person agreed, or not at all: pure decisions (docs/rules/exports.md)."""

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """How an export goes on."""

    HAND_OUT = "hand_out"
    ASK = "ask"
    OVER_QUOTA = "over_quota"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when somebody asks: rows now, rows of today, and the limits in force."""

    rows: int
    personal: bool
    taken_today: int
    unapproved_today: int
    approval_above: int
    daily_cap: int


def judge(facts: Facts) -> Way:
    """Return how an export goes on; rows taken without approval add up over the day (P09)."""
    if facts.rows == 0:
        return Way.EMPTY
    if facts.taken_today + facts.rows > facts.daily_cap:
        return Way.OVER_QUOTA
    if facts.personal and facts.unapproved_today + facts.rows > facts.approval_above:
        return Way.ASK
    return Way.HAND_OUT


def daily_cap(by_roles: list[int | None], *, default: int, token_cap: int | None) -> int:
    """Return the rows a day: the widest of the person's roles (None: the company's default), never above the token's."""
    widest = max((default if cap is None else cap for cap in by_roles), default=default)
    return widest if token_cap is None else min(widest, token_cap)
