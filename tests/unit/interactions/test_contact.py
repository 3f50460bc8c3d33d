"""A contact says what happened, when, and through which known channel."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from minghua.domain.interactions.rules import contact
from minghua.domain.interactions.types import Direction, NewContact

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
CALL = NewContact(customer_id=1, channel="phone", direction=Direction.OUT, happened_at=NOW, subject="问米够不够吃")


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (CALL, {}),
        (replace(CALL, channel="pigeon"), {"channel": "unknown_channel"}),
        (replace(CALL, channel="", direction=Direction.NOTE), {}),
        (replace(CALL, subject="  "), {"subject": "empty_subject"}),
        (replace(CALL, outcome="bought"), {"outcome": "unknown_outcome"}),
        (replace(CALL, sentiment="purple"), {"sentiment": "unknown_sentiment"}),
        (replace(CALL, happened_at=NOW + timedelta(minutes=6)), {"happened_at": "in_the_future"}),
        (replace(CALL, minutes=1441), {"minutes": "too_long"}),
        (replace(CALL, minutes=-1), {"minutes": "too_long"}),
    ],
)
def test_problems(new: NewContact, expected: dict[str, str]) -> None:
    found = contact.problems(
        new, channels=frozenset({"phone"}), outcomes=frozenset({"reached"}), sentiments=frozenset({"happy"}), at=NOW
    )
    assert found == expected
