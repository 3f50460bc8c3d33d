"""The PostgreSQL engine: tokens as lexemes of two tsvectors under one GIN index."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from minghua.foundation.search.tokens import Lookup
from minghua.foundation.search.types import Indexed, Reach

# Without fastupdate a search never wades through a list of entries not yet sorted in.
CREATE = """
    CREATE TABLE IF NOT EXISTS search_index (
        document_id bigint PRIMARY KEY, terms tsvector NOT NULL, scopes tsvector NOT NULL);
    CREATE INDEX IF NOT EXISTS search_index_tokens ON search_index USING gin (terms, scopes) WITH (fastupdate = off)"""
DROP = "DROP TABLE IF EXISTS search_index"


def write(rows: Iterable[Indexed]) -> None:
    """Store the tokens of documents, replacing what was there."""
    columns = [(row.document_id, " ".join(row.terms), " ".join(row.scopes)) for row in rows]
    sql = """INSERT INTO search_index (document_id, terms, scopes)
        SELECT id, terms::tsvector, scopes::tsvector
        FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS given (id, terms, scopes)
        ON CONFLICT (document_id) DO UPDATE SET terms = excluded.terms, scopes = excluded.scopes"""
    _execute_columns(sql, columns)


def write_scopes(rows: Iterable[tuple[int, frozenset[str]]]) -> None:
    """Replace the scope tokens of documents and leave their terms."""
    columns = [(document_id, " ".join(scopes)) for document_id, scopes in rows]
    sql = """UPDATE search_index SET scopes = given.scopes::tsvector
        FROM unnest(%s::bigint[], %s::text[]) AS given (id, scopes) WHERE document_id = given.id"""
    _execute_columns(sql, columns)


def _execute_columns(sql: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])


def erase(document_ids: Sequence[int]) -> None:
    """Forget documents."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_index WHERE document_id = ANY(%s)", [list(document_ids)])


def candidates(lookup: Lookup, reach: Reach, *, limit: int) -> list[int]:
    """Return ids of at most `limit` documents in reach that hold every token."""
    scopes = _scopes(reach)
    there = "AND scopes @@ %s::tsquery" if scopes else ""
    params: list[Any] = [_terms(lookup), scopes, limit] if scopes else [_terms(lookup), limit]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT document_id FROM search_index WHERE terms @@ %s::tsquery {there} LIMIT %s", params)  # noqa: S608 (two fixed texts)
        return [row[0] for row in cursor.fetchall()]


def _terms(lookup: Lookup) -> str:
    return " & ".join([*sorted(lookup.whole), *(f"{token}:*" for token in sorted(lookup.beginnings))])


def _scopes(reach: Reach) -> str:
    wanted = [tokens for tokens in (reach.scopes, reach.kinds) if tokens is not None]
    return " & ".join("(" + " | ".join(sorted(tokens)) + ")" for tokens in wanted)


def scopes_of(document_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return document id → scope tokens, of those that are indexed."""
    sql = "SELECT document_id, tsvector_to_array(scopes) FROM search_index WHERE document_id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(document_ids)])
        return {key: frozenset(scopes) for key, scopes in cursor.fetchall()}
