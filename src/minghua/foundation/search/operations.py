"""Writes to the search index, inside the transaction of the change they follow."""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from minghua.foundation.search.engines import engine
from minghua.foundation.search.folding import fold
from minghua.foundation.search.models import SearchDocument
from minghua.foundation.search.pinyin import readings
from minghua.foundation.search.scopes import document_scopes, owner_scopes
from minghua.foundation.search.tokens import document_tokens, start_token, whole_token
from minghua.foundation.search.types import Document, Indexed
from minghua.foundation.storage import rows as straight

BATCH = 1_000


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


def put_many(documents: Iterable[Document]) -> None:
    """Make many things findable, a thousand at a time; the last of two with one identity counts."""
    distinct = list({(document.kind, document.ref_id): document for document in documents}.values())
    for start in range(0, len(distinct), BATCH):
        _put_batch(distinct[start : start + BATCH])


def _put_batch(documents: Sequence[Document]) -> None:
    texts = [haystack(document) for document in documents]
    rows = [
        SearchDocument(
            kind=document.kind,
            ref_id=document.ref_id,
            customer_id=document.ref_id if document.kind == "customer" else document.customer_id,
            title=document.title[:300],
            subtitle=document.subtitle[:300],
            haystack="\n".join(lines),
        )
        for document, lines in zip(documents, texts, strict=True)
    ]
    _store(rows)
    engine().write(
        Indexed(row.pk, _terms(lines), document_scopes(document))
        for row, lines, document in zip(rows, texts, documents, strict=True)
    )


def _store(rows: Sequence[SearchDocument]) -> None:
    """Insert what is new and renew the rest; each row has its id afterwards."""
    known = _known(rows)
    fresh = [row for row in rows if (row.kind, row.ref_id) not in known]
    try:
        with transaction.atomic():
            straight.store(fresh)
    except IntegrityError:  # somebody indexed one of them meanwhile
        known = _known(rows)
        straight.store([row for row in fresh if (row.kind, row.ref_id) not in known])
    stale = [row for row in rows if (row.kind, row.ref_id) in known]
    for row in stale:
        row.pk = known[row.kind, row.ref_id]
    values = [(row.customer_id, row.title, row.subtitle, row.haystack, row.pk) for row in stale]
    straight.update(SearchDocument, ("customer_id", "title", "subtitle", "haystack"), values)


def _known(rows: Sequence[SearchDocument]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for kind in {row.kind for row in rows}:
        ids = [row.ref_id for row in rows if row.kind == kind]
        there = SearchDocument.objects.filter(kind=kind, ref_id__in=ids).values_list("ref_id", "pk")
        found |= {(kind, ref_id): key for ref_id, key in there}
    return found


def _terms(lines: list[str]) -> frozenset[str]:
    return frozenset({*document_tokens(lines), *map(start_token, lines), *map(whole_token, lines)})


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
