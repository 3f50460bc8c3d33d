"""The same fault again: how high it is handled, and which Problem a report belongs to (R20.7, SVC-AC-07, SVC-INV-4)."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from minghua.domain.service.types.problems import (
    MOST_LEVEL,
    NO_SYMPTOM,
    Condition,
    Handling,
    Known,
    Outcome,
    ProblemState,
    Standing,
    Told,
)
from minghua.kernel.words import Text

HANDLING: Final = (
    Handling(1, "", "technician", 100, free_diagnosis=False, remedy_due=False, text=Text("照常处理。", "Handled as usual.")),
    Handling(
        2, "senior", "supervisor", 50, free_diagnosis=True, remedy_due=False,
        text=Text(
            "同一故障再次出现：派高级工程师，带上以前的诊断和换过的配件，通知主管，时限减半，检测免费。",
            "The same fault again: a senior engineer goes with the earlier diagnosis and parts, the supervisor is told, half the time is left, the diagnosis is free.",
        ),
    ),
    Handling(
        3, "product_engineer", "service_manager", 50, free_diagnosis=True, remedy_due=True,
        text=Text(
            "第三次：由产品工程师和服务经理负责，判断修、换还是退，一个工作日内由人打电话给客户。",
            "The third time: a product engineer and the service manager own it, repair, exchange or refund is decided, a person calls within one working day.",
        ),
    ),
)  # fmt: skip


def standing(told: Iterable[Told], *, rests: Collection[datetime] = (), window: timedelta) -> Standing:
    """Return what reports come to: the highest count of reports within the window that a report of this episode saw.

    Copies of a report count once and their order of arrival does not matter; only a rest (proven end) lets the level fall.
    """
    ordered = sorted({each.key: each.at for each in sorted(told, reverse=True)}.values())
    if not ordered:
        return Standing(0, 0, None, None, 0)
    rested = max(rests, default=None)
    episode = [at for at in ordered if rested is None or at > rested]
    level = max((_count(ordered, at, rests, window) for at in episode), default=0)
    return Standing(min(level, MOST_LEVEL), len(ordered), ordered[0], ordered[-1], len(episode))


def handling(level: int) -> Handling:
    """Return what this level asks for; nothing that is told is handled below level 1."""
    return HANDLING[max(1, min(level, MOST_LEVEL)) - 1]


def target_seconds(usual: int, *, level: int) -> int:
    """Return how many seconds are left of the usual target: half from the second report on."""
    return usual * handling(level).target_percent // 100


def belongs_to(known: Collection[Known], *, symptom: str, group: str, since: datetime) -> Known | None:
    """Return the Problem that this report joins; a symptom nobody can name joins what the unit last suffered from.

    A named symptom joins its own Problem for ever, one of the same group joins while that Problem is open or recent.
    """
    same = next((each for each in known if each.symptom == symptom), None)
    if same is not None and symptom != NO_SYMPTOM:
        return same
    near = [each for each in known if each.open or each.last_at >= since]
    if symptom != NO_SYMPTOM:
        near = [each for each in near if each.symptom == NO_SYMPTOM or each.group == group]
    return max(near, key=lambda each: (each.open, each.last_at, each.id), default=same)


def may_rest(condition: Condition, *, quiet_days: int, seen_days: int, needed_days: int) -> bool:
    """Return whether a fault that stayed away proves its end: in its own condition for long enough, not merely in time."""
    if condition is Condition.CONSTANT:
        return quiet_days >= needed_days
    return quiet_days >= needed_days and seen_days >= needed_days


def _count(ordered: list[datetime], at: datetime, rests: Collection[datetime], window: timedelta) -> int:
    """Reports up to this one that lie in the window, or in the same episode: no rest between them."""
    return sum(1 for other in ordered if other <= at and (other > at - window or not _rests_between(rests, other, at)))


def _rests_between(rests: Collection[datetime], low: datetime, high: datetime) -> bool:
    return any(low <= rest < high for rest in rests)


def state(level: int, outcome: Outcome) -> ProblemState:
    """Return where a Problem stands: without a proven end it is open, or watched once its last report was dealt with."""
    if level == 0:
        return ProblemState.AT_REST
    dealt_with = outcome not in (Outcome.OPEN, Outcome.WAITING_PART)
    return ProblemState.WATCHED if dealt_with else ProblemState.OPEN
