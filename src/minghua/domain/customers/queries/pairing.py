"""The review queue: pairs of look-alikes whose both sides the viewer may see, by score (R06.8)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from minghua.domain.customers.models import Customer, DoubleSearch, Pair
from minghua.domain.customers.queries import cards, likeness, rows, secrets
from minghua.domain.customers.queries.traits import members_of, traits_of
from minghua.domain.customers.rules import likeness as rule
from minghua.domain.customers.types.likeness import Likeness
from minghua.domain.customers.types.pairs import PairRow, Party, SearchState
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.periods import local_date

NAME = "all"


def seen(viewer: Actor) -> "QuerySet[Pair]":
    """Return the open pairs of living customers whose both sides the viewer may see."""
    require(viewer, "customers.view")
    living = Pair.objects.filter(state="open", low__merged_into=None, high__merged_into=None)
    return visible(living, viewer)


def pairs(viewer: Actor, *, verdict: str = "", kind: str = "", cursor: str = "", limit: int = 30) -> Page[PairRow]:
    """Return a page of the queue, most alike first; of one verdict or kind of customer if named."""
    found = seen(viewer)
    if verdict:
        found = found.filter(verdict=verdict)
    if kind:
        found = found.filter(low__kind=kind)
    if cursor:
        score, pk = decode_cursor(cursor, int, int)
        found = found.filter(Q(score_ppm__lt=score) | Q(score_ppm=score, pk__lt=pk))
    held = list(
        found.select_related("low__owner", "low__pool", "high__owner", "high__pool").order_by("-score_ppm", "-pk")[
            : limit + 1
        ]
    )
    more = encode_cursor((held[limit - 1].score_ppm, held[limit - 1].pk)) if len(held) > limit else None
    return Page(tuple(_rows(viewer, held[:limit])), more)


def pair(viewer: Actor, pair_id: int) -> PairRow | None:
    """Return one open pair; None when it is settled or out of reach."""
    held = seen(viewer).select_related("low__owner", "low__pool", "high__owner", "high__pool").filter(pk=pair_id)
    return next(iter(_rows(viewer, list(held))), None)


def likeness_of(viewer: Actor, one_id: int, two_id: int, *, at: datetime) -> Likeness:
    """Return how alike two visible customers are, with reasons; raises NotFound."""
    held = [rows.one(viewer, one_id), rows.one(viewer, two_id, field="other")]
    secrets.open_archives(held)
    members = members_of(held)
    one, two = (traits_of(row, members.get(row.pk, ())) for row in held)
    return rule.judge(one, two, scheme=likeness.scheme(on=local_date(at)))


def search_state(viewer: Actor) -> SearchState:
    """Return how far the search for doubles has come."""
    require(viewer, "customers.view")
    search = DoubleSearch.objects.filter(pk=NAME).first()
    if search is None:
        return SearchState(0.0, 0, 0, None, None)
    share = min(1.0, search.last_key_id / search.until_key_id) if search.until_key_id else 1.0
    return SearchState(share, search.looked_at, search.found, search.started_at, search.finished_at)


def _rows(viewer: Actor, held: Sequence[Pair]) -> Iterable[PairRow]:
    ids = {pk for pair in held for pk in (pair.low_id, pair.high_id)}
    allowed = rows.changeable_ids(viewer, ids) if ids else frozenset()
    groups = _groups(viewer, ids)
    for pair in held:
        root = groups[pair.low_id]
        yield PairRow(
            id=pair.pk,
            one=_party(viewer, pair.low, allowed),
            two=_party(viewer, pair.high, allowed),
            score=f"{pair.score_ppm / 1_000_000:.6f}",
            verdict=pair.verdict,
            traits=pair.traits,
            group=root,
            group_size=sum(of == root for of in groups.values()),
        )


def _groups(viewer: Actor, ids: set[int]) -> dict[int, int]:
    """Return customer → the smallest id of its group, over the open pairs that touch these customers."""
    root = {pk: pk for pk in ids}

    def find(pk: int) -> int:
        while root.setdefault(pk, pk) != pk:
            pk = root[pk]
        return pk

    touching = seen(viewer).filter(Q(low__in=ids) | Q(high__in=ids)) if ids else Pair.objects.none()
    for low, high in touching.values_list("low_id", "high_id"):
        first, second = sorted((find(low), find(high)))
        root[second] = first
    return {pk: find(pk) for pk in root}


def _party(viewer: Actor, row: Customer, allowed: frozenset[int]) -> Party:
    return Party(
        id=row.pk,
        number=row.number,
        name=cards.shown(viewer, row, "name"),
        mobile=cards.shown(viewer, row, "mobile"),
        city=cards.shown(viewer, row, "city"),
        owner_name=row.owner.name if row.owner else (row.pool.name if row.pool else ""),
        order_count=row.order_count,
        may_change=row.pk in allowed,
    )
