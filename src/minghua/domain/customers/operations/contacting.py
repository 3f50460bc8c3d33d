"""What a contact leaves on the customer: when it was, and what comes next."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import rows
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require


def note_contact(
    customer_id: int, *, at: datetime, next_on: date | None = None, next_text: str = "", by: Actor
) -> None:
    """Remember the latest contact of a visible customer, and the next step if one is named; raises NotFound."""
    require(by, "interactions.log")
    rows.require_seen(by, customer_id)
    earlier = Customer.objects.filter(Q(last_contact_at__isnull=True) | Q(last_contact_at__lt=at), pk=customer_id)
    earlier.update(last_contact_at=at)
    if next_on is not None or next_text:
        note_next_action(customer_id, next_on=next_on, next_text=next_text, by=by)


def note_next_action(
    customer_id: int, *, next_on: date | None, next_text: str, over: Collection[str] | None = None, by: Actor
) -> None:
    """Show what comes next (None and "" once nothing does) on a visible customer.

    With `over` only one of these texts, or nothing, gives way: what a person typed stays.
    """
    require(by, "interactions.log")
    rows.require_seen(by, customer_id)
    shown = Customer.objects.filter(pk=customer_id)
    if over is not None:
        shown = shown.filter(Q(next_action="", next_action_on=None) | Q(next_action__in=over))
    shown.update(next_action_on=next_on, next_action=next_text[:200])
