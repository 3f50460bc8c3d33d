"""What must always hold of stored files: each row has its bytes, all bytes have their row."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from minghua.foundation.files.models import StoredFile
from minghua.foundation.files.operations import place_of
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.words import Text

ON_ITS_WAY = timedelta(hours=1)  # the bytes are written before the row


def _without_bytes(at: datetime) -> Iterator[Finding]:
    for file_id, size in StoredFile.objects.values_list("pk", "size").iterator(chunk_size=2_000):
        path = place_of(file_id)
        there = path.stat().st_size if path.is_file() else None
        if there != size:
            yield {"file": file_id, "size": size, "on_disk": there}


def _without_row(at: datetime) -> Iterator[Finding]:
    root = Path(settings.FILES_ROOT)
    for folder in sorted(root.glob("[0-9a-f][0-9a-f]")):
        lying = {path.name: path for path in folder.iterdir() if _is_old(path, at)}
        kept = set(StoredFile.objects.filter(pk__startswith=folder.name).values_list("pk", flat=True))
        for name in sorted(lying.keys() - kept):
            yield {"file": name}


def _is_old(path: Path, at: datetime) -> bool:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) < at - ON_ITS_WAY


INVARIANTS = (
    Invariant(
        "INV-B1",
        Text("登记的每个文件都在磁盘上，大小相同", "Each file in the table lies on disk with its size"),
        _without_bytes,
        (
            "INSERT INTO files_storedfile (id, name, content_type, size, sha256, stored_at) "
            "VALUES ('ffffffffffffffffffffffffffffffff', 'x', 'text/plain', 1, '', '2026-06-15 00:00:00')",
        ),
    ),
    Invariant(
        "INV-B2",
        Text("磁盘上的每个文件都有登记", "Each file on disk stands in the table"),
        _without_row,
        ("DELETE FROM files_storedfile",),
    ),
)
