"""Reads of cases: the rows in reach, one case, its log."""

from typing import Final

from django.db.models import QuerySet

from minghua.domain.customers import queries as customer_reads
from minghua.domain.service.models import Case, CaseEntry
from minghua.domain.service.types.cases import CaseCard, Entry
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound

CARD: Final = (
    "id", "customer_id", "told_name", "kind", "subject", "channel", "severity", "standing", "level",
    "accountable_id", "accountable__name", "assignee_id", "assignee__name", "offered_to_id", "opened_at", "updated_at",
    "closed_at", "outcome", "version", "spoken", "reopened", "due_at", "breached",
)  # fmt: skip
_ENTRY: Final = ("seq", "act", "public", "text", "data", "details", "at", "by_id", "by__name")


def cases(viewer: Actor) -> "QuerySet[Case]":
    """Return the cases this person may see."""
    require(viewer, "service.view")
    return visible(Case.objects.all(), viewer)


def named(viewer: Actor) -> "QuerySet[Case]":
    """Return the cases this person may see with the customer's name as they may read it, for `CARD`."""
    return cases(viewer).annotate(told_name=customer_reads.told_name(viewer))


def case(viewer: Actor, case_id: int) -> CaseCard:
    """Return one case; raises NotFound."""
    found = named(viewer).filter(pk=case_id).values_list(*CARD).first()
    if found is None:
        raise NotFound(field="case_id")
    return CaseCard(*found)


def entries(viewer: Actor, case_id: int) -> list[Entry]:
    """Return the log of a case, the first line first."""
    require(viewer, "service.view")
    rows = visible(CaseEntry.objects.all(), viewer).filter(case_id=case_id)
    return [Entry(*row) for row in rows.order_by("seq").values_list(*_ENTRY)]
