"""A level given by hand or a score is taken back while its member is merged away: who bears it now is judged, nobody else."""

import threading
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering.models import GrantEnd, Membership, ScoreEntry
from minghua.domain.tiering.types import GrantMode
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import merge_customers as merging
from tests import races
from tests.append_only import emptied_afterwards
from tests.company import found_company
from tests.integration.tiering.living import Life, at, person, publish

pytestmark = pytest.mark.django_db(transaction=True)
JD, NOW = "jd_growth", "2024-03-01"
PATIENCE = 5.0
_WAITS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def anna() -> Iterator[Life]:
    with emptied_afterwards():
        found_company()
        life = Life(publish(preset=JD))
        life.order("2024-02-01", 1_000, "base")
        yield life


def granted(life: Life) -> int:
    with unit_of_work(SYSTEM, at=at(NOW)):
        return tiering.grant_level(
            JD, life.customer_id, level="gold", mode=GrantMode.PIN, until_on=date(2024, 9, 1), reason="周年", by=SYSTEM,
            at=at(NOW),
        )  # fmt: skip


def ending(grant_id: int) -> Callable[[], object]:
    return lambda: tiering.end_grant(grant_id, reason="写错了", by=SYSTEM, at=at(NOW))


def broken() -> list[str]:
    own = [f"INV-T{n}" for n in range(1, 7)]
    return [each.id for each in invariants.verdicts(only=own, at=at(NOW)) if not each.holds]


def while_merged_away(life: Life, act: Callable[[], object]) -> tuple[int, list[str]]:
    """Let the act begin while a merge of its member is written and not yet committed; return the survivor and what came of both."""
    survivor, written = person("安娜"), threading.Event()

    def merge() -> None:
        merging.merge_customers(survivor, life.customer_id, by=SYSTEM, at=at(NOW))
        written.set()
        if connection.vendor == "postgresql":
            _until_somebody_waits()

    def then() -> object:
        if connection.vendor == "postgresql":
            written.wait(PATIENCE)
        return act()

    return survivor, races.at_once(merge, then, at=at(NOW))


def _until_somebody_waits() -> None:
    tick = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        with connection.cursor() as cursor:
            cursor.execute(_WAITS)
            if cursor.fetchone() != (0,):
                return
        tick.wait(0.05)


def test_two_who_end_one_grant_end_it_once(anna: Life) -> None:
    grant_id = granted(anna)
    assert races.at_once(*[ending(grant_id)] * 4, at=at(NOW)) == ["done"] * 4
    assert GrantEnd.objects.count() == 1
    assert Membership.objects.values_list("level", "granted").get() == ("bronze", "")
    assert broken() == []


def test_a_grant_ended_while_its_member_is_merged_away_ends_with_the_survivor(anna: Life) -> None:
    survivor, outcomes = while_merged_away(anna, ending(granted(anna)))
    assert outcomes == ["done", "done"]
    assert GrantEnd.objects.count() == 1
    assert Membership.objects.values_list("customer_id", "level", "granted").get() == (survivor, "bronze", "")
    assert broken() == []


def test_a_score_taken_back_while_its_member_is_merged_away_is_the_survivors(anna: Life) -> None:
    entry_id = anna.ids["base"]
    survivor, outcomes = while_merged_away(
        anna, lambda: tiering.reverse_score(entry_id, key="back", amount=400, by=SYSTEM, at=at(NOW))
    )
    assert outcomes == ["done", "done"]
    assert list(ScoreEntry.objects.order_by("pk").values_list("customer_id", "amount")) == [
        (survivor, 1_000),
        (survivor, -400),
    ]
    assert Membership.objects.values_list("customer_id", "score").get() == (survivor, 600)
    assert broken() == []
