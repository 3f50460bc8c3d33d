"""One consistent look while others go on writing: on SQLite nobody waits for it, on PostgreSQL it sees one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def one_look() -> Iterator[None]:
    """See one moment of the database inside, without the writer's place; nothing may be written.

    Opened by doors only, for work that computes for seconds. Inside a transaction that is open already it is that one.
    """
    if connection.in_atomic_block:
        yield
        return
    database: Any = connection  # SQLite's own attribute, which the stubs do not know
    known = getattr(database, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        database.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            database.transaction_mode = known
            if connection.vendor == "postgresql":
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        database.transaction_mode = known
