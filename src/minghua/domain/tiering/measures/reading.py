"""The ledger of many members is read as whole numbers, in the dialect of either database."""

from itertools import chain
from typing import Any, Final

import numpy as np
from django.db import connection

from minghua.domain.tiering.measures.columns import ORDER, TYPE_OF, Rows
from minghua.domain.tiering.models import ScoreEntry

_SQLITE: Final = (
    "CAST(strftime('%%s', counts_at) AS INTEGER) * 1000000 + CAST(substr(counts_at || '000000', 21, 6) AS INTEGER)",
    "CASE WHEN scoring_on IS NULL THEN 0 ELSE CAST(julianday(scoring_on) + 0.5 AS INTEGER) - 1721425 END",
)
_POSTGRES: Final = (
    "round(date_part('epoch', counts_at) * 1000000)::int8",
    "CASE WHEN scoring_on IS NULL THEN 0 ELSE (scoring_on - DATE '0001-01-01' + 1)::int8 END",
)
_FIELDS: Final = len(Rows._fields)
_ROW: Final = [("fields", ">i2")] + [
    pair for n in range(_FIELDS) for pair in ((f"size{n}", ">i4"), (f"value{n}", ">i8"))
]


def ledger(programme_id: int, *, after: int, upto: int) -> Rows:
    """Return the lines of the customers after one up to another, by (customer, instant); one statement."""
    if connection.vendor == "postgresql":
        return Rows(*_copied(_statement(_POSTGRES, "::int8") % (programme_id, after, upto)))
    with connection.cursor() as cursor:
        cursor.execute(_statement(_SQLITE, ""), (programme_id, after, upto))
        table = np.fromiter(chain.from_iterable(cursor.cursor), np.int64).reshape(-1, _FIELDS)
    return Rows(*(np.ascontiguousarray(table[:, place]) for place in range(_FIELDS)))


def _statement(dialect: tuple[str, str], whole: str) -> str:
    instant, scoring = dialect
    kinds = " ".join(f"WHEN '{kind.value}' THEN {code}" for kind, code in TYPE_OF.items())
    columns = (
        f"customer_id{whole}, {instant}, amount, (CASE kind {kinds} END + CASE name WHEN 'order' THEN {ORDER} ELSE 0 END){whole},"
        f" id{whole}, COALESCE(reverses_id, 0){whole}, {scoring}{whole}"
    )
    return (
        f"SELECT {columns} FROM {ScoreEntry._meta.db_table} WHERE programme_id = %s AND customer_id > %s"  # noqa: S608 — names of our own
        " AND customer_id <= %s ORDER BY customer_id, counts_at"
    )


def _copied(statement: str) -> list[Any]:
    """Read a result of eight-byte numbers in PostgreSQL's binary form: every row has the same size."""
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT BINARY)") as copy:
        told = b"".join(copy)
    rows = np.frombuffer(told, np.dtype(_ROW), count=(len(told) - 21) // np.dtype(_ROW).itemsize, offset=19)
    return [rows[f"value{place}"].astype(np.int64) for place in range(_FIELDS)]
