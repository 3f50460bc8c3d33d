"""Protection of buyers: the policies, and what a claim comes to with every step of why; nothing is paid here."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.service import queries as service_reads
from minghua.domain.service.types.protection import Claim, Need
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.case_shapes import Short
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.service_shapes import Word
from minghua.interfaces.rest.shapes import Body, Instant, ListOut, Out, WordsOut

router = Door(tags=["protections"])


class ProtectionOut(Out):
    """One policy: anchor, days (null: at any time), conditions, remedy, payer, freight, compensation."""

    code: str
    version: int
    name: WordsOut
    anchor: str
    days: int | None
    count: str
    needs: list[str]
    remedy: str
    payer: str
    freight: str
    times: int
    floor_minor: int
    cap_minor: int | None
    reason_required: bool
    source: str
    verify: bool


class ProtectionClaimIn(Body):
    """A claim: the price in minor units, the events that are known, the conditions that hold."""

    price_minor: Annotated[int, Field(gt=0, le=10**12)]
    claimed_at: Instant
    signed_at: Instant | None = None
    success_at: Instant | None = None
    sold_at: Instant | None = None
    holds: Annotated[
        list[Literal["asked_seller", "resaleable", "fake_established", "defect"]], Field(max_length=4)
    ] = []
    reason: Short = ""


class VerdictStepOut(Out):
    """One step of why."""

    holds: bool
    text: WordsOut


class VerdictOut(Out):
    """What a claim comes to; `until` is exclusive, refund and compensation are told apart."""

    allowed: bool
    until: Instant | None
    refund_minor: int
    compensation_minor: int
    payer: str
    freight: str
    steps: list[VerdictStepOut]
    policy: str
    version: int


@router.read("/protections", permission="service.view", answers=ListOut[ProtectionOut])
def list_protections(request: HttpRequest) -> Any:
    """The policies in force, each with its source; those to be checked against the current law say so."""
    return {"items": service_reads.protections(of(request).actor)}


@router.write("POST", "/protections/{code}/verdicts", permission="service.view", answers=VerdictOut)
def judge_claim(request: HttpRequest, code: Word, body: ProtectionClaimIn) -> Any:
    """What a claim under a policy comes to, with every step of why; writes nothing."""
    told = body.model_dump() | {"holds": frozenset(Need(each) for each in body.holds)}
    return service_reads.verdict(of(request).actor, code, Claim(**told))
