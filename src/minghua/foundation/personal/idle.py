"""Which customers there have been no dealings with since an instant; the rooms' tables are named as text."""

from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from minghua.foundation.personal.holding import SUBJECT, open_holds

DEALINGS: Final = (  # table, lookup to the customer, what makes a row recent, what keeps it from growing old
    ("orders.Order", "customer_id", "placed_at", Q(status="open")),
    ("orders.Return", "customer_id", "returned_at", Q(pk__in=())),
    ("interactions.Contact", "customer_id", "at", Q(pk__in=())),
    ("interactions.NextStep", "customer_id", "created_at", Q(done_at=None)),
    ("interactions.PersonRequest", "customer_id", "created_at", Q(closed_at=None)),
    ("interactions.ConsentRecord", "customer_id", "recorded_at", Q(pk__in=())),
    ("tiering.ScoreEntry", "customer_id", "event_at", Q(pk__in=())),
    ("service.Case", "customer_id", "updated_at", ~Q(standing="closed")),
    ("service.Holding", "customer_id", "recorded_at", Q(until_on=None)),
    ("service.Promise", "customer_id", "given_at", Q(kept_at=None, waived_at=None)),
    ("care.Visit", "jar__customer_id", "at", Q(pk__in=())),
)
TIES: Final = (
    ("customers.HouseholdMember", "household_id"),
    ("customers.HouseholdMember", "person_id"),
    ("customers.Relation", "from_customer_id"),
    ("customers.Relation", "to_customer_id"),
)


def idle(before: datetime) -> "QuerySet[Any]":
    """Return the customers made before then with whom there were no dealings since, who are tied to nobody and not held."""
    customers = apps.get_model(SUBJECT)._default_manager
    found = customers.filter(created_at__lt=before, erased_at=None, merged_into=None, parent=None)
    found = found.exclude(pk__in=open_holds()).exclude(Exists(customers.filter(parent=OuterRef("pk"))))
    for label, path, age, lasting in DEALINGS:
        rows = apps.get_model(label)._default_manager.filter(Q(**{f"{age}__gte": before}) | lasting)
        found = found.exclude(Exists(rows.filter(**{path: OuterRef("pk")})))
    for label, path in TIES:
        rows = apps.get_model(label)._default_manager.filter(until_on=None)
        found = found.exclude(Exists(rows.filter(**{path: OuterRef("pk")})))
    return found
