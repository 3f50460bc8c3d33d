"""Goods come back: stored once, tied to the purchase, and the customer's standing follows."""

from datetime import datetime

from minghua.domain.customers import operations as customers
from minghua.domain.orders import operations as orders
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types import NewReturn, OnDifference, Outcome, ReturnRecorded
from minghua.foundation.people.types import Actor


def record_return(
    new: NewReturn, *, on_difference: OnDifference = OnDifference.REFUSE, by: Actor, at: datetime
) -> ReturnRecorded:
    """Record one return and let the customer's standing follow; raises what `orders.record_return` raises."""
    recorded = orders.record_return(new, on_difference=on_difference, by=by, at=at)
    if recorded.outcome in (Outcome.CREATED, Outcome.UPDATED) and recorded.touched:
        facts = order_reads.trading_facts(by, recorded.touched)
        customers.refresh_standings(facts, by=by, at=at)
    return recorded
