"""Reads of the search index: what a person finds by typing, always within the rows they may see."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.pools import kept_by_pools
from minghua.foundation.permissions.row_scope import NOTHING, visible
from minghua.foundation.search.engines import engine
from minghua.foundation.search.folding import fold
from minghua.foundation.search.models import SearchDocument
from minghua.foundation.search.scopes import reach_of, within
from minghua.foundation.search.tokens import Lookup, lookup, start_token, whole_token
from minghua.foundation.search.types import KINDS, Hit
from minghua.kernel.masking import shortened

LONGEST_QUERY = 100
ENOUGH = 60  # candidates to rank; a palette shows some ten
PEOPLE = "customer"
PHONES = frozenset({"mobile", "phone"})
TOLD_DIGITS = 4  # a caller may name the last four digits; more would let a masked number be guessed digit by digit
TOLD_BY_SEARCH = frozenset({"name", "short_name", "mobile", "phone", "email", "wechat", "city"})
LISTED = 5_000  # more matches than this are common: walking the list in its order finds a page sooner


def find(viewer: Actor, text: str, *, kinds: Iterable[str] = KINDS, limit: int = 20) -> list[Hit]:
    """Return the best matches: whole names and numbers first, then beginnings, then parts; [] for an empty text."""
    terms = _terms(text)
    allowed = [kind for kind in kinds if viewer.may(KINDS[kind].permission)]
    if not lookup(terms) or not allowed:
        return []
    documents = _documents(viewer, terms, frozenset(allowed), enough=max(limit, ENOUGH))
    ranked = sorted((_rank(document, terms), document.pk, document) for document in documents)
    seen = _within_rows(viewer, [document for _, _, document in ranked])
    best = (document for _, _, document in ranked if (document.kind, document.ref_id) in seen)
    hits = [
        Hit(found.kind, found.ref_id, found.title, found.subtitle) for found, _ in zip(best, range(limit), strict=False)
    ]
    return _untold(viewer, hits)


def contains_query(viewer: Actor, text: str, *, kind: str) -> Q:
    """Return the condition on `pk` of a room's list that the text is found in its names and numbers.

    Rare texts become a list of ids; common ones are looked up row by row as the list walks in its own order.
    """
    terms = _terms(text)
    wanted = _containing(terms, viewer).filter(kind=kind)
    asked = lookup(terms)
    if not terms:
        return Q()
    reach = reach_of(viewer)
    for place in (reach, within(reach, (kind,))) if asked else ():
        found = engine().candidates(asked, place, limit=LISTED + 1)
        if len(found) <= LISTED:
            return Q(pk__in=list(wanted.filter(pk__in=found).values_list("ref_id", flat=True)))
    return Q(Exists(wanted.filter(ref_id=OuterRef("pk"))))


def _terms(text: str) -> list[str]:
    return fold(text[:LONGEST_QUERY]).split()


def _containing(terms: Sequence[str], viewer: Actor) -> "QuerySet[SearchDocument]":
    """Every term stands in the text; who sees numbers masked finds a person by a whole one or its last four digits, and who sees names masked by a whole one."""
    masked = bool(viewer.masked & PHONES)
    condition = Q()
    for hidden, customers in _kept_by_pools(viewer):
        told = Q() if "name" in hidden else _titled(terms)
        condition &= ~Q(kind=PEOPLE, ref_id__in=customers.values("pk")) | (told or NOTHING)
    if "name" in viewer.masked and terms:
        condition &= ~Q(kind=PEOPLE) | _line(" ".join(terms)) | Q(*(_told(term) for term in terms))
    for term in terms:
        condition &= Q(haystack__contains=term)
        if masked and term.lstrip("+").isdigit():
            condition &= ~Q(kind=PEOPLE) | _told(term)
    return SearchDocument.objects.filter(condition)


def _titled(terms: Sequence[str]) -> Q:
    """Every term stands in the title itself."""
    return Q(*(Q(title__icontains=term) for term in terms))


def _kept_by_pools(viewer: Actor) -> "list[tuple[frozenset[str], QuerySet[Any]]]":
    """Return, for each pool that keeps something a search would tell this viewer: what it keeps, and its customers."""
    kept = [(pk, fields & TOLD_BY_SEARCH) for pk, fields in kept_by_pools(viewer).items()]
    customers = apps.get_model("customers.Customer")._default_manager
    return [(fields, customers.filter(pool_id=pk)) for pk, fields in kept if fields]


def _untold(viewer: Actor, hits: list[Hit]) -> list[Hit]:
    """Take the subtitle from what hangs on a customer whose pool keeps something: it names the customer or the city."""
    if "name" in viewer.masked:
        hits = [_masked(hit) for hit in hits]
    kept = _kept_by_pools(viewer)
    if not kept or not hits:
        return hits
    own = {hit.ref_id for hit in hits if hit.kind == PEOPLE}
    tied = SearchDocument.objects.filter(kind="order", ref_id__in=[hit.ref_id for hit in hits if hit.kind == "order"])
    of_order = dict(tied.values_list("ref_id", "customer_id"))
    asked = own | set(of_order.values())
    closed = {
        pk for _, customers in kept for pk in customers.filter(pk__in=asked - {None}).values_list("pk", flat=True)
    }
    return [
        replace(hit, subtitle="")
        if {PEOPLE: hit.ref_id, "order": of_order.get(hit.ref_id)}.get(hit.kind) in closed
        else hit
        for hit in hits
    ]


def _masked(hit: Hit) -> Hit:
    """A person by the first character of the name, an order without its customer."""
    if hit.kind == PEOPLE:
        return replace(hit, title=shortened(hit.title))
    return replace(hit, subtitle="") if hit.kind == "order" else hit


def _told(term: str) -> Q:
    """A whole line; of a number its last digits will do."""
    if len(term) == TOLD_DIGITS and term.isdigit():
        return Q(haystack__contains=f"{term}\n") | Q(haystack__endswith=term)
    return _line(term)


def _line(text: str) -> Q:
    """A whole line of what a thing is found by; the first has no line before it."""
    between = Q(haystack__contains=f"\n{text}\n") | Q(haystack__endswith=f"\n{text}")
    return between | Q(haystack__startswith=f"{text}\n") | Q(haystack=text)


def _documents(viewer: Actor, terms: list[str], kinds: frozenset[str], *, enough: int) -> list[SearchDocument]:
    """All candidates if they are few; otherwise the same text and its beginnings first, so that none is crowded out."""
    reach, anywhere = reach_of(viewer), lookup(terms)
    ids = set(engine().candidates(anywhere, reach, limit=enough))
    if len(ids) >= enough:
        same = Lookup(anywhere.whole | {whole_token("".join(terms))}, anywhere.beginnings)
        begun = Lookup(anywhere.whole, anywhere.beginnings | {start_token(terms[0])})
        for wanted in (same, begun, anywhere):
            ids.update(engine().candidates(wanted, within(reach, kinds), limit=enough))
    return list(_containing(terms, viewer).filter(kind__in=kinds, pk__in=ids))


def _rank(document: SearchDocument, terms: Sequence[str]) -> tuple[int, int, int]:
    whole = " ".join(terms)
    lines = document.haystack.split("\n")
    if whole in lines:
        grade = 0
    elif lines[0].startswith(whole):
        grade = 1
    else:
        grade = 2 if any(line.startswith(terms[0]) for line in lines) else 3
    return grade, list(KINDS).index(document.kind), len(document.title)


def _within_rows(viewer: Actor, documents: Iterable[SearchDocument]) -> set[tuple[str, int]]:
    """Ask the row scope itself about every candidate: the index may lag, the scope may not."""
    by_kind: dict[str, list[int]] = {}
    for document in documents:
        by_kind.setdefault(document.kind, []).append(document.ref_id)
    seen: set[tuple[str, int]] = set()
    for kind, ids in by_kind.items():
        model = apps.get_model(KINDS[kind].model)
        rows = visible(model._default_manager.filter(pk__in=ids), viewer)
        seen.update((kind, key) for key in rows.values_list("pk", flat=True))
    return seen
