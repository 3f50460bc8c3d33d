"""The folders of the engine: one per snapshot, never changed after it has its name; one writer; nobody's files are pulled away."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from minghua.foundation.engine.types import BeingRefreshed

_MAKING = ".making-"
_HELD = "held"
_SPILL = "spill"


def root() -> Path:
    """Return the folder of all snapshots, made when it is not there."""
    path = Path(settings.ENGINE_ROOT)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def of(token: str) -> Path:
    """Return the folder of a published snapshot."""
    return root() / token


def spill() -> Path:
    """Return the folder for what does not fit into memory."""
    path = root() / _SPILL
    path.mkdir(exist_ok=True)
    return path


def file_name(fact: str, block: int) -> str:
    """Return the name of a block's file."""
    return f"{fact}-{block:09}.parquet"


@contextmanager
def one_writer() -> Iterator[None]:
    """Be the only one on this machine who makes snapshots; raises BeingRefreshed. The kernel lets go of the dead."""
    with (root() / "writer.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BeingRefreshed() from None
        yield


def begin(token: str) -> Path:
    """Return the empty folder in which a snapshot is made."""
    path = root() / f"{_MAKING}{token}"
    path.mkdir()
    (path / _HELD).touch()
    return path


def publish(token: str) -> None:
    """Give the finished folder its name, everything in it safe on the disk first."""
    made = root() / f"{_MAKING}{token}"
    for path in (*made.iterdir(), made):
        _sync(path)
    made.rename(of(token))
    _sync(root())


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def hold(token: str) -> IO[str] | None:
    """Return a handle that keeps the folder from being swept as long as it is open; None when it is gone."""
    try:
        handle = (of(token) / _HELD).open()
    except FileNotFoundError:
        return None
    fcntl.flock(handle, fcntl.LOCK_SH)
    if (of(token) / _HELD).exists():
        return handle
    handle.close()
    return None


def sweep(*, but: str | None) -> None:
    """Remove every other folder, begun or published, unless somebody reads in it; the next refresh comes by again."""
    for path in root().iterdir():
        if path.is_dir() and path.name not in (but, _SPILL) and _free(path):
            shutil.rmtree(path)


def _free(path: Path) -> bool:
    try:
        with (path / _HELD).open() as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True
