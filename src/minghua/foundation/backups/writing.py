"""Writing a backup: table by table from one snapshot into one compressed file, in constant memory."""

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from minghua.foundation.backups import keyring, layout, manifest, rows, sealkeys, subjects
from minghua.foundation.backups.layout import Table
from minghua.foundation.backups.manifest import Manifest
from minghua.foundation.backups.snapshot import snapshot
from minghua.foundation.files.models import StoredFile
from minghua.foundation.files.operations import place_of
from minghua.foundation.vault import frames
from minghua.foundation.vault.types import STORE

LEVEL = 3
BLOCK = 1 << 20


def write(path: Path, *, at: datetime) -> Manifest:
    """Write the backup and, beside it, the newest keyring; return the manifest. The name appears when all is in it."""
    part = path.with_name(path.name + ".part")
    store_key = sealkeys.keys([STORE], at=at)[STORE]
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive, snapshot() as using:
                made = _fill(archive, store_key, using=using, at=at)
            file.flush()
            os.fsync(file.fileno())
        keyring.write(path.parent)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return made


def _fill(archive: zipfile.ZipFile, store_key: bytes, *, using: str, at: datetime) -> Manifest:
    steps = MigrationRecorder(connections[using]).applied_migrations()
    tables = tuple(_table(archive, table, store_key, using=using, at=at) for table in layout.tables())
    kept, size, missing = _files(archive, using=using, at=at)
    made = Manifest(
        at.astimezone(UTC).isoformat(), connections[using].vendor, tuple(sorted(steps)), tables, kept, size, missing
    )
    text = json.dumps(made.plain(), ensure_ascii=False, indent=1).encode()
    archive.writestr(manifest.NAME, text)
    archive.writestr(manifest.SEAL, manifest.seal_of(text, store_key=store_key))
    return made


def _table(archive: zipfile.ZipFile, table: Table, store_key: bytes, *, using: str, at: datetime) -> Table:
    """Write one table and return it with its count and checksums."""
    content, digest, count, waiting = manifest.Content(store_key), sha256(), 0, bytearray()
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
        for line, text in rows.written(table, using=using, at=at):
            waiting += line.encode() + b"\n"
            content.add(text)
            count += 1
            if len(waiting) > BLOCK:
                digest.update(waiting)
                out.write(waiting)
                waiting.clear()
        digest.update(waiting)
        out.write(waiting)
    return replace(table, rows=count, sha256=digest.hexdigest(), content=content.hexdigest)


def _files(archive: zipfile.ZipFile, *, using: str, at: datetime) -> tuple[int, int, int]:
    """Write the bytes of files that belong to customers, sealed; those of imports and exports stay behind."""
    kept = size = missing = 0
    for file_id, owner in _owned(using=using):
        key = sealkeys.keys([owner], at=at).get(owner)
        path = place_of(file_id)
        if key is None or not path.exists():
            missing += key is not None
            continue
        entry = zipfile.ZipInfo(f"files/{file_id}")
        with archive.open(entry, "w", force_zip64=True) as out:
            out.write(f"{owner}\n".encode())
            for frame in frames.seal_stream(key, _read(path), place=f"file:{file_id}"):
                out.write(frame)
        kept, size = kept + 1, size + path.stat().st_size
    return kept, size, missing


def _owned(*, using: str) -> Iterator[tuple[str, int]]:
    last = ""
    found = StoredFile.objects.using(using).order_by("pk").values_list("pk", flat=True)
    while ids := list(found.filter(pk__gt=last)[: rows.BATCH]):
        last = ids[-1]
        owners = subjects.of_files(ids, using=using)
        yield from ((file_id, owners[file_id][0]) for file_id in ids if owners.get(file_id))


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
