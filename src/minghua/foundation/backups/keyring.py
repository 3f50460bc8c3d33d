"""The keyring: all wrapped keys in one file beside the backups, of which only the newest state is kept."""

import gzip
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from minghua.foundation.backups.refusals import WrongKeys
from minghua.foundation.vault import frames, master
from minghua.foundation.vault.models import Key
from minghua.foundation.vault.sealing import Altered

NAME = "keyring.mhk"
PLACE = "keyring"
_COLUMNS = ("customer_id", "wrapped", "version", "created_at", "destroyed_at", "mark")
_BATCH = 2_000


def write(folder: Path) -> Path:
    """Write the present keys beside the backups in place of the keyring that was there, and return the file."""
    path = folder / NAME
    part = path.with_suffix(".part")
    key = master.keys()[0]
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(master.identity(key))
        for frame in frames.seal_stream(key, _packed(), place=PLACE):
            file.write(frame)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return path


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the keys of a keyring, row by row; raises WrongKeys."""
    try:
        with path.open("rb") as file:
            key = _master_of(file.read(master.ID_BYTES))
            unsealed = _Blocks(frames.open_stream(key, file, place=PLACE))
            with gzip.GzipFile(fileobj=cast(BinaryIO, unsealed)) as lines:
                for line in lines:
                    yield dict(zip(_COLUMNS, json.loads(line), strict=True))
    except (Altered, OSError, EOFError) as error:
        raise WrongKeys(why=str(error) or path.name) from error


def load(path: Path) -> None:
    """Put the keys of a keyring into the vault in place of what is there."""
    Key.objects.all().delete()
    waiting: list[Key] = []
    for row in rows(path):
        moments = {name: _instant(row[name]) for name in ("created_at", "destroyed_at")}
        waiting.append(Key(**{**row, **moments}))
        if len(waiting) == _BATCH:
            Key.objects.bulk_create(waiting)
            waiting.clear()
    Key.objects.bulk_create(waiting)


def store_key(path: Path) -> bytes:
    """Return the key of what belongs to nobody in particular, which also vouches for manifests; raises WrongKeys."""
    for row in rows(path):
        if row["customer_id"] == 0:
            return master.unwrap(row["wrapped"], place="vault:0")
    raise WrongKeys(why="0")


def _packed() -> Iterator[bytes]:
    """The keys as compressed lines, the store's own first."""
    packer = _Sink()
    with gzip.GzipFile(fileobj=cast(BinaryIO, packer), mode="wb", compresslevel=1, mtime=0) as lines:
        for row in Key.objects.order_by("customer_id").values_list(*_COLUMNS).iterator(chunk_size=_BATCH):
            text = json.dumps([each.isoformat() if isinstance(each, datetime) else each for each in row])
            lines.write(text.encode() + b"\n")
            if packer.size > frames.FRAME:
                yield packer.take()
    yield packer.take()


def _master_of(identity: bytes) -> bytes:
    at_hand = master.keys()
    found = next((key for key in at_hand if master.identity(key) == identity), None)
    if found is None:
        raise WrongKeys(why=identity.hex())
    return found


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


class _Sink:
    """Where the compressor writes: taken away block by block."""

    def __init__(self) -> None:
        self._blocks = bytearray()

    @property
    def size(self) -> int:
        return len(self._blocks)

    def write(self, block: bytes) -> int:
        self._blocks += block
        return len(block)

    def take(self) -> bytes:
        taken = bytes(self._blocks)
        self._blocks.clear()
        return taken


class _Blocks:
    """Blocks of bytes, read as a file."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source, self._rest = source, b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            block = next(self._source, None)
            if block is None:
                break
            self._rest += block
        size = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken
