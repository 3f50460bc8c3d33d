"""Writes to the search index, inside the transaction of the change they follow."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import IntegrityError, transaction

from minghua.foundation.search.engines import engine
from minghua.foundation.search.folding import fold
from minghua.foundation.search.models import SearchDocument
from minghua.foundation.search.pinyin import readings
from minghua.foundation.search.scopes import document_scopes, owner_scopes
from minghua.foundation.search.tokens import document_tokens, edge_tokens
from minghua.foundation.search.types import Document, Indexed
from minghua.foundation.storage import rows as straight

BATCH = 1_000


class _Row(NamedTuple):
    """A row of the table of findable things, in the order of its columns; the first two are its identity."""

    kind: str
    ref_id: int
    customer_id: int | None
    title: str
    subtitle: str
    haystack: str


def put(
    kind: str,
    ref_id: int,
    *,
    title: str,
    subtitle: str = "",
    keys: Iterable[str | None] = (),
    owner_id: int | None = None,
    team_id: int | None = None,
    pool_id: int | None = None,
    customer_id: int | None = None,
) -> None:
    """Make one thing findable by its title and keys (numbers, phones, other names), or renew it."""
    names = tuple(key for key in keys if key)
    put_many([Document(kind, ref_id, title, subtitle, names, owner_id, team_id, pool_id, customer_id)])


def put_many(documents: Iterable[Document], *, new: bool = False) -> None:
    """Make many things findable, a thousand at a time; the last of two with one identity counts.

    `new` says that their records were made just now: nothing is looked up that only an older one has.
    """
    distinct = list({(document.kind, document.ref_id): document for document in documents}.values())
    for start in range(0, len(distinct), BATCH):
        _put_batch(distinct[start : start + BATCH], new=new)


def _put_batch(documents: Sequence[Document], *, new: bool) -> None:
    texts = [haystack(document) for document in documents]
    ids = _store([_row(*pair) for pair in zip(documents, texts, strict=True)], new=new)
    engine().write(
        Indexed(key, _terms(lines), document_scopes(document))
        for key, lines, document in zip(ids, texts, documents, strict=True)
    )


def _row(document: Document, lines: Iterable[str]) -> _Row:
    return _Row(
        document.kind,
        document.ref_id,
        document.ref_id if document.kind == "customer" else document.customer_id,
        document.title[:300],
        document.subtitle[:300],
        "\n".join(lines),
    )


def _store(rows: Sequence[_Row], *, new: bool) -> list[int]:
    """Insert what is new, renew the rest, and return the id of each."""
    known: dict[tuple[str, int], int] = {} if new else _known(rows)
    try:
        with transaction.atomic():
            fresh = _insert([row for row in rows if row[:2] not in known])
    except IntegrityError:  # somebody indexed one of them meanwhile
        known = _known(rows)
        fresh = _insert([row for row in rows if row[:2] not in known])
    stale = [(*row[2:], known[row[:2]]) for row in rows if row[:2] in known]
    straight.update(SearchDocument, _Row._fields[2:], stale)
    return [known.get(row[:2]) or fresh[row[:2]] for row in rows]


def _insert(rows: Sequence[_Row]) -> dict[tuple[str, int], int]:
    ids = straight.take_ids(SearchDocument, len(rows)) if rows else ()
    pairs = list(zip(ids, rows, strict=True))
    straight.insert(SearchDocument, ("id", *_Row._fields), [(key, *row) for key, row in pairs])
    return {row[:2]: key for key, row in pairs}


def _known(rows: Sequence[_Row]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for kind in {row.kind for row in rows}:
        ids = [row.ref_id for row in rows if row.kind == kind]
        there = SearchDocument.objects.filter(kind=kind, ref_id__in=ids).values_list("ref_id", "pk")
        found |= {(kind, ref_id): key for ref_id, key in there}
    return found


def _terms(lines: list[str]) -> frozenset[str]:
    return frozenset(document_tokens(lines) | edge_tokens(lines))


def haystack(document: Document) -> list[str]:
    """Return the folded texts a document is found by: title, keys, and the pinyin of both; each once."""
    folded = [fold(text) for text in (document.title, *document.keys)]
    spoken = [form for text in folded for form in readings(text)]
    return list(dict.fromkeys(line for line in (*folded, *spoken) if line))


def drop(kind: str, ref_ids: Iterable[int]) -> None:
    """Make things findable no longer."""
    documents = SearchDocument.objects.filter(kind=kind, ref_id__in=list(ref_ids))
    engine().erase(list(documents.values_list("pk", flat=True)))
    documents.delete()


def rescope_many(
    customer_ids: Sequence[int], *, owner_id: int | None, team_id: int | None, pool_id: int | None
) -> None:
    """Follow customers to one new owner, team or pool, together with everything of theirs, a thousand at a time."""
    for start in range(0, len(customer_ids), BATCH):
        some = customer_ids[start : start + BATCH]
        documents = SearchDocument.objects.filter(customer_id__in=some).values_list("pk", "kind", "customer_id")
        engine().write_scopes(
            (
                key,
                frozenset({f"k{kind}"})
                | owner_scopes(kind, owner_id=owner_id, team_id=team_id, pool_id=pool_id, customer_id=customer_id),
            )
            for key, kind, customer_id in documents.iterator(chunk_size=BATCH)
        )
