"""The search learns what doubles are like in this shop: some customers of each kind, with everybody who shares a key (R06.8)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from django.db.models import F

from minghua.domain.customers.models import Customer, DoubleSearch, LikenessModel
from minghua.domain.customers.queries import blocks, linking
from minghua.domain.customers.queries.traits import members_of, traits_of
from minghua.domain.customers.rules import comparing, learning
from minghua.domain.customers.types.likeness import Traits
from minghua.domain.customers.types.linkage import LEVELS, SAME, UNKNOWN, Model, Pattern, Sample

MOST_SAMPLED: Final = 20_000
_AT_RANDOM: Final = 40_000
_STRIDES: Final = (1, 7, 61, 211)
_CHUNK: Final = 5_000


def learn() -> Mapping[str, Model]:
    """Return what the records teach now, by kind; nothing unless the search under way is a wide one at its beginning, or the first.

    Reads alone, so that nobody who writes waits for it. A small shop's model is mostly common experience.
    """
    beginning = DoubleSearch.objects.filter(wide=True, last_key_id=0).exists()
    if not beginning and LikenessModel.objects.exists():
        return {}
    return {kind: learning.learn(kind, _sample(kind)) for kind in learning.KINDS}


def keep_learned(models: Mapping[str, Model], *, at: datetime) -> None:
    """Keep what was learned: the searches to come weigh by it."""
    for kind, model in models.items():
        LikenessModel.objects.update_or_create(kind=kind, defaults={"spec": model.stored(), "learned_at": at})


def _sample(kind: str) -> Sample:
    living = Customer.objects.filter(kind=kind, merged_into=None, erased_at=None)
    customers = living.count()
    every = -(-customers // MOST_SAMPLED) or 1
    ids = set(living.alias(turn=F("pk") % every).filter(turn=0).values_list("pk", flat=True))
    couples = blocks.couples(blocks.keys_of(ids), ids)
    known = _traits(ids | {pk for couple in couples for pk in couple}, kind)
    met = Counter(
        comparing.compare(known[low], known[high], sound=linking.sound)
        for low, high in couples
        if low in known and high in known
    )
    sampled = [known[pk] for pk in sorted(ids) if pk in known]
    by_chance, pairs = _by_chance(kind, sampled)
    return Sample(customers, len(sampled), met, by_chance, pairs)


def _traits(ids: set[int], kind: str) -> dict[int, Traits]:
    ordered = sorted(ids)
    found: dict[int, Traits] = {}
    for start in range(0, len(ordered), _CHUNK):
        rows = Customer.objects.filter(pk__in=ordered[start : start + _CHUNK], kind=kind, merged_into=None)
        held = list(rows.only("pk", *linking.TRAIT_COLUMNS))
        members = members_of(held)
        found |= {row.pk: traits_of(row, members.get(row.pk, ())) for row in held}
    return found


def _by_chance(
    kind: str, sampled: Sequence[Traits]
) -> tuple[Mapping[str, Mapping[str, float]], dict[str, dict[str, int]]]:
    """Return how often strangers agree: full agreement counted over all pairs of the sample, slips over some of them."""
    seen = [
        comparing.compare(one, other, sound=linking.sound) for one, other in islice(_some_pairs(sampled), _AT_RANDOM)
    ]
    shares: dict[str, dict[str, float]] = {}
    counted: dict[str, dict[str, int]] = {}
    for place, trait in enumerate(comparing.traits_of_kind(kind)):
        shares[trait], counted[trait] = _slips(trait, place, seen)
        shares[trait][SAME], counted[trait][SAME] = _agreements(trait, sampled)
    return shares, counted


def _some_pairs(sampled: Sequence[Traits]) -> Iterator[tuple[Traits, Traits]]:
    """Every customer with the next, the seventh after it and so on: one far from the other in the book."""
    for stride in _STRIDES:
        yield from zip(sampled, sampled[stride:], strict=False)


def _slips(trait: str, place: int, seen: Sequence[Pattern]) -> tuple[dict[str, float], dict[str, int]]:
    levels = Counter(pattern[place] for pattern in seen)
    known = len(seen) - levels[UNKNOWN]
    wanted = LEVELS[trait][1:-1]
    return {level: levels[level] / known if known else 0.0 for level in wanted}, dict.fromkeys(wanted, known)


def _agreements(trait: str, sampled: Sequence[Traits]) -> tuple[float, int]:
    """The share of pairs that have a value in common, over all pairs of those who have one."""
    values = [some for some in (_values(trait, one) for one in sampled) if some]
    pairs = len(values) * (len(values) - 1) // 2
    holders = Counter(value for some in values for value in some)
    alike = sum(count * (count - 1) // 2 for count in holders.values())
    return (min(1.0, alike / pairs) if pairs else 0.0), pairs


def _values(trait: str, one: Traits) -> frozenset[str]:
    if trait == "email":
        return one.email | frozenset(f"wechat {name}" for name in one.wechat)
    value = getattr(one, trait)
    return value if isinstance(value, frozenset) else frozenset(filter(None, (value,)))
