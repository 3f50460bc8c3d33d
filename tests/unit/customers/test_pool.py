"""P01, P02: claims from the pool and returns to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.customers.rules import pool
from minghua.kernel.errors import Refusal

ON = date(2026, 6, 15)
TERMS = pool.PoolTerms(return_after_days=30, claim_limit=50, daily_limit=5, cooldown_days=7, hold_days=2)


def facts(
    *, held: int = 0, today: int = 0, entered: date = date(2026, 1, 1), mine_until: date | None = None
) -> pool.ClaimFacts:
    return pool.ClaimFacts(held=held, claimed_today=today, entered_pool_on=entered, was_mine_until=mine_until)


@pytest.mark.parametrize(
    ("given_facts", "refusal", "advice"),
    [
        (facts(held=50), pool.CapacityReached, "退回或转移一位客户后即可领取。"),
        (facts(today=5), pool.DailyLimitReached, "2026-06-16 起可再领取。"),
        (facts(mine_until=date(2026, 6, 10)), pool.CoolingDown, "2026-06-17 起可以领取。"),
        (facts(entered=date(2026, 6, 14)), pool.HeldBack, "2026-06-16 起可以领取。"),
    ],
)
def test_a_refusal_says_when_it_will_be_possible(
    given_facts: pool.ClaimFacts, refusal: type[Refusal], advice: str
) -> None:
    with pytest.raises(refusal) as refused:
        pool.require_claimable(given_facts, terms=TERMS, on=ON)
    assert refused.value.advice("zh-hans") == advice


@pytest.mark.parametrize(
    "given_facts",
    [
        facts(held=49, today=4),
        facts(mine_until=date(2026, 6, 8)),
        facts(entered=date(2026, 6, 13)),
    ],
)
def test_the_last_free_place_can_be_claimed(given_facts: pool.ClaimFacts) -> None:
    pool.require_claimable(given_facts, terms=TERMS, on=ON)


def test_a_pool_without_limits_refuses_nobody() -> None:
    terms = pool.PoolTerms(claim_limit=None, daily_limit=None)
    pool.require_claimable(facts(held=9_999, today=9_999), terms=terms, on=ON)


OWNED = pool.CareFacts(owner_id=7, team_id=1, owned_since=datetime(2026, 5, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("followed_up", "due"),
    [
        ({}, datetime(2026, 5, 31, tzinfo=UTC)),
        ({"last_contact_at": datetime(2026, 5, 20, tzinfo=UTC)}, datetime(2026, 6, 19, tzinfo=UTC)),
        ({"last_contact_at": datetime(2026, 4, 1, tzinfo=UTC)}, datetime(2026, 5, 31, tzinfo=UTC)),  # by the one before
        ({"last_order_on": date(2026, 5, 20)}, datetime(2026, 6, 19, 16, tzinfo=UTC)),  # midnight after the day
        ({"closed_at": datetime(2026, 5, 2, tzinfo=UTC)}, None),
        ({"owner_id": None}, None),
        ({"owned_since": None}, None),
    ],
)
def test_p01_thirty_days_after_the_last_follow_up(followed_up: dict[str, Any], due: datetime | None) -> None:
    assert pool.return_due_at(replace(OWNED, **followed_up), terms=TERMS) == due


@pytest.mark.parametrize(("team_id", "home"), [(1, 11), (2, 12), (3, 10), (None, 10)])
def test_a_customer_returns_to_its_teams_pool_or_the_general_one(team_id: int | None, home: int) -> None:
    basins = [pool.Basin(key, team, TERMS) for key, team in ((10, None), (11, 1), (12, 2), (13, 1), (14, None))]
    found = pool.home_of(team_id, basins)
    assert found is not None
    assert found.pool_id == home


def test_without_a_general_pool_a_foreign_teams_customer_stays() -> None:
    assert pool.home_of(2, [pool.Basin(11, 1, TERMS)]) is None


@pytest.mark.parametrize(
    ("mine_until", "free"),
    [(None, date(2026, 6, 12)), (date(2026, 6, 10), date(2026, 6, 17)), (date(2026, 6, 1), date(2026, 6, 12))],
)
def test_the_later_of_hold_and_cool_down_frees_a_customer(mine_until: date | None, free: date) -> None:
    assert pool.free_from(date(2026, 6, 10), mine_until, hold_days=2, cooldown_days=7) == free


@given(st.integers(0, 200), st.integers(0, 20), st.integers(0, 30), st.integers(0, 30))
def test_nobody_ever_holds_more_than_the_capacity(held: int, today: int, entered_ago: int, mine_ago: int) -> None:
    reached = facts(
        held=held, today=today, entered=ON - timedelta(days=entered_ago), mine_until=ON - timedelta(days=mine_ago)
    )
    try:
        pool.require_claimable(reached, terms=TERMS, on=ON)
    except Refusal:
        return
    assert held < 50
    assert today < 5
    assert entered_ago >= 2
    assert mine_ago >= 7
