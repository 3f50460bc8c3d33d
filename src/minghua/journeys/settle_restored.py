"""After a restore: everything findable again."""

from datetime import datetime

from minghua.domain.catalog import operations as catalog
from minghua.domain.customers import operations as customers
from minghua.domain.orders import operations as orders
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work

BATCH = 1_000


def settle(*, at: datetime) -> int:
    """Rebuild the search index room by room, a thousand rows a transaction; return how many things are findable."""
    findable = 0
    for index_after in (customers.index_after, orders.index_after, catalog.index_after):
        last: int | None = 0
        while last is not None:
            with unit_of_work(SYSTEM, at=at):
                last, count = index_after(last, most=BATCH)
            findable += count
    return findable
