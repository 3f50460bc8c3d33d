"""Committing tests leave tables behind that refuse deletions: on SQLite their triggers step aside for the emptying."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection


@contextmanager
def emptied_afterwards() -> Iterator[None]:
    """Empty every table at the end; PostgreSQL truncates, which no row's trigger hears."""
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            _empty()


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_stays'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    with connection.cursor() as cursor:
        for _, sql in triggers:
            cursor.execute(sql)
