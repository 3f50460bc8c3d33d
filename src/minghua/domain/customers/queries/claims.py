"""What is known when somebody reaches for a pooled customer: what they hold, and the customer's last spells."""

from datetime import datetime, time, timedelta

from minghua.domain.customers.models import Customer, OwnerSpell
from minghua.domain.customers.rules.pool import ClaimFacts
from minghua.kernel.periods import SHANGHAI, local_date


def facts(customer: Customer, *, user_id: int, at: datetime) -> ClaimFacts:
    """Return the facts a claim is judged by."""
    spells = OwnerSpell.objects.filter(customer_id=customer.pk)
    entered = spells.filter(until_at__isnull=True).values_list("from_at", flat=True).first()
    mine = spells.filter(owner_id=user_id, until_at__isnull=False).order_by("-until_at").first()
    return ClaimFacts(
        held=held(user_id),
        claimed_today=claimed_on(user_id, at=at),
        entered_pool_on=local_date(entered or customer.owned_since or customer.created_at),
        was_mine_until=local_date(mine.until_at) if mine and mine.until_at else None,
    )


def held(user_id: int) -> int:
    """Return how many open customers a person owns."""
    return Customer.objects.filter(owner_id=user_id, closed_at__isnull=True).count()


def claimed_on(user_id: int, *, at: datetime) -> int:
    """Return how many customers a person claimed on the local day of `at`."""
    start = datetime.combine(local_date(at), time.min, SHANGHAI)
    spells = OwnerSpell.objects.filter(owner_id=user_id, reason="claimed")
    return spells.filter(from_at__gte=start, from_at__lt=start + timedelta(days=1)).count()
