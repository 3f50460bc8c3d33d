"""The spool: one SQLite file per import that groups rows into units on disk, so that memory stays flat at any size."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from minghua.foundation.imports.types import FieldKind, ImportField, Line, Unit

LONGEST_UNIT: Final = 20_000
_BATCH = 2_000
_SCHEMA = """
CREATE TABLE rows (row INTEGER PRIMARY KEY, key TEXT NOT NULL, rank INTEGER NOT NULL, bad INTEGER NOT NULL, cells TEXT);
CREATE INDEX rows_by_key ON rows (key, row);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_GROUP = """
CREATE TABLE units (seq INTEGER PRIMARY KEY, key TEXT NOT NULL, rank INTEGER NOT NULL, size INTEGER NOT NULL);
INSERT INTO units (key, rank, size)
  SELECT key, max(rank), count(*) FROM rows GROUP BY key ORDER BY max(rank), min(row);
"""
_JOINED = """
SELECT u.seq, u.key, u.rank, r.row, r.bad, r.cells FROM units u JOIN rows r ON r.key = u.key
 WHERE u.seq > ? AND u.seq <= ? ORDER BY u.seq, r.row
"""


class Said(dict[str, Any]):
    """What a row says, field by field; about any other field it says nothing."""

    def __missing__(self, code: str) -> None:
        return None


class Spool:
    """Rows on disk, in order of their units. Written once by staging, read by check, run and downloads."""

    def __init__(self, path: Path, fields: Sequence[ImportField]) -> None:
        self.path = path
        self._moments = {field.code for field in fields if field.kind is FieldKind.MOMENT}
        self._days = {field.code for field in fields if field.kind is FieldKind.DATE}
        self._database: sqlite3.Connection | None = None

    @property
    def database(self) -> sqlite3.Connection:
        """Return the connection, opened at first use. A lost spool is made again, so it needs no syncing."""
        if self._database is None:
            self._database = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            self._database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;")
        return self._database

    def close(self) -> None:
        """Close the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def is_complete(self, fingerprint: str) -> bool:
        """Return whether the file holds everything of that file, mapping and options."""
        if not self.path.exists():
            return False
        try:
            found = self.database.execute("SELECT value FROM meta WHERE name = 'complete'").fetchone()
        except sqlite3.DatabaseError:
            self.close()
            return False
        return found is not None and found[0] == fingerprint

    def begin(self) -> None:
        """Start afresh."""
        self.close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        self.database.executescript(_SCHEMA)

    def add(self, entries: Iterable[tuple[str, int, Line]]) -> None:
        """Store rows with the key and rank of their unit."""
        self.database.execute("BEGIN")
        self.database.executemany(
            "INSERT INTO rows VALUES (?, ?, ?, ?, ?)",
            ((line.number, key, rank, line.bad, self._packed(line)) for key, rank, line in entries),
        )
        self.database.execute("COMMIT")

    def group(self, fingerprint: str) -> None:
        """Form units: by rank, then in order of their first row."""
        self.database.executescript(_GROUP)
        self.database.execute("INSERT OR REPLACE INTO meta VALUES ('complete', ?)", (fingerprint,))

    def split_oversize(self) -> list[tuple[int, str, int]]:
        """Break up keys with too many rows into failing single rows; return (first row, key, size) of each."""
        found = self.database.execute(
            "SELECT min(row), key, count(*) FROM rows GROUP BY key HAVING count(*) > ?", (LONGEST_UNIT,)
        ).fetchall()
        for _, key, _size in found:
            self.database.execute("UPDATE rows SET bad = 1, key = '#' || row WHERE key = ?", (key,))
        return found

    def totals(self) -> tuple[int, int]:
        """Return how many units and rows there are."""
        units = self.database.execute("SELECT count(*) FROM units").fetchone()[0]
        rows = self.database.execute("SELECT count(*) FROM rows").fetchone()[0]
        return units, rows

    def next_upto(self, after: int, *, units: int, rows: int) -> int | None:
        """Return the last unit of the next chunk: at most so many units and rows, at least one unit."""
        upto, seen = None, 0
        sizes = self.database.execute("SELECT seq, size FROM units WHERE seq > ? ORDER BY seq LIMIT ?", (after, units))
        for seq, size in sizes:
            if upto is not None and seen + size > rows:
                break
            upto, seen = seq, seen + size
        return upto

    def units(self, after: int, upto: int) -> Iterator[Unit]:
        """Yield the units with after < seq <= upto, their lines in file order."""
        current: tuple[int, str, int] | None = None
        lines: list[Line] = []
        for seq, key, rank, row, bad, cells in self.database.execute(_JOINED, (after, upto)):
            if current is not None and current[0] != seq:
                yield Unit(*current, tuple(lines))
                lines = []
            current = (seq, key, rank)
            lines.append(Line(row, self._unpacked(cells), bool(bad)))
        if current is not None:
            yield Unit(*current, tuple(lines))

    def forget_mentions(self) -> None:
        """Begin to count mentions afresh."""
        self.database.executescript(
            "DROP TABLE IF EXISTS mentions; CREATE TABLE mentions (name TEXT, key TEXT, PRIMARY KEY (name, key));"
        )

    def mention(self, mentions: Iterable[tuple[str, str]]) -> None:
        """Note things that were met; the same again is the same."""
        self.database.execute("BEGIN")
        self.database.executemany("INSERT OR IGNORE INTO mentions VALUES (?, ?)", mentions)
        self.database.execute("COMMIT")

    def mentioned(self) -> dict[str, int]:
        """Return how many different things were met, by name."""
        return dict(self.database.execute("SELECT name, count(*) FROM mentions GROUP BY name").fetchall())

    def repeated(self) -> Iterator[tuple[str, int, int]]:
        """Yield (key, first row, later row) for every key that stands in several rows."""
        yield from self.database.execute(
            "SELECT r.key, f.first, r.row FROM rows r JOIN (SELECT key, min(row) AS first FROM rows GROUP BY key"
            " HAVING count(*) > 1) f ON f.key = r.key WHERE r.row > f.first ORDER BY r.row"
        ).fetchall()

    def set_apart(self, rows: Iterable[int]) -> None:
        """Make rows failing units of their own."""
        self.database.execute("BEGIN")
        self.database.executemany("UPDATE rows SET bad = 1, key = '#' || row WHERE row = ?", ((row,) for row in rows))
        self.database.execute("COMMIT")

    def rows_of(self, seqs: Iterable[int | None]) -> Iterator[int]:
        """Yield the row numbers of these units in file order."""
        database = self.database
        database.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (seq INTEGER PRIMARY KEY)")
        database.execute("DELETE FROM wanted")
        database.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((seq,) for seq in seqs))
        found = database.execute(
            "SELECT r.row FROM wanted w JOIN units u ON u.seq = w.seq JOIN rows r ON r.key = u.key ORDER BY r.row"
        )
        yield from (row for (row,) in found)

    def lines(self) -> Iterator[tuple[str, Line]]:
        """Yield every row with its key, in file order."""
        for row, key, bad, cells in self.database.execute("SELECT row, key, bad, cells FROM rows ORDER BY row"):
            yield key, Line(row, self._unpacked(cells), bool(bad))

    def mark(self, changes: Iterable[tuple[int, int, bool]]) -> None:
        """Set (row, rank, bad) before grouping."""
        batch = ((rank, bad, row) for row, rank, bad in changes)
        self.database.execute("BEGIN")
        self.database.executemany("UPDATE rows SET rank = ?, bad = max(bad, ?) WHERE row = ?", batch)
        self.database.execute("COMMIT")

    def _packed(self, line: Line) -> str:
        """Keep what the row says; most fields of most rows are empty."""
        said = {code: value for code, value in line.values.items() if value is not None}
        return json.dumps(said, default=_iso, ensure_ascii=False, separators=(",", ":"))

    def _unpacked(self, cells: str) -> dict[str, Any]:
        said = Said(json.loads(cells))
        for code in self._moments & said.keys():
            said[code] = datetime.fromisoformat(said[code])
        for code in self._days & said.keys():
            said[code] = date.fromisoformat(said[code])
        return said


def _iso(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
