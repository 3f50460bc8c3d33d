"""Legal holds: while one is open on a customer, nothing of them is erased, purged or made final."""

from datetime import date, datetime
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Q

from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.personal.models import LegalHold
from minghua.kernel.errors import Conflict, Invalid, NotFound
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT: Final = "customers.Customer"
LONGEST: Final = 200


class AlreadyHeld(Conflict):
    """The customer is under a hold already; one is open at a time."""

    code = "already_held"
    text = Text("该客户已在依法保全中。", "This customer is under a legal hold already.")
    remedy = Text(
        "如需改期限或理由，请先解除现有保全，再重新设置。", "To change its day or reason, lift it and set a new one."
    )


class NothingToHold(Conflict):
    """The customer was erased before: nothing is left that could be held."""

    code = "erased_before"
    text = Text("该客户的个人信息已经删除，无可保全。", "This customer was erased; nothing is left to hold.")
    remedy = Text("请核对客户编号。", "Check the customer's number.")


def hold(customer_id: int, *, why: str, last_on: date | None = None, by: Actor, at: datetime) -> int:
    """Forbid erasure and purge of a customer's data, through `last_on` or until lifted, and return the hold's id.

    Raises NotFound, Invalid for no reason or a day that is over, NothingToHold, AlreadyHeld.
    """
    require(by, "privacy.hold")
    reason = _said(why, "why")
    if last_on is not None and last_on < local_date(at):
        raise Invalid("保全的最后一天不能早于今天。", "The last day of a hold cannot be over.", field="last_on")
    if _locked(customer_id, by=by).erased_at is not None:
        raise NothingToHold(field="customer_id")
    try:
        with transaction.atomic():
            made = LegalHold.objects.create(
                customer_id=customer_id, why=reason, last_on=last_on, since=at, set_by_id=by.user_id
            )
    except IntegrityError:
        raise AlreadyHeld(field="customer_id") from None
    told = {"hold": made.pk, "last_on": last_on.isoformat() if last_on else None}
    audit.record("customer.held", SUBJECT, customer_id, told, by=by, at=at)
    return made.pk


def lift(customer_id: int, *, reason: str, by: Actor, at: datetime) -> int:
    """End the open hold of a customer before its day, with a reason, and return its id; raises NotFound, Invalid."""
    require(by, "privacy.hold")
    said = _said(reason, "reason")
    _locked(customer_id, by=by)
    found = LegalHold.objects.filter(customer_id=customer_id, until=None).first()
    if found is None or not _end(found.pk, by=by, at=at, lift_reason=said):
        raise NotFound(field="customer_id")
    audit.record("customer.hold_lifted", SUBJECT, customer_id, {"hold": found.pk}, by=by, at=at)
    return found.pk


def end_lapsed(*, at: datetime) -> int:
    """End the holds whose last day is over and return how many; each enters the audit record as lapsed."""
    over = list(LegalHold.objects.filter(until=None, last_on__lt=local_date(at)).order_by("pk"))
    ended = [found for found in over if _end(found.pk, by=SYSTEM, at=at)]
    for found in ended:
        audit.record("customer.hold_lapsed", SUBJECT, found.customer_id, {"hold": found.pk}, by=SYSTEM, at=at)
    return len(ended)


def open_holds() -> "Any":
    """Return the ids of customers under a hold, as a subquery."""
    return LegalHold.objects.filter(until=None).values("customer_id")


def unheld(paths: tuple[str, ...]) -> Q:
    """Return the condition that none of these lookups leads to a customer under a hold."""
    condition = Q()
    for path in paths:
        condition &= Q(**{f"{path}__isnull": True}) | ~Q(**{f"{path}__in": open_holds()})
    return condition


def _end(hold_id: int, *, by: Actor, at: datetime, **said: str) -> bool:
    """Compare and set: whoever ends it first has ended it."""
    return bool(LegalHold.objects.filter(pk=hold_id, until=None).update(until=at, ended_by_id=by.user_id, **said))


def _locked(customer_id: int, *, by: Actor) -> Any:
    """The customer, locked as an erasure locks it: one of the two comes first."""
    rows = visible(apps.get_model(SUBJECT)._default_manager.filter(pk=customer_id), by, editing=True)
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound(field="customer_id")
    return found


def _said(text: str, field: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST or "\x00" in said:
        raise Invalid("请写明理由（200 字以内）。", "Say why, in at most 200 characters.", field=field)
    return said
