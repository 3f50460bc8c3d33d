"""The archive is verified, closed and reopened (R07.4)."""

from datetime import datetime

from django.db.models import F

from minghua.domain.customers.models import Customer, FieldVerification
from minghua.domain.customers.operations import editing, holding, quality
from minghua.domain.customers.queries import rows
from minghua.domain.customers.rules.archive import is_filled
from minghua.foundation.audit import operations as audit
from minghua.foundation.history import operations as history
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import local_date


def close(customer_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Close an archive with a reason; closed already is no second closure."""
    require(by, "customers.close")
    customer = holding.changeable(by, customer_id)
    if not reason.strip():
        raise Invalid("请填写封存原因。", "Give a reason for closing.", field="reason")
    if customer.closed_at is None:
        _set_closed(customer, at, event="closed", reason=reason.strip()[:300], by=by, at=at)


def reopen(customer_id: int, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Open a closed archive again; open already changes nothing."""
    require(by, "customers.close")
    customer = holding.changeable(by, customer_id)
    if customer.closed_at is not None:
        _set_closed(customer, None, event="reopened", reason=reason.strip()[:300], by=by, at=at)


def verify_archive(customer_id: int, *, by: Actor, at: datetime) -> None:
    """Confirm that the archive is true today; its freshness starts anew (R07.5)."""
    require(by, "customers.edit")
    customer = holding.changeable(by, customer_id)
    Customer.objects.filter(pk=customer_id).update(verified_at=at)
    changes = {"verified_at": (customer.verified_at, at)}
    history.record_changes(rows.SUBJECT, customer_id, changes, by=by, at=at)
    timeline.post(customer_id, "change", at=at, data={"event": "verified"}, by=by)
    audit.record("customer.verified", rows.SUBJECT, customer_id, {}, by=by, at=at)
    customer.verified_at = at
    quality.store_figures([customer], on=local_date(at))


def verify_field(customer_id: int, path: str, *, by: Actor, at: datetime) -> None:
    """Confirm that one field is true today, whatever the rest is worth; raises Invalid for an unknown one."""
    require(by, "customers.edit")
    customer = holding.changeable(by, customer_id)
    if path.removeprefix("archive.") in by.masked or not is_filled(editing.value_of_known(customer, path)):
        raise Invalid(
            "只能核实已填写、看得到的值。", "Only a value that is there and in sight can be verified.", field=path
        )
    FieldVerification.objects.update_or_create(
        customer_id=customer_id, path=path, defaults={"verified_at": at, "by_id": by.user_id}
    )
    timeline.post(customer_id, "change", at=at, data={"event": "verified", "fields": [path]}, by=by)
    audit.record("customer.field_verified", rows.SUBJECT, customer_id, {"field": path}, by=by, at=at)
    quality.store_figures([customer], on=local_date(at))


def _set_closed(
    customer: Customer, closed_at: datetime | None, *, event: str, reason: str, by: Actor, at: datetime
) -> None:
    Customer.objects.filter(pk=customer.pk).update(closed_at=closed_at, updated_at=at, version=F("version") + 1)
    history.record_changes(rows.SUBJECT, customer.pk, {"closed_at": (customer.closed_at, closed_at)}, by=by, at=at)
    timeline.post(customer.pk, "change", at=at, data={"event": event, "note": reason}, by=by)
    private = {"reason": reason}
    audit.record(f"customer.{event}", rows.SUBJECT, customer.pk, private=private, about=customer.pk, by=by, at=at)
