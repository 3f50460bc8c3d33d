"""Two customers become one, or two again: the room does it, and standings, rhythms and grades follow (R06.8)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from minghua.domain.care import operations as care
from minghua.domain.customers import operations as customers
from minghua.domain.customers.types.merging import Merged, Unmerged
from minghua.domain.customers.types.references import Side
from minghua.domain.loyalty import operations as loyalty
from minghua.domain.orders import queries as order_reads
from minghua.domain.tiering import operations as tiering
from minghua.foundation.people.types import SYSTEM, Actor


def merge_customers(
    survivor_id: int, loser_id: int, *, choices: Mapping[str, Side] | None = None, by: Actor, at: datetime
) -> Merged:
    """Merge the loser into the survivor; raises what `customers.merge_customers` raises."""
    merged = customers.merge_customers(survivor_id, loser_id, choices=choices, by=by, at=at)
    _follow((survivor_id,), given_up=(loser_id,), at=at)
    return merged


def merge_many(*, percent: int, by: Actor, at: datetime) -> list[Merged]:
    """Merge the pairs from a score on, at most a hundred, where the rule allows it; raises AutoMergeOff."""
    chosen = customers.acceptable(by, percent=percent, at=at)
    merged = [customers.merge_customers(survivor, loser, by=by, at=at) for survivor, loser in chosen]
    if merged:
        _follow((made.survivor_id for made in merged), given_up=[made.loser_id for made in merged], at=at)
    return merged


def unmerge(merge_id: int, *, by: Actor, at: datetime) -> Unmerged:
    """Take a merge back; raises what `customers.unmerge` raises."""
    undone = customers.unmerge(merge_id, by=by, at=at)
    _follow((undone.survivor_id, undone.loser_id), at=at)
    return undone


def _follow(customer_ids: Iterable[int], *, given_up: Iterable[int] = (), at: datetime) -> None:
    """Judge them anew as the system: whoever may merge need not see every order of them.

    The accounts of records that were given up are emptied line by line: what was theirs is booked with the survivor.
    """
    ids = frozenset(customer_ids)
    customers.refresh_standings(ids, partial(order_reads.trading_facts, SYSTEM), by=SYSTEM, at=at)
    care.refresh_rhythms(ids, by=SYSTEM, at=at)
    tiering.catch_up(ids, anew=True, by=SYSTEM, at=at)
    loyalty.catch_up_points(ids.union(given_up), anew=True, by=SYSTEM, at=at)
    tiering.grade_again(ids, by=SYSTEM, at=at)
