"""What is known when somebody reaches for a pooled customer: what they hold, and the customer's last spells."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from minghua.domain.customers.models import Customer, OwnerSpell
from minghua.domain.customers.rules.pool import ClaimFacts
from minghua.kernel.periods import local_date, midnight


def facts(customer: Customer, *, user_id: int, at: datetime) -> ClaimFacts:
    """Return the facts a claim is judged by."""
    spells = list(OwnerSpell.objects.filter(customer_id=customer.pk))
    return ClaimFacts(
        held=held(user_id),
        claimed_today=claimed_on(user_id, at=at),
        entered_pool_on=local_date(entered_at(customer, spells)),
        was_mine_until=was_mine_until(spells, user_id=user_id),
    )


def entered_at(customer: Customer, spells: Iterable[OwnerSpell]) -> datetime:
    """Return when the customer came into the hands it is in now, by its own spells."""
    running = (spell.from_at for spell in spells if spell.until_at is None)
    return next(running, customer.owned_since or customer.created_at)


def was_mine_until(spells: Iterable[OwnerSpell], *, user_id: int | None) -> date | None:
    """Return the day on which this person last gave the customer up, None if it never was theirs."""
    mine = [spell.until_at for spell in spells if user_id is not None and spell.owner_id == user_id and spell.until_at]
    return local_date(max(mine)) if mine else None


def held(user_id: int) -> int:
    """Return how many open customers a person owns."""
    return Customer.objects.filter(owner_id=user_id, closed_at__isnull=True).count()


def claimed_on(user_id: int, *, at: datetime) -> int:
    """Return how many customers a person claimed on the local day of `at`."""
    start = midnight(local_date(at))
    spells = OwnerSpell.objects.filter(owner_id=user_id, reason="claimed")
    return spells.filter(from_at__gte=start, from_at__lt=start + timedelta(days=1)).count()
