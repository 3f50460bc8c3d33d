"""Writes about the law: hold a customer's data, lift the hold, remember an erasure."""

from datetime import datetime

from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.personal.models import Erasure, LegalHold
from minghua.kernel.errors import NotFound

SUBJECT = "customers.Customer"


def hold(customer_id: int, *, why: str, by: Actor, at: datetime) -> int:
    """Forbid erasure and purge of a customer's data until further notice and return the hold's id; again is the same."""
    require(by, "privacy.erase")
    made, fresh = LegalHold.objects.get_or_create(
        customer_id=customer_id, until=None, defaults={"why": why[:40], "since": at, "set_by_id": by.user_id}
    )
    if fresh:
        audit.record("customer.held", SUBJECT, customer_id, {"hold": made.pk}, by=by, at=at)
    return made.pk


def lift(customer_id: int, *, by: Actor, at: datetime) -> None:
    """End the hold of a customer's data; raises NotFound."""
    require(by, "privacy.erase")
    if not LegalHold.objects.filter(customer_id=customer_id, until=None).update(until=at):
        raise NotFound(field="customer_id")
    audit.record("customer.hold_lifted", SUBJECT, customer_id, {}, by=by, at=at)


def remember(
    customer_id: int, number: str, reason: str, gone: dict[str, int], kept: dict[str, int], *, by: Actor, at: datetime
) -> None:
    """Keep the erasure in the log that a restore goes by."""
    Erasure.objects.update_or_create(
        customer_id=customer_id,
        defaults={
            "number": number,
            "reason": reason[:40],
            "gone": gone,
            "kept": kept,
            "at": at,
            "by_id": by.user_id,
        },
    )
