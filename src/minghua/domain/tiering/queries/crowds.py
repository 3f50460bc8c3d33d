"""Where everybody stands under some rules, many thousand members at a time; who must be folded alone is named."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering.measures import CHUNK
from minghua.domain.tiering.models import LevelGrant, Membership
from minghua.domain.tiering.types import Version
from minghua.foundation.people.types import SYSTEM

if TYPE_CHECKING:
    from minghua.domain.tiering.measures.walk import Standings

ALL: Final = 2**63 - 1


class Crowd(NamedTuple):
    """Some thousand members: for each set of rules and each moment where they stand."""

    customers: Any
    standings: "tuple[tuple[Standings, ...], ...]"
    spoken: Any  # False: the fold of one must answer
    alone: tuple[int, ...]  # the customers of whom the columns do not speak
    upto: int  # whoever comes next has a higher id


def crowds(programme_id: int, rules: Sequence[Sequence[Version]], moments: Sequence[datetime]) -> Iterator[Crowd]:
    """Yield everybody of a programme in the order of their ids, under each of some sets of versions, at ascending moments."""
    after = 0
    while after < ALL:
        crowd = crowd_after(programme_id, rules, moments, after=after)
        yield crowd
        after = crowd.upto


def crowd_after(
    programme_id: int, rules: Sequence[Sequence[Version]], moments: Sequence[datetime], *, after: int
) -> Crowd:
    """Return the next members after an id."""
    known = Membership.objects.filter(programme_id=programme_id, customer_id__gt=after).order_by("customer_id")
    upto = next(iter(known.values_list("customer_id", flat=True)[CHUNK - 1 : CHUNK]), ALL)
    return _crowd(programme_id, rules, moments, after=after, upto=upto)


def _crowd(
    programme_id: int, rules: Sequence[Sequence[Version]], moments: Sequence[datetime], *, after: int, upto: int
) -> Crowd:
    import numpy as np

    from minghua.domain.tiering.measures.columns import columns_of
    from minghua.domain.tiering.measures.reading import ledger
    from minghua.domain.tiering.measures.walk import Walk

    granted = _granted(programme_id, after, upto)
    rows = ledger(programme_id, after=after, upto=upto)
    standings, alone, customers = [], np.zeros(0, bool), np.zeros(0, np.int64)
    every = _one_order(rules)
    shared = columns_of(rows, every, alone=granted) if every else None
    for versions in rules:
        columns = columns_of(rows, versions, alone=granted) if shared is None else shared
        customers = columns.customer
        walk = Walk(columns, versions, firms=_firms(rules, customers, after, upto), last=moments[-1])
        standings.append(tuple(walk.until_instant(moment) for moment in moments))
        alone = walk.alone if not len(alone) else alone | walk.alone
    few = sorted({*granted, *customers[alone].tolist()})
    return Crowd(customers, tuple(standings), ~alone, tuple(few), upto)


def _one_order(rules: Sequence[Sequence[Version]]) -> tuple[Version, ...]:
    """Return all versions at once where the ledger reads the same under each set of rules, none where it does not."""
    every = tuple(dict.fromkeys(version for versions in rules for version in versions))
    waits = any(version.spec.pending_days for version in every)
    alike = len({versions[0].spec.zone for versions in rules}) == 1
    return every if alike and not waits else ()


def _granted(programme_id: int, after: int, upto: int) -> set[int]:
    rows = LevelGrant.objects.filter(programme_id=programme_id, customer_id__gt=after, customer_id__lte=upto)
    return set(rows.values_list("customer_id", flat=True))


def _firms(rules: Sequence[Sequence[Version]], customers: Any, after: int, upto: int) -> Any:
    """Return who is an enterprise, where a gate asks for it."""
    import numpy as np

    if not any(_asks_kind(version) for versions in rules for version in versions):
        return None
    rows = customer_reads.seen(SYSTEM).filter(kind="organization", pk__gt=after, pk__lte=upto)
    firms: Collection[int] = list(rows.values_list("pk", flat=True))
    return np.isin(customers, np.array(firms, np.int64))


def _asks_kind(version: Version) -> bool:
    gates = {gate for level in version.spec.levels for gate in level.gates}
    return not gates.isdisjoint({"person", "enterprise"})
