"""What a person's day holds: steps due and overdue, what was done, customers nobody has promised anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions.models import NextStep
from minghua.domain.interactions.queries.steps import cards, steps
from minghua.domain.interactions.rules import due
from minghua.domain.interactions.types import Due, NextStepCard
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.kernel.periods import SHANGHAI, local_date

_MOST = 200


@dataclass(frozen=True, slots=True)
class Silent:
    """One of my customers who returns to the public pool unless somebody follows up (P01)."""

    customer_id: int
    name: str
    last_contact_at: datetime | None
    returns_on: date


def midnight_after(at: datetime) -> datetime:
    """Return the instant the local day of `at` ends."""
    return datetime.combine(local_date(at) + timedelta(days=1), time(0), SHANGHAI)


def _mine(viewer: Actor) -> Q:
    """Steps given to me, and those of my own customers whoever was to do them."""
    return Q(assignee_id=viewer.user_id) | Q(customer__owner_id=viewer.user_id)


def due_steps(viewer: Actor, *, at: datetime, days: int = 7) -> list[NextStepCard]:
    """Return my open steps due before the end of the day `days` days on, the most overdue first."""
    until = midnight_after(at) + timedelta(days=days)
    rows = steps(viewer).filter(_mine(viewer), done_at=None, due_at__lt=until)
    return cards(rows.order_by("due_at", "pk")[:_MOST])


def standing(step: NextStepCard, *, at: datetime) -> Due:
    """Return where a step stands at that moment, by the firm's own midnight."""
    return due.judge(due_at=step.due_at, done_at=step.done_at, at=at, tz=SHANGHAI)


def due_count(viewer: Actor, *, at: datetime) -> int:
    """Return how many of my open steps are overdue or due today, counted to 100."""
    rows = steps(viewer).filter(_mine(viewer), done_at=None, due_at__lt=midnight_after(at))
    return rows.order_by()[:100].count()


def done_today(viewer: Actor, *, at: datetime) -> list[NextStepCard]:
    """Return the steps I completed on the local day of `at`, the latest first."""
    since = midnight_after(at) - timedelta(days=1)
    rows = steps(viewer).filter(done_by_id=viewer.user_id, done_at__gte=since, done_at__lte=at)
    return cards(rows.order_by("-done_at", "-pk")[:_MOST])


def my_customers_without_step(viewer: Actor, *, limit: int = 20) -> Sequence[tuple[int, str, str, datetime | None]]:
    """Return (id, name, status, last contact) of my customers nobody has promised anything, longest silent first."""
    promised = NextStep.objects.filter(customer_id=OuterRef("pk"), done_at=None)
    mine = customer_reads.seen(viewer).filter(owner_id=viewer.user_id, closed_at=None).exclude(Exists(promised))
    rows = mine.order_by("last_contact_at", "pk").values_list("id", "name", "status", "last_contact_at")
    return list(rows[:limit])


def soon_to_pool(viewer: Actor, *, at: datetime, within: int = 7, limit: int = 20) -> list[Silent]:
    """Return my customers whose follow-up has been so long ago that they return to the pool within some days (P01)."""
    on = local_date(at)
    if not customer_reads.pools(viewer, on=on):
        return []
    days = timedelta(days=parameters.value("pool.return_days", on=on))
    before = at - days + timedelta(days=within)
    mine = customer_reads.seen(viewer).filter(
        Q(last_contact_at=None) | Q(last_contact_at__lt=before),
        Q(last_order_on=None) | Q(last_order_on__lt=local_date(before)),
        owner_id=viewer.user_id,
        closed_at=None,
        owned_since__lt=before,
    )
    rows = mine.order_by("last_contact_at", "pk").values_list(
        "id", "name", "last_contact_at", "last_order_on", "owned_since"
    )
    found = [
        Silent(pk, name, contact, _latest(contact, order, owned) + days)
        for pk, name, contact, order, owned in rows[:_MOST]
    ]
    return sorted(found, key=lambda one: (one.returns_on, one.customer_id))[:limit]


def _latest(contact: datetime | None, order: date | None, owned: datetime | None) -> date:
    """The day from which the silence counts: the last contact, order, or change of hands."""
    days = [local_date(moment) for moment in (contact, owned) if moment is not None]
    return max([*days, order] if order is not None else days)
