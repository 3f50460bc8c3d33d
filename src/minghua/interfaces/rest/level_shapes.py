"""What programs receive about members: level, progress, until when, and why, in both languages."""

from typing import Any

from minghua.domain.tiering.types import MemberSheet, Movement, WhatIf
from minghua.interfaces.rest.programme_shapes import LevelMoveOut, moves
from minghua.interfaces.rest.shapes import Day, Instant, Out, WordsOut


class LevelCountOut(Out):
    """How many members in reach stand on one level."""

    level: str
    members: int


class MemberLevelOut(Out):
    """One member: level, score (÷ `parts`), last day of the period, what it lacks to stay (null: nothing ends)."""

    customer_id: int
    customer_name: str
    level: str
    level_name: WordsOut
    granted: str
    score: int
    parts: int
    last_day: Day | None
    watch: int
    stay_needs: int | None


class LevelMovementOut(Out):
    """Who moved between two local days; levels ascend, who came later is counted from the level ""."""

    since: Day
    until: Day
    levels: list[str]
    moves: list[LevelMoveOut]
    total: int
    up: int
    down: int


class LevelCorrectionOut(Out):
    """History that had been told otherwise, and since when it is true."""

    id: int
    customer_id: int
    since: Instant
    level_told: str
    level_true: str
    recorded_at: Instant
    by_name: str


class LevelProgressOut(Out):
    """The way on: what is missing to the next level and to stay (null: there is none, nothing ends), in percent."""

    next_level: str | None
    next_name: WordsOut | None
    next_needs: int | None
    next_at: int | None
    stay_needs: int | None
    percent: int


class LevelDecisionOut(Out):
    """One decision in words."""

    at: Instant
    text: WordsOut


class LevelSpanOut(Out):
    """A level held from one instant until another, with the last day of its validity."""

    level: str
    from_at: Instant
    until_at: Instant | None
    valid_from: Day
    last_day: Day | None
    cause: str
    granted: str


class LevelGrantOut(Out):
    """A level by hand: held exactly (pin) or not fallen below (floor), from a day until another (exclusive)."""

    id: int
    level: str
    level_name: WordsOut
    mode: str
    from_on: Day
    until_on: Day
    reason: str
    by_name: str
    ended: bool


class LevelSheetOut(Out):
    """One member of one programme at an instant: level, period, score (÷ `parts`), the way on, and why."""

    programme: str
    programme_name: WordsOut
    customer_id: int
    at: Instant
    level: str
    level_name: WordsOut
    automatic: str
    granted: str
    score: int
    parts: int
    valid_from: Day
    last_day: Day | None
    watch: int
    version: int
    progress: LevelProgressOut
    why: WordsOut
    trace: list[LevelDecisionOut]
    spans: list[LevelSpanOut]
    benefits: list[str]
    grants: list[LevelGrantOut]


class LevelEntryOut(Out):
    """One line of a member's ledger: when it happened, from when it counts, when we learned of it."""

    id: int
    kind: str
    name: str
    amount: int
    event_at: Instant
    counts_at: Instant
    recorded_at: Instant
    source: str
    key: str
    rule: str
    reverses_id: int | None
    inputs: dict[str, Any]


class WhatIfOut(Out):
    """Where one member stands, and where after an order or a refund; `points` is what the score would change by."""

    points: int
    before: LevelSheetOut | None
    after: LevelSheetOut | None


def sheet(found: MemberSheet) -> dict[str, Any]:
    """Return a member's sheet as programs receive it."""
    told = {name: getattr(found, name) for name in LevelSheetOut.model_fields}
    return told | {"trace": [{"at": at, "text": text} for at, text in found.trace]}


def what_if(found: WhatIf) -> dict[str, Any]:
    """Return both sheets beside each other."""
    before, after = (None if each is None else sheet(each) for each in (found.before, found.after))
    return {"points": found.points, "before": before, "after": after}


def movement(found: Movement) -> dict[str, Any]:
    """Return who moved, as counts: rates are theirs ÷ `total`."""
    return {
        "levels": found.levels,
        "moves": moves(found.counts),
        "total": found.total,
        "up": int(found.up * found.total),
        "down": int(found.down * found.total),
    }
