"""Whether a promise was kept, and when somebody above its owner has to know (承诺, SVC-AC-04, SVC-INV-3)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from minghua.domain.service.types.promises import PromiseFacts, PromiseState

OWED_TOO_LONG: Final = timedelta(days=30)


def state(facts: PromiseFacts, *, at: datetime) -> PromiseState:
    """Return where a promise stands at that instant; exactly one state holds, and what is fulfilled late stays late."""
    ended = min(filter(None, (facts.kept_at, facts.waived_at)), default=None)
    if ended is None or ended > at:
        return PromiseState.OPEN if at <= facts.due_at else PromiseState.BROKEN
    if ended == facts.kept_at:
        return PromiseState.KEPT if ended <= facts.due_at else PromiseState.LATE
    return PromiseState.WAIVED


def needs_manager(given_at: datetime, due_at: datetime, *, at: datetime) -> bool:
    """Return whether the manager is told: the time has passed, or it has been owed for thirty days."""
    return at > due_at or at - given_at >= OWED_TOO_LONG


def count(states: Iterable[PromiseState]) -> dict[PromiseState, int]:
    """Return how many promises stand in each state."""
    counted = dict.fromkeys(PromiseState, 0)
    for each in states:
        counted[each] += 1
    return counted
