"""The unit of work: one request, one transaction, one writer at a time on SQLite (trust decisions 1 and 4)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime

from django.db import connection, transaction

from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor

_WRITER = threading.RLock()
_BEGIN: list[Callable[[], None]] = []


def at_beginning(do: Callable[[], None]) -> None:
    """Have something done at the beginning of every unit of work: what a process keeps is looked at again."""
    _BEGIN.append(do)


@contextmanager
def unit_of_work(by: Actor, *, at: datetime) -> Iterator[None]:
    """Commit everything done inside together, the audit record last; any exception undoes it all.

    Opened by doors only. On SQLite one in-process lock keeps writers from meeting in the database.
    """
    writer = _WRITER if connection.vendor == "sqlite" else nullcontext()
    with writer, transaction.atomic(), audit.gathering():
        for do in _BEGIN:
            do()
        yield
