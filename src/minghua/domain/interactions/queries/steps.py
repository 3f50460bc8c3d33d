"""Reads of next steps."""

from typing import Final

from django.db.models import QuerySet

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions.models import NextStep
from minghua.domain.interactions.types import NextStepCard
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound

_CARD: Final = (
    "id", "customer_id", "told_name", "assignee_id", "assignee__name", "due_at", "text", "contact_id", "done_at",
    "outcome",
)  # fmt: skip


def steps(viewer: Actor) -> "QuerySet[NextStep]":
    """Return the next steps this person may see."""
    require(viewer, "interactions.view")
    return visible(NextStep.objects.annotate(told_name=customer_reads.told_name(viewer)), viewer)


def cards(rows: "QuerySet[NextStep]") -> list[NextStepCard]:
    """Return the cards of these steps in their order, in one query."""
    return [NextStepCard(*row) for row in rows.values_list(*_CARD)]


def next_step(viewer: Actor, step_id: int) -> NextStepCard:
    """Return one step; raises NotFound."""
    found = cards(steps(viewer).filter(pk=step_id))
    if not found:
        raise NotFound(field="step_id")
    return found[0]


def next_steps_of(viewer: Actor, customer_id: int) -> list[NextStepCard]:
    """Return one customer's open steps, the earliest first."""
    return cards(steps(viewer).filter(customer_id=customer_id, done_at=None).order_by("due_at", "pk"))
