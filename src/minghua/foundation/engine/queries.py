"""Reads of the engine: how fresh its data are, and a session in which they are asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from minghua.foundation.engine import duck, folders
from minghua.foundation.engine.models import Change, Snapshot
from minghua.foundation.engine.session import Session
from minghua.foundation.engine.types import Freshness, NothingToRead, State
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require

MOST_COUNTED = 10_000


def freshness(viewer: Actor) -> Freshness:
    """Return how fresh the analysed data are; changes are counted up to 10,000."""
    require(viewer, "engine.view")
    ready = _latest()
    making = Snapshot.objects.filter(state=State.MAKING).order_by("-pk").first()
    return Freshness(
        ready.cut_at if ready else None,
        {fact: sum(blocks.values()) for fact, blocks in ready.contents.items()} if ready else {},
        Change.objects.values("pk")[:MOST_COUNTED].count(),
        (making.done, making.pieces) if making else None,
    )


@contextmanager
def session() -> Iterator[Session]:
    """Open the latest snapshot to be asked, for rooms; nobody sweeps it meanwhile. Raises NothingToRead."""
    row, handle = _held()
    with handle, duck.workshop(folders.of(row.token)) as database:
        yield Session(database, folders.of(row.token), row)


def _held() -> tuple[Snapshot, IO[str]]:
    for _ in range(2):  # a refresh may have swept the one we just found
        row = _latest()
        handle = folders.hold(row.token) if row else None
        if row and handle:
            return row, handle
    raise NothingToRead()


def _latest() -> Snapshot | None:
    return Snapshot.objects.filter(state=State.READY).order_by("-pk").first()
