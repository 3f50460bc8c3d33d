"""What was done with one customer's data, by whom and when: the acts on the customer and on all that hangs on it."""

from typing import Final

from django.apps import apps

from minghua.domain.customers import queries as customer_reads
from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.kernel.paging import Page

HANGING: Final = (
    "interactions.Contact",
    "interactions.NextStep",
    "interactions.ConsentRecord",
    "interactions.PersonRequest",
    "interactions.PersonPackage",
    "orders.Order",
    "orders.Return",
    "care.Jar",
    "service.Case",
    "service.Problem",
    "service.Promise",
    "service.Card",
    "service.VisitCharge",
)
MOST: Final = 200


def processing_log(viewer: Actor, customer_id: int, *, cursor: str = "", limit: int = 30) -> Page[AuditEvent]:
    """Return the acts on a visible customer, latest first; raises NotFound, Forbidden, BadCursor."""
    customer_reads.require_seen(viewer, customer_id)
    subjects: dict[str, list[int]] = {"customers.Customer": [customer_id]}
    for label in HANGING:
        rows = visible(apps.get_model(label)._default_manager.filter(customer_id=customer_id), viewer)
        subjects[label] = list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST])
    return audit_reads.events_about(viewer, subjects, cursor=cursor, limit=limit)
