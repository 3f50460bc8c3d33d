"""A day begins: standings that time has changed are judged afresh, neglected customers return to the pool, grades are given, jars are planned.

The order is fixed: standing, pool, credits of new programmes, recommendations, points (activate, expire), coupons (holds, last days), measures that levels follow, levels (deduct, regrade), benefits, business grades, their reviews, jars, rhythms. Repeating a day, or missing one, changes nothing in the end.
Each step is one small transaction opened by the door; a step returns how many it touched, zero when it is done.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from minghua.domain.care import operations as care
from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.orders import queries as order_reads
from minghua.domain.tiering import operations as tiering
from minghua.foundation.people.types import Actor
from minghua.kernel.periods import local_date

BATCH = 500


class Step(NamedTuple):
    """How far a step came: the last id it looked at, and whether more may follow."""

    after_id: int
    more: bool


def refresh_due_standings(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Judge the next batch of customers whose status no longer fits their last order's age (R01.2)."""
    due = customer_reads.standing_due(by, on=local_date(at), after_id=after_id, limit=BATCH)
    if due:
        customers.refresh_standings(due, partial(order_reads.trading_facts, by), by=by, at=at)
    return _step(due, after_id)


def recycle_neglected(*, by: Actor, at: datetime) -> int:
    """Return the next batch of neglected customers to their pools (P01) and say how many."""
    return customers.recycle_overdue(by=by, at=at, limit=BATCH)


def credit_new_programmes(*, by: Actor, at: datetime) -> int:
    """Look at the orders of the next batch of customers for programmes just published and say how many."""
    return tiering.catch_up_some(limit=BATCH, by=by, at=at)


def credit_new_points(*, by: Actor, at: datetime) -> int:
    """Look at the orders of the next batch of customers for schemes of points just published and say how many (C24)."""
    return loyalty.points_for_some(limit=BATCH, by=by, at=at)


def pay_referrals(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Pay the next batch of recommendations whose first order can no longer be returned (P6)."""
    return _step(loyalty.pay_referrals(after_id=after_id, limit=BATCH, by=by, at=at), after_id)


def settle_points(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Write down what time has done to the next batch of accounts: points that became usable or expired (R24.1)."""
    return _step(loyalty.settle_points(after_id=after_id, limit=BATCH, by=by, at=at), after_id)


def expire_coupons(*, by: Actor, at: datetime) -> int:
    """Let go the next coupons whose hold has timed out, write down those past their last day, and say how many (R24.5)."""
    return loyalty.expire_coupons(limit=BATCH, by=by, at=at)


def read_measures(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Read the next batch of customers for programmes that are graded by a measure of another room (C14)."""
    return _step(tiering.read_measures(after_id=after_id, limit=BATCH, by=by, at=at), after_id)


def regrade_members(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Judge the next batch of members whom time alone changes by today (C14)."""
    return _step(tiering.regrade_due(after_id=after_id, limit=BATCH, by=by, at=at), after_id)


def give_benefits(*, by: Actor, at: datetime) -> int:
    """Look at the next batch of members for the packs that are due by themselves and say how many (R14.8)."""
    return loyalty.give_some(limit=BATCH, by=by, at=at)


def grade_businesses(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Grade the next batch of organisations that the scorecard in force has not judged (R15.3)."""
    return _step(tiering.grade_some(after_id=after_id, limit=BATCH, by=by, at=at), after_id)


def open_grade_reviews(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Open this quarter's review of the next batch of graded organisations (R15.2)."""
    return _step(tiering.open_reviews(after_id=after_id, limit=BATCH, by=by, at=at), after_id)


def plan_jars(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Plan the next batch of jars for the new day (C08)."""
    return _step(care.reschedule_some(after_id=after_id, limit=BATCH, by=by, at=at), after_id)


def read_rhythms(*, after_id: int = 0, by: Actor, at: datetime) -> Step:
    """Read the next batch of customers' rhythms from their orders (R08.4)."""
    return _step(care.refresh_some_rhythms(after_id=after_id, limit=BATCH, by=by, at=at), after_id)


def _step(ids: Sequence[int], after_id: int) -> Step:
    return Step(ids[-1] if ids else after_id, len(ids) == BATCH)
