"""When a job is tried again, and which slot is due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.foundation.jobs.rules import LONGEST_DELAY, due_slot, retry_delay

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("attempts", "chance", "seconds"),
    [(1, 0.0, 10), (2, 0.0, 20), (3, 0.0, 40), (3, 0.5, 30), (9, 0.0, 2560), (10, 0.0, 3600), (400, 0.0, 3600)],
)
def test_the_wait_doubles_up_to_an_hour(attempts, chance, seconds):
    assert retry_delay(attempts, chance=chance) == timedelta(seconds=seconds)


@given(attempts=st.integers(1, 1000), chance=st.floats(0, 1, exclude_max=True))
def test_chance_cuts_at_most_half(attempts, chance):
    wait = retry_delay(attempts, chance=chance)
    assert retry_delay(attempts, chance=0.0) / 2 <= wait <= LONGEST_DELAY


@pytest.mark.parametrize(
    ("at", "slot"),
    [
        (datetime(2026, 6, 15, 19, 40, tzinfo=UTC), datetime(2026, 6, 16, 3, 40, tzinfo=SHANGHAI)),
        (datetime(2026, 6, 15, 19, 39, 59, tzinfo=UTC), datetime(2026, 6, 15, 3, 40, tzinfo=SHANGHAI)),
    ],
)
def test_the_latest_slot_up_to_now_is_due(at, slot):
    assert due_slot("40 3 * * *", at=at, tz=SHANGHAI) == slot


def test_a_slot_missed_long_ago_is_let_go():
    assert due_slot("0 0 1 1 *", at=datetime(2026, 6, 15, tzinfo=UTC), tz=SHANGHAI) is None
