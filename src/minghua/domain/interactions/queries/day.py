"""What a person's day holds: steps due and overdue, what was done, customers nobody has promised anything."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions.models import NextStep
from minghua.domain.interactions.queries.steps import cards, steps
from minghua.domain.interactions.rules import due
from minghua.domain.interactions.types import Due, NextStepCard
from minghua.foundation.people.types import Actor
from minghua.kernel.periods import SHANGHAI, local_date, midnight

_MOST = 200


def midnight_after(at: datetime) -> datetime:
    """Return the instant the local day of `at` ends."""
    return midnight(local_date(at) + timedelta(days=1))


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
