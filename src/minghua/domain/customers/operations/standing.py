"""The computed axes follow the orders: judged by rule, stored with their reasons, history kept (R01.2, R00.6)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from minghua.domain.customers.models import Customer
from minghua.domain.customers.operations import news
from minghua.domain.customers.queries.due import windows_on
from minghua.domain.customers.queries.rows import SUBJECT
from minghua.domain.customers.rules import standing
from minghua.domain.customers.types.parties import TradingFacts
from minghua.foundation.history import operations as history
from minghua.foundation.history.operations import Changes
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.storage import rows as straight
from minghua.foundation.storage.among import among
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.timeline.operations import NewEntry
from minghua.kernel.periods import local_date

BATCH = 500
FactsOf = Callable[[Sequence[int]], Mapping[int, TradingFacts]]
_COLUMNS = (
    "status", "relation_time", "axes_why", "axes_as_of",
    "first_order_on", "last_order_on", "order_count", "net_minor", "currency",
)  # fmt: skip


def refresh_standings(
    customer_ids: Iterable[int], facts_of: FactsOf, *, by: Actor, at: datetime, run_id: int | None = None
) -> int:
    """Recompute the axes of customers from their orders as of `at` (R01.2) and return how many changed status.

    Needs `orders.record`. `facts_of` is asked once the rows are held: of two orders at once the later sees both.
    """
    require(by, "orders.record")
    on = local_date(at)
    windows = windows_on(on)
    ids = sorted(set(customer_ids))
    changed = 0
    for start in range(0, len(ids), BATCH):
        held = _hold(ids[start : start + BATCH])
        facts = facts_of([customer.pk for customer in held])
        changed += _refresh(held, facts, windows=windows, on=on, run_id=run_id, by=by, at=at)
    return changed


def _hold(ids: Sequence[int]) -> list[Customer]:
    """Hold these rows, always in the same order: two who refresh the same customers wait for each other."""
    rows = Customer.objects.filter(among("pk", ids)).only("pk", "screening", *_COLUMNS)
    return list(rows.select_for_update(no_key=True).order_by("pk"))


def _refresh(
    customers: list[Customer],
    facts: Mapping[int, TradingFacts],
    *,
    windows: standing.Windows,
    on: date,
    run_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    moved: list[tuple[Customer, dict[str, tuple[Any, Any]]]] = []
    for customer in customers:
        before = {"status": customer.status, "relation_time": customer.relation_time}
        _apply(customer, facts[customer.pk], windows=windows, on=on)
        changes = {
            axis: (old, getattr(customer, axis)) for axis, old in before.items() if old != getattr(customer, axis)
        }
        if changes:
            moved.append((customer, changes))
    straight.renew(customers, _COLUMNS)
    kept = [Changes(customer.pk, changes) for customer, changes in moved]
    history.record_many(SUBJECT, kept, source=f"rule:{standing.RULE}", run_id=run_id, by=by, at=at)
    timeline.post_many(_entries(moved, at=at), run_id=run_id, by=by)
    if run_id is None:
        _spread_returns(moved, by=by, at=at)
    return sum("status" in changes for _, changes in moved)


def _apply(customer: Customer, facts: TradingFacts, *, windows: standing.Windows, on: date) -> None:
    found = standing.judge(facts, screening=customer.screening, on=on, windows=windows)
    customer.status, customer.relation_time = found.status, found.relation_time
    why = {"status": found.status_why.to_json(), "relation_time": found.relation_why.to_json()}
    customer.axes_why = {**customer.axes_why, **why}
    customer.axes_as_of = on
    customer.first_order_on = facts.order_days[0] if facts.order_days else None
    customer.last_order_on = facts.order_days[-1] if facts.order_days else None
    customer.order_count, customer.net_minor, customer.currency = facts.order_count, facts.net_minor, facts.currency


def _spread_returns(moved: list[tuple[Customer, dict[str, tuple[Any, Any]]]], *, by: Actor, at: datetime) -> None:
    """Whoever was lost and buys again is news; an import's past is none."""
    for customer, changes in moved:
        if changes.get("status", ("", ""))[1] == "regained":
            key = f"returned:{customer.pk}:{customer.last_order_on}"
            news.spread_later("returned_customer", customer.pk, key=key, by=by, at=at)


def _entries(moved: list[tuple[Customer, dict[str, tuple[Any, Any]]]], *, at: datetime) -> list[NewEntry]:
    """Only a change worth telling: the first order of a prospect tells itself."""
    return [
        NewEntry(customer.pk, "change", at, {"event": "status", "from": old, "to": new})
        for customer, changes in moved
        for old, new in [changes.get("status", ("potential", ""))]
        if old not in {"potential", "target", "non"}
    ]
