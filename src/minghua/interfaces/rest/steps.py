"""Next steps: what was promised, by whom, until when."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import NewNextStep
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Id, Instant, Line, ListOut, NonEmptyLine, Out

router = Door(tags=["interactions"])


class StepIn(Body):
    """A promise on a customer; by default one's own."""

    text: NonEmptyLine
    due_at: Instant
    assignee_id: Id | None = None


class StepOut(Out):
    """One next step."""

    id: int
    customer_id: int
    customer_name: str
    assignee_id: int
    assignee_name: str
    due_at: Instant
    text: str
    contact_id: int | None
    done_at: Instant | None
    outcome: str


class PersonDayOut(Out):
    """What one colleague has to do within a week: counts, and the first dozen steps."""

    person_id: int
    name: str
    overdue: int
    today: int
    later: int
    steps: list[StepOut]


class OutcomeIn(Body):
    """What came of it."""

    outcome: Line = ""


class DueIn(Body):
    """When it is due now."""

    due_at: Instant


class AssigneeIn(Body):
    """Who does it."""

    assignee_id: Id


@router.read("/next-steps", permission="interactions.view", answers=ListOut[StepOut])
def list_due_steps(request: HttpRequest, days: Annotated[int, Field(ge=0, le=366)] = 7) -> Any:
    """The caller's open steps due within some days, the most overdue first."""
    caller = of(request)
    return {"items": interaction_reads.due_steps(caller.actor, at=caller.at, days=days)}


@router.read("/team-days", permission="interactions.view", answers=ListOut[PersonDayOut])
def list_team_days(request: HttpRequest) -> Any:
    """Open steps of the customers in reach by the person who is to do them, the most overdue first."""
    caller = of(request)
    return {"items": interaction_reads.team_days(caller.actor, at=caller.at)}


@router.read("/next-steps/{step_id}", permission="interactions.view", answers=StepOut)
def get_step(request: HttpRequest, step_id: Id) -> Any:
    """One next step."""
    return interaction_reads.next_step(of(request).actor, step_id)


@router.read("/customers/{customer_id}/next-steps", permission="interactions.view", answers=ListOut[StepOut])
def list_steps_of(request: HttpRequest, customer_id: Id) -> Any:
    """One customer's open steps, the earliest first; empty when the customer is out of reach."""
    return {"items": interaction_reads.next_steps_of(of(request).actor, customer_id)}


@router.write("POST", "/customers/{customer_id}/next-steps", permission="interactions.log", answers=StepOut, status=201)
def plan_step(request: HttpRequest, customer_id: Id, body: StepIn) -> Any:
    """Promise a next step on a customer."""
    caller = of(request)
    new = NewNextStep(customer_id=customer_id, **body.model_dump())
    return interactions.plan_next_step(new, by=caller.actor, at=caller.at)


@router.write("PUT", "/next-steps/{step_id}/completion", permission="interactions.log", answers=StepOut)
def complete_step(request: HttpRequest, step_id: Id, body: OutcomeIn) -> Any:
    """Mark a step as done; a second time changes nothing."""
    caller = of(request)
    return interactions.complete_next_step(step_id, outcome=body.outcome, by=caller.actor, at=caller.at)


@router.write("DELETE", "/next-steps/{step_id}/completion", permission="interactions.log", answers=StepOut)
def reopen_step(request: HttpRequest, step_id: Id) -> Any:
    """Open a done step again."""
    caller = of(request)
    return interactions.reopen_next_step(step_id, by=caller.actor, at=caller.at)


@router.write("PUT", "/next-steps/{step_id}/due", permission="interactions.log", answers=StepOut)
def move_step(request: HttpRequest, step_id: Id, body: DueIn) -> Any:
    """Set when a step is due."""
    caller = of(request)
    return interactions.set_due(step_id, due_at=body.due_at, by=caller.actor, at=caller.at)


@router.write("PUT", "/next-steps/{step_id}/assignee", permission="interactions.log", answers=StepOut)
def assign_step(request: HttpRequest, step_id: Id, body: AssigneeIn) -> Any:
    """Hand a step to a colleague who may see the customer."""
    caller = of(request)
    return interactions.assign_next_step(step_id, assignee_id=body.assignee_id, by=caller.actor, at=caller.at)
