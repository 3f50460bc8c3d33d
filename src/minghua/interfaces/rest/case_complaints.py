"""Complaints of cases: the cause and the decision, tries to reach the customer, their reaction, what they are given."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.types import Decision, Payment
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.case_shapes import CaseDoneOut, Reason, Said, Short
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.service_shapes import Key, Word
from minghua.interfaces.rest.shapes import Body, Id, Out
from minghua.journeys.compensate_case import compensate_case

router = Door(tags=["cases"])


class ComplaintOut(Out):
    """How a complaint stands as its log tells it; `lacking` keeps it from being closed."""

    safety: bool
    angry: bool
    leaving: bool
    cause: str
    remedy: str
    valid: bool
    decided: bool
    reaction: str
    tries: int
    recourse_told: bool
    paid_minor: int
    called: bool


class ComplaintWholeOut(Out):
    """A complaint and what it still lacks."""

    complaint: ComplaintOut
    lacking: list[str]


class ComplaintDecisionIn(Body):
    """The cause, the remedy, and the sentence for the customer."""

    cause: Word
    remedy: Word
    text: Said
    valid: bool = True


class AttemptIn(Body):
    """A try to reach the customer that nobody answered."""

    note: Short = ""


class ReactionIn(Body):
    """What the customer says to the decision; `recourse`: they were told of the authority and other ways."""

    reaction: Word
    words: Short = ""
    recourse: bool = False


class CompensationIn(Body):
    """What the customer is given, once per key."""

    kind: Word
    amount_minor: Annotated[int, Field(gt=0, le=10**11, description="minor units (分)")]
    reason: Reason
    key: Key


@router.read("/cases/{case_id}/complaint", permission="service.view", answers=ComplaintWholeOut)
def get_complaint(request: HttpRequest, case_id: Id) -> Any:
    """How the complaint of a case stands."""
    actor = of(request).actor
    service_reads.case(actor, case_id)
    return {
        "complaint": service_reads.complaint_of(actor, case_id),
        "lacking": service_reads.lacking(actor, case_id),
    }


@router.write("PUT", "/cases/{case_id}/decision", permission="service.work", answers=CaseDoneOut)
def decide_complaint(request: HttpRequest, case_id: Id, body: ComplaintDecisionIn) -> Any:
    """Write cause and decision; the same cause again within 90 days raises the severity."""
    caller = of(request)
    return service.decide(case_id, Decision(**body.model_dump()), by=caller.actor, at=caller.at)


@router.write("POST", "/cases/{case_id}/attempts", permission="service.work", answers=CaseDoneOut, status=201)
def note_attempt(request: HttpRequest, case_id: Id, body: AttemptIn) -> Any:
    """Keep that the customer was tried and did not answer."""
    caller = of(request)
    return service.try_to_reach(case_id, body.note, by=caller.actor, at=caller.at)


@router.write("PUT", "/cases/{case_id}/reaction", permission="service.work", answers=CaseDoneOut)
def take_reaction(request: HttpRequest, case_id: Id, body: ReactionIn) -> Any:
    """Keep what the customer says to the decision; 409 for "no answer" before three tries."""
    caller = of(request)
    return service.take_reaction(case_id, **body.model_dump(), by=caller.actor, at=caller.at)


@router.write("POST", "/cases/{case_id}/compensations", permission="service.work", answers=CaseDoneOut, status=201)
def compensate(request: HttpRequest, case_id: Id, body: CompensationIn) -> Any:
    """Give the customer something; 409 above one's authority or the customer's cap."""
    caller = of(request)
    return compensate_case(case_id, Payment(**body.model_dump()), by=caller.actor, at=caller.at)
