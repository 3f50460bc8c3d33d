"""Opens what is packed, and refuses what swells: gzip by ratio, zip by its directory and by its real size (T10)."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from minghua.foundation.imports.limits import LIMITS, Limits
from minghua.foundation.imports.refusals import Bomb, BrokenArchive, EmptyFile, NotATable, TooLarge

GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHER = {
    b"%PDF": "PDF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"PK\x05\x06": "ZIP",
}
_BLOCK = 1 << 16


def packed_form(path: Path) -> str:
    """Return "gzip", "xlsx" or "text" by the first bytes; raises a FileRefused for anything else."""
    head = _head(path)
    if not head:
        raise EmptyFile(field="file")
    if head.startswith(GZIP):
        return "gzip"
    if head.startswith(ZIP):
        return _workbook_or_refusal(path)
    if head.startswith(OLE):
        raise NotATable(field="file", found="XLS")
    for magic, found in _OTHER.items():
        if head.startswith(magic):
            raise NotATable(field="file", found=found)
    return "text"


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)


def _workbook_or_refusal(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" in archive.namelist():
                return "xlsx"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise BrokenArchive(field="file") from None
    raise NotATable(field="file", found="ZIP")


class Guarded(io.RawIOBase):
    """A stream that counts what it gives and refuses once its cap or ratio is passed."""

    def __init__(self, inner: gzip.GzipFile, *, packed_bytes: int, limits: Limits = LIMITS) -> None:
        super().__init__()
        self._inner, self._packed, self._limits, self._given = inner, max(packed_bytes, 1), limits, 0

    def readable(self) -> bool:
        """Return True: this is a stream to read from."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill the buffer; raises Bomb, TooLarge or BrokenArchive."""
        try:
            data = self._inner.read(len(buffer))
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise BrokenArchive(field="file") from None
        self._count(len(data))
        buffer[: len(data)] = data
        return len(data)

    def _count(self, more: int) -> None:
        self._given += more
        caps = self._limits
        if self._given > caps.ratio_after_bytes and self._given > caps.ratio * self._packed:
            raise Bomb(field="file", ratio=caps.ratio)
        if self._given > caps.unpacked_bytes:
            raise TooLarge(field="file", what_zh="解压后", what_en="unpacked", limit=f"{caps.unpacked_bytes >> 30} GiB")

    def close(self) -> None:
        """Close the stream underneath too."""
        if not self.closed:
            self._inner.close()
        super().close()


def open_bytes(path: Path, *, packed: str, limits: Limits = LIMITS) -> IO[bytes]:
    """Return the plain bytes of a text file, unpacked on the way; raises FileRefused while reading."""
    if packed != "gzip":
        return path.open("rb")
    inner = gzip.open(path, "rb")  # noqa: SIM115 - closed by Guarded
    stream = io.BufferedReader(Guarded(inner, packed_bytes=path.stat().st_size, limits=limits), _BLOCK)
    if stream.peek(2)[:2] in {GZIP, ZIP[:2]}:
        stream.close()
        raise BrokenArchive(field="file")
    return stream


def check_zip(path: Path, *, limits: Limits = LIMITS) -> None:
    """Refuse a zip whose directory promises too much, whose parts overlap, or with too many parts."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise BrokenArchive(field="file") from None
    packed, unpacked = sum(e.compress_size for e in entries), sum(e.file_size for e in entries)
    if len(entries) > limits.workbook_entries or packed > path.stat().st_size:
        raise BrokenArchive(field="file")
    if unpacked > limits.ratio_after_bytes and unpacked > limits.ratio * max(packed, 1):
        raise Bomb(field="file", ratio=limits.ratio)
    if unpacked > limits.workbook_bytes:
        raise TooLarge(
            field="file",
            what_zh="工作簿解压后",
            what_en="workbook unpacked",
            limit=f"{limits.workbook_bytes >> 20} MiB",
        )


def entry_blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield an entry's real content in blocks, its checksum verified; raises BrokenArchive."""
    try:
        with archive.open(entry) as stream:
            while block := stream.read(_BLOCK * 4):
                yield block
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        raise BrokenArchive(field="file") from None
