"""Next steps: promised, handed on, postponed, kept, and opened again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.operations import holding
from minghua.domain.interactions import queries
from minghua.domain.interactions.models import NextStep
from minghua.domain.interactions.rules import due
from minghua.domain.interactions.types import NewNextStep, NextStepCard
from minghua.foundation.audit import operations as audit
from minghua.foundation.people import queries as people_reads
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "interactions.NextStep"
FURTHEST = timedelta(days=5 * 366)


class CannotAssign(Refusal):
    """The chosen person is not active or may not see the customer."""

    code = "cannot_assign"
    text = Text("所选同事不在职或看不到这位客户。", "That colleague is not active or may not see this customer.")
    remedy = Text("请先把客户分配或共享给他(她)。", "Assign or share the customer first.")


def plan_next_step(new: NewNextStep, *, by: Actor, at: datetime) -> NextStepCard:
    """Keep a promise on a visible customer; raises Invalid, NotFound, CannotAssign."""
    require(by, "interactions.log")
    _check_customers({new.customer_id}, by=by)
    _check(new, at=at)
    row = NextStep.objects.create(
        customer_id=new.customer_id,
        assignee_id=_assignee(new.assignee_id, new.customer_id, by=by),
        due_at=new.due_at,
        text=new.text.strip(),
        contact_id=new.contact_id,
        created_by_id=by.user_id,
        created_at=at,
    )
    _tell(row, "planned", by=by, at=at)
    return queries.next_step(by, row.pk)


def plan_many(news: Iterable[NewNextStep], *, by: Actor, at: datetime) -> tuple[int, ...]:
    """Keep many promises (an import, the demo company), each with its assignee named; no timeline entries."""
    require(by, "interactions.log")
    batch = list(news)
    _check_customers({new.customer_id for new in batch}, by=by)
    rows = [
        NextStep(
            customer_id=new.customer_id,
            assignee_id=_named(new.assignee_id, by=by),
            due_at=new.due_at,
            text=new.text.strip()[:200],
            contact_id=new.contact_id,
            created_by_id=by.user_id,
            created_at=at,
        )
        for new in batch
    ]
    NextStep.objects.bulk_create(rows, batch_size=500)
    audit.record("next_step.planned_many", SUBJECT, "many", {"n": len(rows)}, by=by, at=at)
    return tuple(row.pk for row in rows)


def complete_next_step(step_id: int, *, outcome: str = "", by: Actor, at: datetime) -> NextStepCard:
    """Mark a step as done; a second tap changes nothing. Raises NotFound."""
    row = _open_for_change(step_id, by=by)
    kept = NextStep.objects.filter(pk=row.pk, done_at=None).update(
        done_at=at, done_by_id=by.user_id, outcome=outcome.strip()[:200]
    )
    if kept:
        row.outcome = outcome.strip()[:200]
        _tell(row, "completed", by=by, at=at)
    return queries.next_step(by, row.pk)


def reopen_next_step(step_id: int, *, by: Actor, at: datetime) -> NextStepCard:
    """Open a done step again (also the undo of completing it); raises NotFound."""
    row = _open_for_change(step_id, by=by)
    if NextStep.objects.filter(pk=row.pk, done_at__isnull=False).update(done_at=None, done_by=None, outcome=""):
        timeline.withdraw_refs("step_done", [row.pk])
        _tell(row, "reopened", posted=False, by=by, at=at)
    return queries.next_step(by, row.pk)


def postpone_next_step(step_id: int, *, days: int, by: Actor, at: datetime) -> NextStepCard:
    """Move an open step some days on, never into the past; raises NotFound, Invalid."""
    row = _open_for_change(step_id, by=by)
    if not 1 <= days <= FURTHEST.days:
        raise Invalid("推迟天数应为正整数。", "Postpone by at least one day.", field="days")
    return _move(row, due.postponed(row.due_at, days=days, at=at), by=by, at=at)


def set_due(step_id: int, *, due_at: datetime, by: Actor, at: datetime) -> NextStepCard:
    """Set when a step is due (also the undo of postponing it); raises NotFound, Invalid."""
    row = _open_for_change(step_id, by=by)
    if abs(due_at - at) > FURTHEST:
        raise Invalid("日期超出范围。", "The day is out of range.", field="due_at")
    return _move(row, due_at, by=by, at=at)


def assign_next_step(step_id: int, *, assignee_id: int, by: Actor, at: datetime) -> NextStepCard:
    """Hand a step to a colleague who may see the customer; raises NotFound, CannotAssign."""
    row = _open_for_change(step_id, by=by)
    NextStep.objects.filter(pk=row.pk).update(assignee_id=_assignee(assignee_id, row.customer_id, by=by))
    _tell(row, "assigned", posted=False, by=by, at=at)
    return queries.next_step(by, row.pk)


def _open_for_change(step_id: int, *, by: Actor) -> NextStep:
    require(by, "interactions.log")
    holding.hold_of(visible(NextStep.objects.filter(pk=step_id), by))
    row = visible(NextStep.objects.select_for_update(of=("self",)), by).filter(pk=step_id).first()
    if row is None:
        raise NotFound(field="step_id")
    return row


def _move(row: NextStep, due_at: datetime, *, by: Actor, at: datetime) -> NextStepCard:
    NextStep.objects.filter(pk=row.pk).update(due_at=due_at)
    row.due_at = due_at
    _tell(row, "moved", posted=False, by=by, at=at)
    return queries.next_step(by, row.pk)


def _check_customers(customer_ids: set[int], *, by: Actor) -> None:
    """A customer in the pool has to be claimed before anybody promises anything."""
    if holding.visible_ids(by, customer_ids) != customer_ids:
        raise NotFound(field="customer_id")


def _check(new: NewNextStep, *, at: datetime) -> None:
    if not new.text.strip() or len(new.text.strip()) > 200:
        raise Invalid(
            "请写明下一步做什么(200 字以内)。", "Say what is to be done, within 200 characters.", field="text"
        )
    if abs(new.due_at - at) > FURTHEST:
        raise Invalid("日期超出范围。", "The day is out of range.", field="due_at")


def _named(assignee_id: int | None, *, by: Actor) -> int:
    """Return the person named, or the one asking; the system itself keeps no promises."""
    wanted = assignee_id if assignee_id is not None else by.user_id
    if wanted is None:
        raise CannotAssign(field="assignee_id")
    return wanted


def _assignee(assignee_id: int | None, customer_id: int, *, by: Actor) -> int:
    """Return who does it: the named colleague, if active and able to see the customer, else the person asking."""
    wanted = _named(assignee_id, by=by)
    if wanted == by.user_id:
        return wanted
    user = User.objects.select_related("team").filter(pk=wanted, is_active=True).first()
    if user is None:
        raise CannotAssign(field="assignee_id")
    actor = people_reads.actor_for(user, channel=by.channel)
    if not actor.may("customers.view") or not customer_reads.visible_ids(actor, {customer_id}, pooled=False):
        raise CannotAssign(field="assignee_id")
    return user.pk


def _tell(row: NextStep, event: str, *, posted: bool = True, by: Actor, at: datetime) -> None:
    """Timeline, audit, and the customer's own next action: the earliest step still open."""
    data: dict[str, Any] = {"event": event, "text": row.text, "due_at": row.due_at, "outcome": row.outcome}
    if posted:
        ref = "step_done" if event == "completed" else "next_step"
        timeline.post(row.customer_id, "next_step", at=at, data=data, ref=(ref, row.pk), by=by)
    audit.record(
        f"next_step.{event}",
        SUBJECT,
        row.pk,
        {"customer": row.customer_id, "event": event, "due_at": row.due_at},
        private={"text": row.text, "outcome": row.outcome},
        about=row.customer_id,
        by=by,
        at=at,
    )
    steps = NextStep.objects.filter(customer_id=row.customer_id)
    first = steps.filter(done_at=None).order_by("due_at", "pk").first()
    next_on, next_text = (local_date(first.due_at), first.text) if first else (None, "")
    put_there = set(steps.values_list("text", flat=True))
    customers.note_next_action(row.customer_id, next_on=next_on, next_text=next_text, over=put_there, by=by)
