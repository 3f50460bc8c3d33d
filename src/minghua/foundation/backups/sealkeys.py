"""The keys a backup seals with: read from the vault, the missing ones made in short transactions of their own."""

from collections.abc import Iterable
from datetime import datetime
from time import sleep

from django.db import OperationalError

from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vault import operations as vault
from minghua.foundation.vault import queries as vault_reads

TRIES, PAUSE = 10, 0.05  # another process may write without pause: SQLite lets waiting writers in by luck


def keys(customer_ids: Iterable[int], *, at: datetime) -> dict[int, bytes]:
    """Return customer id → key; the erased are left out."""
    wanted = set(customer_ids)
    if missing := vault_reads.missing_among(wanted):
        _make(missing, at=at)
    return vault_reads.keys_of(wanted)


def _make(missing: frozenset[int], *, at: datetime) -> None:
    for attempt in range(TRIES):
        try:
            with unit_of_work(SYSTEM, at=at):
                vault.keys_for(missing, at=at)
            return
        except OperationalError:
            if attempt == TRIES - 1:
                raise
            sleep(PAUSE)
