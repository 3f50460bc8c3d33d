"""One consistent look at the whole database while others go on writing."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections
from django.db.utils import load_backend

ALIAS = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """Open a second connection that sees one moment only, and yield its alias.

    SQLite: a deferred read transaction on the write-ahead log. PostgreSQL: repeatable read, read only. Neither makes a
    writer wait; what is written meanwhile belongs to the next backup.
    """
    settings = copy.deepcopy(connection.settings_dict)
    if connection.vendor == "sqlite":
        settings["OPTIONS"]["transaction_mode"] = "DEFERRED"
    other = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, ALIAS)
    connections[ALIAS] = other
    try:
        other.set_autocommit(False)
        _freeze(other.cursor(), other.vendor)
        yield ALIAS
    finally:
        other.rollback()
        other.close()
        del connections[ALIAS]


def _freeze(cursor: "object", vendor: str) -> None:
    """Take the moment now: a transaction begins to see with its first read."""
    run = cursor.execute  # type: ignore[attr-defined]
    if vendor == "sqlite":
        run("PRAGMA query_only=ON")
        run("BEGIN DEFERRED")
    else:
        run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        run("SET LOCAL statement_timeout = 0")
    run("SELECT count(*) FROM django_migrations")
    cursor.fetchone()  # type: ignore[attr-defined]
