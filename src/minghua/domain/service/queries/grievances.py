"""Reads of complaints: how one stands as its log tells, earlier ones of the same cause, what was given to a customer."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from minghua.domain.service.models import Case, CaseEntry, Clock
from minghua.domain.service.rules import complaints as rules
from minghua.domain.service.types.clocks import Event
from minghua.domain.service.types.complaints import CAP_DAYS, Complaint
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require


def complaint_of(viewer: Actor, case_id: int) -> Complaint:
    """Return how the complaint of a case in reach stands."""
    require(viewer, "service.view")
    return rules.told(_events(visible(CaseEntry.objects.filter(case_id=case_id), viewer)))


def complaint(case_id: int) -> Complaint:
    """Return how a complaint stands, for the operations that hold its case."""
    return rules.told(_events(CaseEntry.objects.filter(case_id=case_id)))


def lacking(viewer: Actor, case_id: int) -> list[str]:
    """Return what keeps the complaint of a case in reach from being closed."""
    return rules.missing(complaint_of(viewer, case_id))


def call_is_due(case_id: int) -> bool:
    """Return whether a call to the customer is owed already."""
    return Clock.objects.filter(case_id=case_id, kind="callback", done_at=None).exclude(state="dropped").exists()


def same_cause(case: Case, cause: str, *, since: datetime) -> bool:
    """Return whether the customer complained of the same cause before, since then."""
    judged = CaseEntry.objects.filter(case__customer_id=case.customer_id, act="judged", at__gt=since)
    return any(data.get("cause") == cause for data in judged.exclude(case=case).values_list("data", flat=True))


def raised_for_repeat(case_id: int) -> bool:
    """Return whether a repeated cause has raised the severity already."""
    raised = CaseEntry.objects.filter(case_id=case_id, act="severity").values_list("data", flat=True)
    return any(data.get("again") for data in raised)


def paid_on(case_id: int) -> list[tuple[datetime, int]]:
    """Return when how much was given on a case."""
    return _paid(CaseEntry.objects.filter(case_id=case_id))


def paid_to(customer_id: int, *, at: datetime) -> int:
    """Return how much a customer was given in the 365 days before."""
    since = at - timedelta(days=CAP_DAYS)
    return sum(amount for _, amount in _paid(CaseEntry.objects.filter(case__customer_id=customer_id, at__gt=since)))


def _paid(rows: "QuerySet[CaseEntry]") -> list[tuple[datetime, int]]:
    found = rows.filter(act="compensated").values_list("at", "data")
    return [(at, int(data["amount_minor"])) for at, data in found]


def _events(rows: "QuerySet[CaseEntry]") -> list[Event]:
    return [Event(*row) for row in rows.order_by("seq").values_list("seq", "act", "at", "data")]
