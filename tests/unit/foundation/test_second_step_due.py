"""Until when somebody may do without a second step (T16)."""

from datetime import timedelta

import pytest

from minghua.foundation.people.second_step import Demand, due_at
from tests.conftest import AT

LONG_AGO = AT - timedelta(days=400)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("demands", "began", "due"),
    [
        ([], LONG_AGO, None),
        ([Demand(AT, 7)], LONG_AGO, AT + 7 * DAY),
        ([Demand(LONG_AGO, 7)], AT, AT + 7 * DAY),
        ([Demand(AT, 0)], LONG_AGO, AT),
        ([Demand(AT, 7), Demand(AT, 2)], LONG_AGO, AT + 2 * DAY),
    ],
)
def test_grace_runs_from_the_later_beginning_and_the_strictest_role_counts(demands, began, due):
    assert due_at(demands, began=began) == due
