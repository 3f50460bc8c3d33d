"""A promise is open, kept, late, broken or waived: one of them, and what came late stays late."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.service.rules import promises
from minghua.domain.service.types.promises import PromiseFacts, PromiseState, Tally

GIVEN = datetime.fromisoformat("2026-03-02T09:00+08:00")


def hours(count: int) -> datetime:
    return GIVEN + timedelta(hours=count)


@pytest.mark.parametrize(
    ("kept", "waived", "at", "state"),
    [
        (None, None, 6, PromiseState.OPEN),
        (None, None, 7, PromiseState.BROKEN),
        (6, None, 6, PromiseState.KEPT),
        (7, None, 8, PromiseState.LATE),
        (None, 3, 9, PromiseState.WAIVED),
        (8, None, 7, PromiseState.BROKEN),  # not yet, at that instant
    ],
)
def test_a_promise_stands_in_one_state(kept, waived, at, state):
    facts = PromiseFacts(hours(6), *(None if each is None else hours(each) for each in (kept, waived)))
    assert promises.state(facts, at=hours(at)) is state


@given(st.integers(0, 20), st.none() | st.integers(0, 20))
def test_what_was_broken_is_never_called_kept_afterwards(due, kept):
    facts = PromiseFacts(hours(due), None if kept is None else hours(kept))
    seen = [promises.state(facts, at=hours(at)) for at in range(25)]
    assert not (PromiseState.BROKEN in seen and seen[-1] is PromiseState.KEPT)


@pytest.mark.parametrize(("days", "due", "told"), [(29, 400, False), (30, 400, True), (2, 1, True)])
def test_svc_ac_04_what_is_owed_for_thirty_days_reaches_the_manager(days, due, told):
    at = GIVEN + timedelta(days=days)
    assert promises.needs_manager(GIVEN, GIVEN + timedelta(days=due), at=at) is told


@pytest.mark.parametrize(("kept", "late", "overdue", "rate"), [(0, 0, 0, None), (2, 1, 0, 667), (1, 1, 1, 333)])
def test_the_rate_is_of_what_fell_due(kept, late, overdue, rate):
    assert Tally(1, "王", 5, overdue, kept, late, 9).rate_milli == rate
