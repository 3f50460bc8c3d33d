"""Reading a backup: whole, unaltered, of this shop's keys, before a single row of it is taken."""

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Any

from minghua.foundation.backups import keyring, manifest
from minghua.foundation.backups.layout import Table
from minghua.foundation.backups.manifest import FORMAT, Manifest
from minghua.foundation.backups.refusals import NotABackup, WrongKeys
from minghua.foundation.vault.master import MasterKeyLost


class Archive:
    """An open backup with its keyring."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, keys: Path) -> None:
        self.path, self.keys, self._archive = path, keys, archive
        self.store_key = self._store_key()
        self.manifest = self._manifest()

    def _store_key(self) -> bytes:
        try:
            return keyring.store_key(self.keys)
        except MasterKeyLost as error:
            raise WrongKeys(why=str(error)) from error

    def _manifest(self) -> Manifest:
        try:
            text, seal = self._archive.read(manifest.NAME), self._archive.read(manifest.SEAL).decode()
        except KeyError as error:
            raise NotABackup(path=self.path.name, why=str(error)) from error
        if not compare_digest(seal, manifest.seal_of(text, store_key=self.store_key)):
            raise NotABackup(path=self.path.name, why="manifest")
        given = json.loads(text)
        if given["format"] != FORMAT:
            raise NotABackup(path=self.path.name, why=f"format {given['format']}")
        return Manifest.from_plain(given)

    def lines(self, table: Table) -> Iterator[list[Any]]:
        """Yield the rows of a table; at its end raises NotABackup when a byte of it is not as it was written."""
        digest, count = sha256(), 0
        with self._archive.open(f"tables/{table.name}.jsonl") as source:
            for line in source:
                digest.update(line)
                count += 1
                yield json.loads(line)
        if (count, digest.hexdigest()) != (table.rows, table.sha256):
            raise NotABackup(path=self.path.name, why=table.name)

    def files(self) -> Iterator[tuple[str, int, Any]]:
        """Yield each file's id, whose it is, and its sealed bytes as a stream."""
        for name in self._archive.namelist():
            if name.startswith("files/"):
                with self._archive.open(name) as source:
                    owner = int(source.readline())
                    yield name.removeprefix("files/"), owner, source

    def check(self) -> int:
        """Read everything once and return the number of rows; raises NotABackup."""
        return sum(1 for table in self.manifest.tables for _ in self.lines(table))


@contextmanager
def opened(path: Path, keys: Path) -> Iterator[Archive]:
    """Open a backup with a keyring; raises NotABackup, WrongKeys."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield Archive(path, archive, keys)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise NotABackup(path=path.name, why=str(error)) from error
