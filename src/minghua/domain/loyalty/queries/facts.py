"""What decisions about packs rest on, some hundred members at a time: levels, birthdays, what was given before."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import BenefitGrant, Revocation
from minghua.domain.loyalty.queries.plans import Plan
from minghua.domain.loyalty.rules import windows
from minghua.domain.loyalty.types import Pack, PackFacts, Taken, Window
from minghua.domain.tiering import queries as tiering_reads
from minghua.kernel.periods import Period


def facts_of(plan: Plan, pack: Pack, customer_ids: Collection[int], *, at: datetime) -> dict[int, PackFacts]:
    """Return customer id → facts about one pack now, of who is neither merged nor erased; at most 500 ids.

    The level is that of the open window's snapshot, else the present one.
    """
    people = customer_reads.occasion_facts(customer_ids)
    taken = given_before(plan, pack, list(people))
    counts = level_instant(plan, pack, at=at)
    levels = tiering_reads.levels_at(plan.programme, sorted(people), at=counts)
    return {
        pk: PackFacts(
            kind=told.kind,
            level=levels.get(pk),
            birthday=told.birthday,
            birthday_changed_at=told.birthday_changed_at,
            phone_verified=told.phone_verified,
            taken=tuple(taken.get(pk, ())),
        )
        for pk, told in people.items()
    }


def level_instant(plan: Plan, pack: Pack, *, at: datetime) -> datetime:
    """Return the instant at which the level for a pack counts now."""
    window = windows.window_on(pack.occasion, None, plan.today(at))
    return at if window is None else windows.level_counts_at(window, at=at, zone=plan.zone)


def instant_of(plan: Plan, window: Window, *, at: datetime) -> datetime:
    """Return the instant at which the level for a window counts."""
    return windows.level_counts_at(window, at=at, zone=plan.zone)


def given_before(plan: Plan, pack: Pack, customer_ids: Collection[int]) -> dict[int, list[Taken]]:
    """Return customer id → what they were given of a pack, the earliest first."""
    rows = BenefitGrant.objects.filter(customer_id__in=customer_ids, programme=plan.programme, benefit=pack.code)
    revoked = set(Revocation.objects.filter(grant__in=rows).values_list("grant_id", flat=True))
    found: defaultdict[int, list[Taken]] = defaultdict(list)
    columns = ("customer_id", "pk", "period", "window_from", "window_until", "granted_at", "birthday")
    for who, pk, period, start, end, granted_at, birthday in rows.order_by("granted_at", "pk").values_list(*columns):
        found[who].append(Taken(pk, period, Period(start, end), granted_at, birthday, pk in revoked))
    return found
