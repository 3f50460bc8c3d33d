"""A session over one snapshot: its facts as Ibis tables, an expression's rows as plain tuples (neither pandas nor pyarrow)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from minghua.foundation.engine import folders, reading, register
from minghua.foundation.engine.models import Snapshot
from minghua.kernel.facts import Fact, Kind

_IBIS: Final = {Kind.INTEGER: "int64", Kind.CODE: "string", Kind.DAY: "date", Kind.INSTANT: "timestamp"}


@dataclass(frozen=True)
class Session:
    """One snapshot, opened; `cut_at` is the moment it shows."""

    database: Any
    folder: Path
    snapshot: Snapshot

    @property
    def cut_at(self) -> datetime:
        """The moment the data show."""
        assert self.snapshot.cut_at is not None  # noqa: S101 - a ready snapshot has its cut, the database says so
        return self.snapshot.cut_at

    def fact(self, code: str) -> Any:
        """Return a fact as an Ibis table."""
        import ibis

        fact = next(one for one in register.facts() if one.code == code)
        blocks = sorted(map(int, self.snapshot.contents.get(code, {})))
        self.database.execute(f"CREATE OR REPLACE TEMP VIEW {code} AS {self._selected(fact, blocks)}")
        return ibis.table({name: _IBIS[kind] for name, kind in fact.shape}, name=code)

    def _selected(self, fact: Fact, blocks: list[int]) -> str:
        if not blocks:
            none = ", ".join(f"CAST(NULL AS {reading.TYPES[kind]}) AS {name}" for name, kind in fact.shape)
            return f"SELECT {none} WHERE false"
        files = ", ".join(f"'{self.folder / folders.file_name(fact.code, block)}'" for block in blocks)
        return f"SELECT * FROM read_parquet([{files}])"  # noqa: S608 - our own paths

    def keep(self, name: str, expression: Any) -> Any:
        """Compute an expression once, keep it for this session, and return it as a table: an intermediate is never asked twice."""
        import ibis

        self.database.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {_sql(expression)}")
        return ibis.table(expression.schema(), name=name)

    def rows(self, expression: Any) -> list[tuple[Any, ...]]:
        """Return every row of an expression."""
        return list(self.database.execute(_sql(expression)).fetchall())

    def stream(self, expression: Any, *, size: int = 5_000) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of an expression, some thousand at a time."""
        answer = self.database.execute(_sql(expression))
        while rows := answer.fetchmany(size):
            yield rows


def _sql(expression: Any) -> str:
    import ibis

    return str(ibis.to_sql(expression, dialect="duckdb"))
