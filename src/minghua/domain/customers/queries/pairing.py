"""The review queue: pairs of look-alikes whose both sides the viewer may see, by score (R06.8)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, Literal

from django.db.models import Q, QuerySet

from minghua.domain.customers.models import Customer, DoubleSearch, Pair
from minghua.domain.customers.queries import cards, likeness, rows, secrets
from minghua.domain.customers.queries.traits import members_of, traits_of
from minghua.domain.customers.rules import likeness as rule
from minghua.domain.customers.types.likeness import Likeness
from minghua.domain.customers.types.linkage import chance
from minghua.domain.customers.types.pairs import Explanation, PairRow, Party, SearchState, TraitReason
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.periods import local_date

NAME = "all"
Order = Literal["score", "chance"]
_COLUMNS: Final[dict[Order, str]] = {"score": "score_ppm", "chance": "millibits"}
_FEW: Final = 3


def seen(viewer: Actor) -> "QuerySet[Pair]":
    """Return the open pairs of living customers whose both sides the viewer may see."""
    require(viewer, "customers.view")
    living = Pair.objects.filter(state="open", low__merged_into=None, high__merged_into=None)
    return visible(living, viewer)


def pairs(
    viewer: Actor, *, verdict: str = "", kind: str = "", order: Order = "score", cursor: str = "", limit: int = 30
) -> Page[PairRow]:
    """Return a page of the queue, most alike (or most likely) first; of one verdict or kind of customer if named."""
    found, column = seen(viewer), _COLUMNS[order]
    if verdict:
        found = found.filter(verdict=verdict)
    if kind:
        found = found.filter(low__kind=kind)
    if cursor:
        reached, pk = decode_cursor(cursor, int, int)
        found = found.filter(Q(**{f"{column}__lt": reached}) | Q(**{column: reached, "pk__lt": pk}))
    ordered = found.select_related("low__owner", "low__pool", "high__owner", "high__pool").order_by(f"-{column}", "-pk")
    held = list(ordered[: limit + 1])
    more = encode_cursor((getattr(held[limit - 1], column), held[limit - 1].pk)) if len(held) > limit else None
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
    require(viewer, "customers.merge")
    search = DoubleSearch.objects.filter(pk=NAME).first()
    if search is None:
        return SearchState(0.0, False, 0, 0, None, None)
    done, all_of_it = search.last_key_id, search.until_key_id
    if search.wide:
        done, all_of_it = done + search.near_after_id, all_of_it + search.near_until_id
    share = min(1.0, done / all_of_it) if all_of_it else 1.0
    return SearchState(share, search.wide, search.looked_at, search.found, search.started_at, search.finished_at)


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
            chance=f"{chance(pair.millibits):.6f}" if pair.why else "",
            traits=pair.traits,
            why=_explained(pair),
            group=root,
            group_size=sum(of == root for of in groups.values()),
        )


def _explained(pair: Pair) -> Explanation | None:
    if not pair.why:
        return None
    reasons = (
        TraitReason(trait, level, weight, _bits(millibits), _shared_by(trait, held))
        for trait, level, weight, millibits, held in pair.why["traits"]
    )
    return Explanation(_bits(pair.why["prior"]), tuple(reasons), _bits(pair.why["kin"]), _bits(pair.millibits))


def _bits(millibits: int) -> str:
    return f"{millibits / 1000:+.1f}"


def _shared_by(trait: str, held: int) -> Literal["", "few", "many"]:
    """Two holders are the pair itself; a name of few is worth saying, and so is a number of many."""
    if held > _FEW:
        return "many"
    return "few" if held and trait == "name" else ""


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
