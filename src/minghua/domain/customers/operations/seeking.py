"""The search for doubles among all customers: keys made since the last search are read, those who share one are compared (R06.8)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F, Max, Q

from minghua.domain.customers.models import Customer, DoubleSearch, MatchKey, Pair
from minghua.domain.customers.queries import likeness as reads
from minghua.domain.customers.queries import secrets
from minghua.domain.customers.queries.traits import members_of, traits_of
from minghua.domain.customers.rules import likeness
from minghua.foundation.audit import operations as audit
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import local_date

JOB = "customers.seek_doubles"
NAME = "all"
SLICE = 20_000
MOST_IN_BLOCK = 50
_CHUNK = 5_000


def start_seeking(*, anew: bool, by: Actor, at: datetime) -> int:
    """Ask for a search over what is new, or over everything `anew`, and return the job's id."""
    require(by, "customers.merge")
    if anew:
        DoubleSearch.objects.update_or_create(name=NAME, defaults={"last_key_id": 0})
    audit.record("customers.doubles_sought", "customers.DoubleSearch", NAME, {"anew": anew}, by=by, at=at)
    return jobs.enqueue(JOB, {}, at=at)


def begin_seeking(*, at: datetime) -> None:
    """Note where this search ends: keys made meanwhile belong to the next one."""
    until = MatchKey.objects.aggregate(most=Max("pk"))["most"] or 0
    begun = {"until_key_id": until, "looked_at": 0, "found": 0, "started_at": at, "finished_at": None}
    DoubleSearch.objects.update_or_create(name=NAME, defaults=begun)


def seek_some(*, at: datetime) -> bool:
    """Compare the holders of the next keys with everybody who shares one; return whether more is to be done."""
    search = DoubleSearch.objects.select_for_update().get(name=NAME)
    span = Q(pk__gt=search.last_key_id, pk__lte=search.until_key_id)
    keys = list(MatchKey.objects.filter(span).order_by("pk").values_list("pk", "customer_id", "digest")[:SLICE])
    if not keys:
        DoubleSearch.objects.filter(pk=NAME).update(last_key_id=search.until_key_id, finished_at=at)
        return False
    changed = {customer_id for _, customer_id, _ in keys}
    found = _compare({digest for _, _, digest in keys}, changed, at=at)
    _store(found, changed)
    after = {"last_key_id": keys[-1][0], "looked_at": F("looked_at") + len(changed), "found": F("found") + len(found)}
    DoubleSearch.objects.filter(pk=NAME).update(**after)
    return True


def _compare(digests: set[int], changed: set[int], *, at: datetime) -> list[Pair]:
    """Return the pairs worth a look between changed customers and whoever shares one of these keys with them."""
    couples = _couples(digests, changed)
    ids = {pk for couple in couples for pk in couple}
    stored = {row.pk: row for row in _customers(ids)}
    secrets.open_archives(stored.values())
    members = members_of(stored.values())
    traits = {pk: traits_of(row, members.get(pk, ())) for pk, row in stored.items()}
    scheme = reads.scheme(on=local_date(at))
    pairs = []
    for low, high in couples:
        if low in traits and high in traits:
            judged = likeness.judge(traits[low], traits[high], scheme=scheme)
            if judged.verdict != "ignore":
                told = {"score_ppm": judged.ppm, "verdict": judged.verdict, "traits": dict(judged.traits)}
                pairs.append(Pair(low_id=low, high_id=high, found_at=at, **told))
    return pairs


def _customers(ids: Iterable[int]) -> Iterable[Customer]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield from Customer.objects.filter(pk__in=ordered[start : start + _CHUNK], merged_into=None)


def _couples(digests: set[int], changed: set[int]) -> set[tuple[int, int]]:
    couples: set[tuple[int, int]] = set()
    for holders in _blocks(digests).values():
        if 1 < len(holders) <= MOST_IN_BLOCK:
            ordered = sorted(holders)
            couples |= {
                (low, high)
                for place, low in enumerate(ordered)
                for high in ordered[place + 1 :]
                if low in changed or high in changed
            }
    return couples


def _blocks(digests: set[int]) -> Mapping[int, set[int]]:
    blocks: dict[int, set[int]] = defaultdict(set)
    ordered = sorted(digests)
    for start in range(0, len(ordered), _CHUNK):
        some = MatchKey.objects.filter(digest__in=ordered[start : start + _CHUNK])
        for digest, customer_id in some.values_list("digest", "customer_id"):
            blocks[digest].add(customer_id)
    return blocks


def _store(found: list[Pair], changed: set[int]) -> None:
    """What was open about the changed ones is replaced; what a person judged stays judged."""
    wanted = {(pair.low_id, pair.high_id) for pair in found}
    ids = sorted(changed)
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        held = Pair.objects.filter(Q(low__in=some) | Q(high__in=some), state="open")
        stale = [pk for pk, low, high in held.values_list("pk", "low_id", "high_id") if (low, high) not in wanted]
        if stale:
            Pair.objects.filter(pk__in=stale).delete()
    Pair.objects.bulk_create(
        found,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["low", "high"],
        update_fields=["score_ppm", "verdict", "traits", "found_at"],
    )
