"""Writers who credit and take back the scores of one member at once: nothing is lost, and the state is the fold of the ledger."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering.models import Membership, ScoreEntry
from minghua.domain.tiering.operations import NewScore
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.people.types import SYSTEM
from tests import races
from tests.append_only import emptied_afterwards
from tests.company import found_company
from tests.integration.tiering.living import Life, at, publish

pytestmark = pytest.mark.django_db(transaction=True)
JD = "jd_growth"
NOW = "2024-03-01"
at_once = partial(races.at_once, at=at(NOW))


@pytest.fixture
def anna() -> Iterator[Life]:
    with emptied_afterwards():
        found_company()
        life = Life(publish(preset=JD))
        life.order("2024-02-01", 1_000, "base")
        yield life


def crediting(life: Life, key: str, points: int) -> Callable[[], object]:
    line = NewScore(life.customer_id, key, at(NOW), points, name="order")
    return lambda: tiering.record_scores(JD, [line], by=SYSTEM, at=at(NOW))


def reversing(life: Life, key: str, amount: int) -> Callable[[], object]:
    return lambda: tiering.reverse_score(life.ids["base"], key=key, amount=amount, by=SYSTEM, at=at(NOW))


def broken() -> list[str]:
    own = [f"INV-T{n}" for n in range(1, 7)]
    return [each.id for each in invariants.verdicts(only=own, at=at(NOW)) if not each.holds]


def test_the_state_of_many_writers_is_the_fold_of_what_they_wrote(anna: Life) -> None:
    outcomes = at_once(
        *(crediting(anna, f"o{number}", 700) for number in range(4)), *(reversing(anna, f"r{n}", 300) for n in range(2))
    )
    assert outcomes == ["done"] * 6
    assert Membership.objects.values_list("score", "level").get() == (1_000 + 4 * 700 - 2 * 300, "silver")
    assert broken() == []


def test_the_same_event_told_by_several_at_once_is_one(anna: Life) -> None:
    outcomes = at_once(
        *(crediting(anna, "again", 1_500) for _ in range(4)), *(reversing(anna, "back", 400) for _ in range(2))
    )
    assert outcomes == ["done"] * 6
    assert sorted(ScoreEntry.objects.values_list("amount", flat=True)) == [-400, 1_000, 1_500]
    assert Membership.objects.values_list("score", "level").get() == (2_100, "silver")
    assert broken() == []


def test_no_more_is_taken_back_than_there_was(anna: Life) -> None:
    outcomes = at_once(*(reversing(anna, f"r{number}", 400) for number in range(4)))
    assert sorted(outcomes) == ["done", "done", "invalid", "invalid"]
    assert Membership.objects.values_list("score", "level").get() == (200, "bronze")
    assert broken() == []
