"""Customers held while something is hung on them: a merge waits until it hangs, or has ended before it is looked (R06.8).

On PostgreSQL a writer and a merge do not see each other's rows. Whoever is about to add to a customer takes a share of
its row first, which any number of writers may have at once and no merge beside them, and only then asks what the row is.
On SQLite there is one writer at a time, so nothing need be held.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import rows
from minghua.foundation.people.types import Actor

_CHUNK = 5_000
# The ORM knows no share lock this light; in the order of ids, as a merge holds its two.
_SHARE = "SELECT id FROM customers_customer WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
_TURN = "SELECT id FROM customers_customer WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


def hold(customer_ids: Iterable[int | None]) -> None:
    """Keep these customers from being merged or deleted until the transaction ends; waits for a merge under way.

    Hold all the customers of one act at once, and before any other row: two who hold in different orders wait for ever.
    """
    ids = sorted({pk for pk in customer_ids if pk is not None})
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for start in range(0, len(ids), _CHUNK):
            cursor.execute(_SHARE, [ids[start : start + _CHUNK]])


def hold_of(found: "QuerySet[Any]", *columns: str) -> None:
    """Hold the customers that these rows name (by `customer_id`); asked again where a merge moved a row meanwhile."""
    held: set[int | None] = set()
    while (named := _named(found, columns or ("customer_id",))) - held:
        hold(named)
        held |= named


def _named(found: "QuerySet[Any]", columns: tuple[str, ...]) -> set[int | None]:
    return {pk for row in found.order_by().values_list(*columns) for pk in row}


def changeable(by: Actor, customer_id: int, *also: int | None) -> Customer:
    """Return one customer the actor may change, held, and others with it; raises NotFound, CustomerErased, Forbidden."""
    hold((customer_id, *also))
    return rows.changeable(by, customer_id)


def visible_ids(by: Actor, ids: Iterable[int]) -> frozenset[int]:
    """Return those of these customers that the actor may act upon, held."""
    wanted = frozenset(ids)
    hold(wanted)
    return rows.visible_ids(by, wanted, pooled=False)


def take_turns(customer_ids: Iterable[int]) -> None:
    """Wait until nobody else writes what is computed of these customers, and keep others waiting until the transaction ends."""
    ids = sorted(set(customer_ids))
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for start in range(0, len(ids), _CHUNK):
            cursor.execute(_TURN, [ids[start : start + _CHUNK]])
