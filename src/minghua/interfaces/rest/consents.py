"""Consent: what customers said, what it allows, withdrawing it, restricting use, and the privacy policies."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import ANY, NewConsent, NewPolicy
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import (
    Body,
    Code,
    Cursor,
    Id,
    Instant,
    Limit,
    Line,
    ListOut,
    MadeOut,
    NonEmptyLine,
    Out,
    PageOut,
)
from minghua.kernel.words import Text

router = Door(tags=["consent"])
_AT = "/customers/{customer_id}"
LongText = Annotated[str, Field(max_length=40_000, pattern=r"^[^\x00]*$")]


class ConsentIn(Body):
    """A consent with its evidence; `policy` is the version shown, by default the one in force."""

    purpose: Code
    channel: Code = ANY
    how: Code
    given_at: Instant | None = None
    note: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] = ""
    guardian: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")] = ""
    separate: bool = False
    policy: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class WithdrawalIn(Body):
    """What is withdrawn: a purpose on one channel, or on all."""

    purpose: Code
    channel: Code = ANY
    how: Code = "message"
    note: Line = ""


class BulkWithdrawalIn(WithdrawalIn):
    """The same of many customers."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=1_000)]


class ConsentOut(Out):
    """One record of what a customer said."""

    id: int
    customer_id: int
    purpose: str
    channel: str
    act: str
    given_at: Instant
    how: str
    separate: bool
    guardian: str
    note: str
    policy_version: int | None
    import_run_id: int | None
    recorded_at: Instant
    recorded_by_name: str | None


class DecisionOut(Out):
    """May we, the code of the reason, the reason in both tongues, and the record it rests on."""

    allowed: bool
    code: str
    reason_zh: str
    reason_en: str
    since: Instant | None
    record_id: int | None


class RowOut(Out):
    """One purpose: the decision by channel."""

    purpose: str
    separate: bool
    by_channel: dict[str, DecisionOut]


class ConsentsRecordedOut(Out):
    """Whether the withdrawal was news."""

    changed: bool


class WithdrawnOut(Out):
    """How many withdrew, and the ids that could not be found."""

    changed: int
    refused: list[int]


class WithdrawalLinkOut(Out):
    """The path of the page by which the customer withdraws alone."""

    path: str


class PolicyIn(Body):
    """A version to publish."""

    title: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]
    body_zh: LongText
    body_en: LongText = ""
    renews: Annotated[list[Code], Field(max_length=40)] = []


class PolicyOut(Out):
    """A published version."""

    version: int
    title: str
    body_zh: str
    body_en: str
    renews: list[str]
    published_at: Instant


class RestrictionIn(Body):
    """Why the data is only kept from now on."""

    reason: NonEmptyLine


@router.read(f"{_AT}/consents", permission="interactions.view", answers=PageOut[ConsentOut])
def list_consents(request: HttpRequest, customer_id: Id, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """What the customer said, latest first; empty out of reach."""
    return interaction_reads.consents_of(of(request).actor, customer_id, cursor=cursor, limit=limit)


@router.read(f"{_AT}/consent-matrix", permission="interactions.view", answers=ListOut[RowOut])
def get_matrix(request: HttpRequest, customer_id: Id) -> Any:
    """Every purpose with the decision by channel; empty while the customer lies in the pool."""
    rows = interaction_reads.matrix(of(request).actor, customer_id, at=of(request).at)
    return {"items": [_row(row) for row in rows]}


@router.read(f"{_AT}/contact-decision", permission="interactions.view", answers=DecisionOut)
def get_decision(request: HttpRequest, customer_id: Id, purpose: Code, channel: Code = ANY) -> Any:
    """May we contact this customer for this purpose on this channel now, and why."""
    caller = of(request)
    return _decision(interaction_reads.decision(caller.actor, customer_id, purpose, channel, at=caller.at))


@router.write("POST", f"{_AT}/consents", permission="consent.record", answers=MadeOut, status=201)
def record_consent(request: HttpRequest, customer_id: Id, body: ConsentIn) -> Any:
    """Keep a consent with its evidence."""
    caller = of(request)
    new = NewConsent(customer_id=customer_id, **body.model_dump())
    return {"id": interactions.record_consent(new, by=caller.actor, at=caller.at)}


@router.write("POST", f"{_AT}/consent-withdrawals", permission="consent.record", answers=ConsentsRecordedOut)
def withdraw_consent(request: HttpRequest, customer_id: Id, body: WithdrawalIn) -> Any:
    """Withdraw a consent; it counts at once."""
    caller = of(request)
    done = interactions.withdraw_consent(customer_id, **body.model_dump(), by=caller.actor, at=caller.at)
    return {"changed": done}


@router.write("POST", "/bulk/customers/consent-withdrawals", permission="consent.record", answers=WithdrawnOut)
def withdraw_many(request: HttpRequest, body: BulkWithdrawalIn) -> Any:
    """Withdraw a consent of many customers; those out of reach are named."""
    caller = of(request)
    return interactions.withdraw_many(body.ids, **body.model_dump(exclude={"ids"}), by=caller.actor, at=caller.at)


@router.write("POST", f"{_AT}/withdrawal-link", permission="consent.record", answers=WithdrawalLinkOut)
def make_link(request: HttpRequest, customer_id: Id) -> Any:
    """Return the customer's withdrawal link; the same each time."""
    caller = of(request)
    made = interactions.withdrawal_links([customer_id], by=caller.actor, at=caller.at)
    return {"path": f"/w/{made[customer_id]}"}


@router.write("PUT", f"{_AT}/restriction", permission="rights.handle", answers=MadeOut)
def restrict(request: HttpRequest, customer_id: Id, body: RestrictionIn) -> Any:
    """Keep the customer's data without using it."""
    caller = of(request)
    return {"id": interactions.restrict(customer_id, reason=body.reason, by=caller.actor, at=caller.at)}


@router.write("DELETE", f"{_AT}/restriction", permission="rights.handle")
def lift_restriction(request: HttpRequest, customer_id: Id) -> None:
    """Use the customer's data again."""
    caller = of(request)
    interactions.lift_restriction(customer_id, by=caller.actor, at=caller.at)


@router.read("/privacy-policies", permission="interactions.view", answers=ListOut[PolicyOut])
def list_policies(request: HttpRequest) -> Any:
    """The published privacy policies, the one in force first."""
    return {"items": list(interaction_reads.policies(of(request).actor)[:200])}


@router.write("POST", "/privacy-policies", permission="policy.publish", answers=MadeOut, status=201)
def publish_policy(request: HttpRequest, body: PolicyIn) -> Any:
    """Publish the next version; `id` is its number."""
    caller = of(request)
    new = NewPolicy(title=body.title, body_zh=body.body_zh, body_en=body.body_en, renews=tuple(body.renews))
    return {"id": interactions.publish_policy(new, by=caller.actor, at=caller.at)}


def _row(row: Any) -> dict[str, Any]:
    cells = {channel: _decision(decision) for channel, decision in row.by_channel.items()}
    return {"purpose": row.purpose, "separate": row.terms.separate, "by_channel": cells}


def _decision(decision: Any) -> dict[str, Any]:
    reason: Text = decision.reason
    return {
        "allowed": decision.allowed,
        "code": decision.code,
        "reason_zh": reason.zh,
        "reason_en": reason.en,
        "since": decision.since,
        "record_id": decision.record_id,
    }
