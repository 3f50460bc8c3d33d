"""Cleaning: check, look at the proposals, apply, undo."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers.queries import cleaning as reads
from minghua.domain.customers.types.cleaning import ChangeState, Rule, RunState
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Cursor, Id, Instant, Limit, Line, MadeOut, Out, PageOut

router = Door(tags=["cleaning"])
Rules = Annotated[list[Rule], Field(max_length=len(Rule))]


class CleaningIn(Body):
    """Which rules over which customers: the filter as in lists, all that may be changed without one."""

    rules: Annotated[list[Rule], Field(min_length=1, max_length=len(Rule))]
    filter: dict[str, Any] | None = None
    label: Line = ""


class RulesIn(Body):
    """Apply only these rules; all without."""

    rules: Rules | None = None


class CleaningDecisionIn(Body):
    """Whether a proposal is to be applied."""

    take: bool


class CleaningOut(Out):
    """One run; counts by rule, missing required fields by code, outcome by state of the change."""

    id: int
    label: str
    state: RunState
    rules: list[str]
    total: int
    done: int
    proposed: dict[str, int]
    open: dict[str, int]
    missing: dict[str, int]
    outcome: dict[str, int]
    created_by: str
    created_at: Instant
    checked_at: Instant | None
    applied_at: Instant | None
    undone_at: Instant | None


class ReasonOut(Out):
    """Why, in both languages."""

    zh: str
    en: str


class CleaningChangeOut(Out):
    """One proposal; an open one has no new value and waits for a person."""

    id: int
    customer_id: int
    path: str
    old: Any
    new: Any
    rule: str
    reason: ReasonOut
    state: ChangeState


@router.read("/cleanings", permission="customers.clean", answers=PageOut[CleaningOut])
def list_cleanings(request: HttpRequest, cursor: Cursor = "", limit: Limit = 30) -> Any:
    """Cleaning runs, newest first."""
    return reads.runs(of(request).actor, cursor=cursor, limit=limit)


@router.write("POST", "/cleanings", permission="customers.clean", answers=MadeOut, status=201)
def start_cleaning(request: HttpRequest, body: CleaningIn) -> Any:
    """Begin a dry run in the background: nothing is changed."""
    caller = of(request)
    ask = {"filter": body.filter} if body.filter else {}
    return {"id": customers.start_cleaning(body.rules, ask=ask, label=body.label, by=caller.actor, at=caller.at)}


@router.read("/cleanings/{run_id}", permission="customers.clean", answers=CleaningOut)
def get_cleaning(request: HttpRequest, run_id: Id) -> Any:
    """One run."""
    return reads.run(of(request).actor, run_id)


@router.read("/cleanings/{run_id}/changes", permission="customers.clean", answers=PageOut[CleaningChangeOut])
def list_cleaning_changes(
    request: HttpRequest,
    run_id: Id,
    rule: Rule | None = None,
    state: ChangeState | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """What the run proposes, masked as for the caller everywhere."""
    return reads.changes(of(request).actor, run_id, rule=rule or "", state=state or "", cursor=cursor, limit=limit)


@router.write("PUT", "/cleaning-changes/{change_id}/decision", permission="customers.clean")
def decide_cleaning_change(request: HttpRequest, change_id: Id, body: CleaningDecisionIn) -> None:
    """Leave one proposal out, or take it in again."""
    customers.decide(change_id, take=body.take, by=of(request).actor)


@router.write("PUT", "/cleanings/{run_id}/application", permission="customers.clean")
def apply_cleaning(request: HttpRequest, run_id: Id, body: RulesIn) -> None:
    """Apply in the background what is proposed; 409 unless the run has been checked."""
    caller = of(request)
    customers.start_applying(run_id, rules=body.rules, by=caller.actor, at=caller.at)


@router.write("DELETE", "/cleanings/{run_id}/application", permission="customers.clean")
def undo_cleaning(request: HttpRequest, run_id: Id) -> None:
    """Put back in the background what has not changed since; 409 unless the run has been applied."""
    caller = of(request)
    customers.start_undoing(run_id, by=caller.actor, at=caller.at)
