"""The search for doubles among all customers: keys made since the last search are read, those who share one are compared (R06.8).

A wide search begins from the first key, learns what doubles are like here, and goes on with records one slip apart (`seeking_near`).
What takes time reads alone (`learn`, `look_at_some`, `near_couples`, `look_near`); what writes is short, so that nobody waits for a search.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Q, QuerySet

from minghua.domain.customers.models import Customer, DoubleSearch, MatchKey, Pair
from minghua.domain.customers.operations import weighing
from minghua.domain.customers.queries import blocks
from minghua.foundation.audit import operations as audit
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

JOB = "customers.seek_doubles"
NAME = "all"
SLICE = 20_000
_CHUNK = 5_000


class NothingToStop(Refusal):
    """No search is under way."""

    code = "no_search"
    status = 409
    text = Text("现在没有正在进行的查找。", "No search is under way.")
    remedy = Text("排队中的查找开始以后才能停止。", "A search that still waits can be stopped once it has begun.")


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking at one slice of keys: how far it reached, whose they were, and the pairs to keep and to forget."""

    after: int
    reached: int
    customers: int
    found: list[Pair]
    stale: list[int]


def start_seeking(*, anew: bool, by: Actor, at: datetime) -> int:
    """Ask for a search over what is new, or over everything `anew`, and return the job's id."""
    require(by, "customers.merge")
    if anew:
        _widen()
    audit.record("customers.doubles_sought", "customers.DoubleSearch", NAME, {"anew": anew}, by=by, at=at)
    return jobs.enqueue(JOB, {}, at=at)


def seek_anew(*, at: datetime) -> int:
    """Ask for the search over everybody that comes by itself, and return the job's id."""
    _widen()
    return jobs.enqueue(JOB, {}, at=at)


def _widen() -> None:
    """Make the next search one over everybody: it learns anew and looks for slips too."""
    DoubleSearch.objects.update_or_create(name=NAME, defaults={"last_key_id": 0, "near_after_id": 0, "wide": True})


def begin_seeking(*, at: datetime) -> None:
    """Note where this search ends: keys made meanwhile belong to the next one."""
    until = MatchKey.objects.aggregate(most=Max("pk"))["most"] or 0
    last = Customer.objects.aggregate(most=Max("pk"))["most"] or 0
    ends = {"until_key_id": until, "near_until_id": last}
    begun = ends | {"looked_at": 0, "found": 0, "stop_asked": False, "started_at": at, "finished_at": None}
    DoubleSearch.objects.update_or_create(name=NAME, defaults=begun)


def look_at_some(*, at: datetime) -> Looked | None:
    """Compare the holders of the next keys with everybody who shares one; None when all were looked at."""
    search = DoubleSearch.objects.get(name=NAME)
    span = Q(pk__gt=search.last_key_id, pk__lte=search.until_key_id)
    keys = list(MatchKey.objects.filter(span).order_by("pk").values_list("pk", "customer_id", "digest")[:SLICE])
    if not keys:
        return None
    changed = {customer_id for _, customer_id, _ in keys}
    held = _open_pairs(changed)
    couples = blocks.couples({digest for _, _, digest in keys}, changed) | set(held)
    found = weighing.worth_a_look(couples, at=at)
    wanted = {(pair.low_id, pair.high_id) for pair in found}
    stale = [pk for couple, pk in held.items() if couple not in wanted]
    reached = keys[-1][0] if len(keys) == SLICE else search.until_key_id
    return Looked(search.last_key_id, reached, len(changed), found, stale)


def keep_looked(looked: Looked) -> None:
    """Keep what came of a slice, unless another search has passed it meanwhile."""
    search = DoubleSearch.objects.select_for_update().get(name=NAME)
    if search.last_key_id != looked.after:
        return
    for start in range(0, len(looked.stale), _CHUNK):
        Pair.objects.filter(pk__in=looked.stale[start : start + _CHUNK], state="open").delete()
    kept = store(looked.found)
    counted = {"looked_at": F("looked_at") + looked.customers, "found": F("found") + kept}
    DoubleSearch.objects.filter(pk=NAME).update(last_key_id=looked.reached, **counted)


def stop_seeking(*, by: Actor, at: datetime) -> None:
    """Ask the search under way to stop at its next step: what it found stays, and the next search goes on from there."""
    require(by, "customers.merge")
    if not DoubleSearch.objects.filter(name=NAME, finished_at=None, started_at__isnull=False).update(stop_asked=True):
        raise NothingToStop()
    audit.record("customers.doubles_search_stopped", "customers.DoubleSearch", NAME, {}, by=by, at=at)


def stop_is_asked() -> bool:
    """Return whether somebody wants the search under way to stop."""
    return DoubleSearch.objects.filter(name=NAME, stop_asked=True).exists()


def finish_seeking(*, stopped: bool = False, at: datetime) -> None:
    """Note that the search is done, or was stopped where it stands."""
    DoubleSearch.objects.filter(pk=NAME).update(finished_at=at, stop_asked=False)
    if not stopped:
        not_widened().update(wide=False, near_after_id=0)


def not_widened() -> "QuerySet[DoubleSearch]":
    """Return the search unless somebody asked meanwhile for everybody anew: that is the next one's to do."""
    return DoubleSearch.objects.filter(Q(last_key_id__gt=0) | Q(until_key_id=0), pk=NAME)


def store(found: list[Pair]) -> int:
    """Keep the pairs found, of those whose both sides still live, and return how many; what a person judged stays judged."""
    living = _living({pk for pair in found for pk in (pair.low_id, pair.high_id)})
    kept = [pair for pair in found if pair.low_id in living and pair.high_id in living]
    Pair.objects.bulk_create(
        kept,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["low", "high"],
        update_fields=["score_ppm", "verdict", "traits", "millibits", "why", "found_at"],
    )
    return len(kept)


def _living(ids: set[int]) -> set[int]:
    ordered, living = sorted(ids), set()
    for start in range(0, len(ordered), _CHUNK):
        some = Customer.objects.filter(pk__in=ordered[start : start + _CHUNK], merged_into=None, erased_at=None)
        living |= set(some.values_list("pk", flat=True))
    return living


def _open_pairs(changed: set[int]) -> dict[tuple[int, int], int]:
    """Return the open pairs that touch the changed ones: they are looked at again, and go when nothing speaks for them."""
    ids = sorted(changed)
    held: dict[tuple[int, int], int] = {}
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        rows = Pair.objects.filter(Q(low__in=some) | Q(high__in=some), state="open")
        held |= {(low, high): pk for pk, low, high in rows.values_list("pk", "low_id", "high_id")}
    return held
