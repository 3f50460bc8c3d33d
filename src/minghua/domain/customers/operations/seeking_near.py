"""The second half of a wide search: records that share no key but are one slip apart, met by sound, digits and birthday (R06.8)."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from django.db.models import F

from minghua.domain.customers.models import Customer, DoubleSearch, Pair
from minghua.domain.customers.operations import seeking, weighing
from minghua.domain.customers.queries import blocks, linking
from minghua.domain.customers.queries.traits import traits_of
from minghua.domain.customers.rules import match_keys

SLICE: Final = 5_000
_CHUNK: Final = 5_000

Couples = Sequence[tuple[int, int]]


def near_couples(*, beat: Callable[[], None]) -> Couples:
    """Return the couples a wide search has still to compare, in order; none for a search that is not wide.

    Everybody is read once. The keys are hashes of this process, 16 bytes each, and never leave it.
    """
    search = DoubleSearch.objects.get(name=seeking.NAME)
    if not search.wide:
        return []
    met: set[tuple[int, int]] = set()
    for hashes, holders in _keyed(search.near_until_id, beat=beat):
        met |= {couple for couple in _meetings(hashes, holders) if couple[0] > search.near_after_id}
        beat()
    return sorted(met)


def look_near(couples: Couples, *, at: datetime) -> list[Pair]:
    """Compare some couples, and return the pairs worth a look that this search has not found already."""
    lows = {low for low, _ in couples}
    known = Pair.objects.filter(low__in=lows, found_at__gte=_begun()).values_list("low_id", "high_id")
    return weighing.worth_a_look(set(couples).difference(known), at=at)


def keep_near(found: list[Pair], *, reached: int) -> None:
    """Keep what was found, and note how far the search has come."""
    kept = seeking.store(found)
    seeking.not_widened().update(near_after_id=reached, found=F("found") + kept)


def in_slices(couples: Couples) -> Iterator[Couples]:
    """Yield the couples in slices that never part those of one first customer, so that a search begun again loses none."""
    some: list[tuple[int, int]] = []
    for _, of_one in groupby(couples, key=lambda couple: couple[0]):
        some.extend(of_one)
        if len(some) >= SLICE:
            yield some
            some = []
    if some:
        yield some


def _begun() -> datetime:
    return DoubleSearch.objects.values_list("started_at", flat=True).get(name=seeking.NAME)  # type: ignore[return-value]


def _keyed(until: int, *, beat: Callable[[], None]) -> Iterator[tuple["array[int]", "array[int]"]]:
    """Yield for each kind of near key the hashes and, at the same places, whose they are."""
    hashes = [array("q") for _ in range(match_keys.NEAR_KEYS)]
    holders = [array("q") for _ in range(match_keys.NEAR_KEYS)]
    last = 0
    living = Customer.objects.filter(pk__lte=until, merged_into=None, erased_at=None).order_by("pk")
    while rows := list(living.filter(pk__gt=last).values_list("pk", *linking.TRAIT_COLUMNS, named=True)[:_CHUNK]):
        for row in rows:
            traits = traits_of(row)
            for number, text in match_keys.near_keys(traits, sound=linking.sound(traits.name) or traits.name):
                hashes[number].append(hash(text))
                holders[number].append(row.pk)
        last = rows[-1].pk
        beat()
    while hashes:
        yield hashes.pop(), holders.pop()


def _meetings(hashes: "array[int]", holders: "array[int]") -> Iterator[tuple[int, int]]:
    """Yield the couples whose hash is the same."""
    in_order = sorted(range(len(hashes)), key=hashes.__getitem__)
    for _, places in groupby(in_order, key=hashes.__getitem__):
        met = {holders[place] for place in places}
        if len(met) > 1:
            yield from blocks.within(met)
