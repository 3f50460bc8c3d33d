"""What follows a change of the archive's shape: indexes of fields that lists sort by, and findable fields in the search."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from minghua.domain.customers import operations as customers
from minghua.foundation.jobs.types import Handler
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.words import Text


def index_field(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Build the index of one field; done twice is done once."""
    customers.build_sort_index(payload["code"], at=at)


def reindex(payload: dict[str, Any], *, at: datetime, beat: Callable[[], None]) -> None:
    """Renew the search documents of the customers that have a value in the field, batch by batch."""
    after: int | None = 0
    while after is not None:
        beat()
        with unit_of_work(SYSTEM, at=at):
            after = customers.reindex_field(payload["field"], after_id=after)


JOBS = {
    "customers.index_field": Handler(
        index_field, Text("为自定义字段建索引", "Index a custom field"), in_pieces=True, lease_seconds=900
    ),
    "customers.reindex": Handler(reindex, Text("更新搜索", "Renew the search"), in_pieces=True),
}
