"""The manifest: what a backup says of itself, and the seal by which nobody can change it unnoticed."""

import hmac
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from minghua.foundation.backups.layout import Table

FORMAT = 1
NAME, SEAL = "manifest.json", "manifest.mac"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is inside: made when, by which version, from which migrations; every table with its count and checksums."""

    made_at: str
    engine: str
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    files: int = 0
    file_bytes: int = 0
    missing_files: int = 0
    format: int = FORMAT
    version: str = field(default_factory=lambda: version("minghua"))

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)

    @classmethod
    def from_plain(cls, given: dict[str, Any]) -> "Manifest":
        """Return the manifest that was written."""
        tables = tuple(Table.from_plain(table) for table in given["tables"])
        steps = tuple((app, name) for app, name in given["migrations"])
        return cls(**{**given, "tables": tables, "migrations": steps})


def derived(store_key: bytes, purpose: str) -> bytes:
    """Return a key of one purpose, derived from the store's own."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"minghua backup {purpose}".encode()).derive(store_key)


def seal_of(text: bytes, *, store_key: bytes) -> str:
    """Return the seal of a manifest."""
    return hmac.new(derived(store_key, "manifest"), text, sha256).hexdigest()


class Content:
    """The keyed checksum of a table's rows as they were in clear: equal sums, equal tables; nothing can be guessed."""

    def __init__(self, store_key: bytes) -> None:
        self._sum = hmac.new(derived(store_key, "content"), digestmod=sha256)

    def add(self, text: str) -> None:
        """Count one more row in."""
        self._sum.update(text.encode() + b"\n")

    @property
    def hexdigest(self) -> str:
        """Return the sum."""
        return self._sum.hexdigest()


def content_of(rows: Iterable[str], *, store_key: bytes) -> str:
    """Return the keyed checksum of rows."""
    content = Content(store_key)
    for row in rows:
        content.add(row)
    return content.hexdigest
