"""The SQLite engine: an FTS5 table of tokens without positions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from minghua.foundation.search.tokens import Lookup
from minghua.foundation.search.types import Indexed, Reach

# Prefix indexes of 2 and 3 serve one or two letters, 5 serves one Chinese character.
CREATE = """CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(
    terms, scopes, tokenize='unicode61 remove_diacritics 0', detail=none, columnsize=0, prefix='2 3 5')"""
DROP = "DROP TABLE IF EXISTS search_index"


def write(rows: Iterable[Indexed]) -> None:
    """Store the tokens of documents, replacing what was there."""
    values = [(row.document_id, " ".join(row.terms), " ".join(row.scopes)) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT OR REPLACE INTO search_index(rowid, terms, scopes) VALUES (%s, %s, %s)", values)


def write_scopes(rows: Iterable[tuple[int, frozenset[str]]]) -> None:
    """Replace the scope tokens of documents and leave their terms."""
    values = [(" ".join(scopes), document_id) for document_id, scopes in rows]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE search_index SET scopes = %s WHERE rowid = %s", values)


def erase(document_ids: Sequence[int]) -> None:
    """Forget documents."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_index WHERE rowid = %s", [(key,) for key in document_ids])


def candidates(lookup: Lookup, reach: Reach, *, limit: int) -> list[int]:
    """Return ids of at most `limit` documents in reach that hold every token."""
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH %s LIMIT %s"
    params: list[Any] = [_match(lookup, reach), limit]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _match(lookup: Lookup, reach: Reach) -> str:
    parts = [f'"{token}"' for token in sorted(lookup.whole)]
    parts += [f'"{token}"*' for token in sorted(lookup.beginnings)]
    parts += [_any(tokens) for tokens in (reach.scopes, reach.kinds) if tokens is not None]
    return " AND ".join(parts)


def _any(tokens: frozenset[str]) -> str:
    return "(" + " OR ".join(f'"{token}"' for token in sorted(tokens)) + ")"


def scopes_of(document_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return document id → scope tokens, of those that are indexed."""
    places = ", ".join(["%s"] * len(document_ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, scopes FROM search_index WHERE rowid IN ({places})", list(document_ids))  # noqa: S608 (places only)
        return {key: frozenset(scopes.split()) for key, scopes in cursor.fetchall()}
