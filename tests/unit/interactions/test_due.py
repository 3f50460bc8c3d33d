"""A step is overdue, due today or later by the firm's own midnight."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from minghua.domain.interactions.rules import due
from minghua.domain.interactions.types import Due

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)  # 10:00 in China


@pytest.mark.parametrize(
    ("due_at", "done_at", "expected"),
    [
        (datetime(2026, 3, 9, 15, 59, tzinfo=UTC), None, Due.OVERDUE),  # yesterday 23:59 in China
        (datetime(2026, 3, 9, 16, 0, tzinfo=UTC), None, Due.TODAY),  # last midnight in China
        (datetime(2026, 3, 10, 1, 59, tzinfo=UTC), None, Due.TODAY),  # its hour has passed, its day has not
        (datetime(2026, 3, 10, 15, 59, tzinfo=UTC), None, Due.TODAY),  # 23:59 in China
        (datetime(2026, 3, 10, 16, 0, tzinfo=UTC), None, Due.LATER),  # midnight in China
        (datetime(2026, 3, 1, 0, 0, tzinfo=UTC), NOW, Due.DONE),
    ],
)
def test_due(due_at: datetime, done_at: datetime | None, expected: Due) -> None:
    assert due.judge(due_at=due_at, done_at=done_at, at=NOW, tz=CHINA) == expected


def test_postponing_an_old_step_lands_in_the_future_at_the_same_time_of_day() -> None:
    old = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
    assert due.postponed(old, days=1, at=NOW) == datetime(2026, 3, 10, 6, 30, tzinfo=UTC)
    assert due.postponed(NOW, days=7, at=NOW) == datetime(2026, 3, 17, 2, 0, tzinfo=UTC)


def test_postponing_needs_a_day() -> None:
    with pytest.raises(ValueError):
        due.postponed(NOW, days=0, at=NOW)
