"""Writes of files: bytes first, to a name of our own, then the row that makes them count."""

import hashlib
import os
import re
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from minghua.foundation.files import heads, quotas
from minghua.foundation.files.models import StoredFile
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import Refusal
from minghua.kernel.ids import hex_id
from minghua.kernel.words import Text

CHUNK = 1024 * 1024


class FileTooLarge(Refusal):
    """The stream is longer than the limit `limit_mb` (in megabytes)."""

    code = "file_too_large"
    status = 413
    text = Text("文件超过 {limit_mb} MB。", "The file is larger than {limit_mb} MB.")
    remedy = Text("请压缩或拆分后再上传。", "Compress or split it and upload again.")


def place_of(file_id: str) -> Path:
    """Return where the bytes of a file lie."""
    return Path(settings.FILES_ROOT) / file_id[:2] / file_id


def store(
    stream: BinaryIO,
    *,
    name: str,
    content_type: str,
    limit: int = 50 * CHUNK,
    as_named: bool = False,
    by: Actor,
    at: datetime,
) -> StoredFile:
    """Keep the bytes and return their record; `as_named` where people will open it by its name.

    Raises FileTooLarge beyond `limit` bytes, QuotaReached, StoreFull, NotTaken, NotWhatItSays.
    """
    quotas.require_room(by=by, at=at)
    file_id = hex_id()
    path = place_of(file_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        size, digest = _write(stream, path, limit, name=clean_name(name) if as_named else "")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return StoredFile.objects.create(
        id=file_id,
        name=clean_name(name),
        content_type=content_type[:100] or "application/octet-stream",
        size=size,
        sha256=digest,
        stored_at=at,
        stored_by_id=by.user_id,
    )


def _write(stream: BinaryIO, path: Path, limit: int, *, name: str) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as target:
        while chunk := stream.read(CHUNK):
            if name and not size:
                heads.require_as_named(name, chunk)
            size += len(chunk)
            if size > limit:
                raise FileTooLarge(field="file", limit_mb=limit // CHUNK)
            digest.update(chunk)
            target.write(chunk)
        if name and not size:
            heads.require_as_named(name, b"")
        target.flush()
        os.fsync(target.fileno())
    return size, digest.hexdigest()


def clean_name(name: str) -> str:
    """Return a file name without folders or control characters, 200 characters at most."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", last).strip()[-200:] or "file"


def forget(file_id: str) -> None:
    """Delete a file: its row now, its bytes once that is committed."""
    StoredFile.objects.filter(pk=file_id).delete()
    transaction.on_commit(lambda: place_of(file_id).unlink(missing_ok=True))
