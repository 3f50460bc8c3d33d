"""Benefits and packs: schemes by version, what a member has and why, taking a pack, what was given."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import GrantFilter
from minghua.foundation.listing.types import Sort
from minghua.interfaces.rest import benefit_shapes as shapes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import NO_NUL, Body, Cursor, Day, Id, Limit, ListOut, NonEmptyLine, PageOut
from minghua.kernel.periods import local_date

router = Door(tags=["benefits"])
Word = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_]*$")]
SchemeText = Annotated[str, Field(min_length=1, max_length=200_000, pattern=NO_NUL)]
Order = Literal["granted", "-granted", "until", "-until"]
State = Literal["", "current", "expired", "revoked"]


class BenefitSchemeIn(Body):
    """A whole scheme as YAML or JSON, and the day from which it holds (today unless said)."""

    text: SchemeText
    from_on: Day | None = None


class BenefitTextIn(Body):
    """A scheme as YAML or JSON, to be looked at."""

    text: SchemeText


class BenefitPresetIn(Body):
    """A scheme that ships with the product, and the day from which it holds (today unless said)."""

    preset: Word
    from_on: Day | None = None


class PackClaimIn(Body):
    """Which pack is taken."""

    scheme: Word
    pack: Word


class PackRevocationIn(Body):
    """Why a grant is taken back."""

    reason: NonEmptyLine


@router.read("/benefit-schemes", permission="benefits.view", answers=ListOut[shapes.BenefitSchemeOut])
def list_benefit_schemes(request: HttpRequest) -> Any:
    """Every scheme as it is in force today."""
    caller = of(request)
    return {"items": loyalty_reads.schemes(caller.actor, on=local_date(caller.at))}


@router.write("POST", "/benefit-schemes", permission="benefits.manage", answers=shapes.BenefitSchemeMadeOut, status=201)
def publish_benefit_scheme(request: HttpRequest, body: BenefitSchemeIn) -> Any:
    """Publish the next version of a scheme; 422 names the place of the first defect and the remedy."""
    caller = of(request)
    day = body.from_on or local_date(caller.at)
    return {"code": loyalty.publish_scheme(body.text, from_on=day, by=caller.actor, at=caller.at)}


@router.write(
    "POST", "/benefit-schemes/presets", permission="benefits.manage", answers=shapes.BenefitSchemeMadeOut, status=201
)
def install_benefit_preset(request: HttpRequest, body: BenefitPresetIn) -> Any:
    """Publish a scheme that ships with the product."""
    caller = of(request)
    day = body.from_on or local_date(caller.at)
    return {"code": loyalty.install_preset(body.preset, from_on=day, by=caller.actor, at=caller.at)}


@router.write("POST", "/benefit-schemes/examination", permission="benefits.manage", answers=shapes.BenefitExaminedOut)
def examine_benefit_scheme(request: HttpRequest, body: BenefitTextIn) -> Any:
    """Everything that is wrong with a text; nothing is kept."""
    caller = of(request)
    return shapes.examined(loyalty_reads.examine(caller.actor, body.text, on=local_date(caller.at)))


@router.read("/benefit-schemes/{code}", permission="benefits.view", answers=shapes.BenefitSchemeSheetOut)
def get_benefit_scheme(request: HttpRequest, code: Word) -> Any:
    """One scheme with its text and its versions."""
    caller = of(request)
    return shapes.sheet(loyalty_reads.scheme(caller.actor, code, on=local_date(caller.at)))


@router.write("DELETE", "/benefit-schemes/{code}", permission="benefits.manage", status=204)
def stop_benefit_scheme(request: HttpRequest, code: Word) -> Any:
    """Stop a scheme: nothing is given by it any more, what was given stays."""
    caller = of(request)
    loyalty.stop_scheme(code, by=caller.actor, at=caller.at)


@router.read("/customers/{customer_id}/benefits", permission="benefits.view", answers=shapes.MemberBenefitsOut)
def get_benefits(request: HttpRequest, customer_id: Id) -> Any:
    """What one customer has: benefits of their levels, packs due or to come and why, what was given."""
    caller = of(request)
    return shapes.member(loyalty_reads.benefits_of(caller.actor, customer_id, at=caller.at))


@router.write("POST", "/customers/{customer_id}/packs", permission="benefits.give", answers=shapes.PackClaimedOut)
def claim_pack(request: HttpRequest, customer_id: Id, body: PackClaimIn) -> Any:
    """Take a pack for a customer; the same window again answers with the same grant, 409 says every reason against."""
    caller = of(request)
    return loyalty.claim_pack(body.scheme, body.pack, customer_id, by=caller.actor, at=caller.at)


@router.read("/pack-grants", permission="benefits.view", answers=PageOut[shapes.PackGrantOut])
def list_pack_grants(
    request: HttpRequest,
    scheme: Word = "",
    benefit: Word = "",
    period: Word = "",
    state: State = "",
    sort: Order = "-granted",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """What was given to customers in reach, the latest first."""
    caller = of(request)
    keep = GrantFilter(scheme, benefit, period, state)
    sorts = (Sort(sort.lstrip("-"), sort.startswith("-")),)
    return loyalty_reads.grants(
        caller.actor, keep, on=local_date(caller.at), sorts=sorts, cursor=cursor or None, limit=limit
    )


@router.read("/pack-grants/{grant_id}", permission="benefits.view", answers=shapes.PackGrantOut)
def get_pack_grant(request: HttpRequest, grant_id: Id) -> Any:
    """One grant with its evidence."""
    caller = of(request)
    return loyalty_reads.grant(caller.actor, grant_id, on=local_date(caller.at))


@router.write("POST", "/pack-grants/{grant_id}/revocation", permission="benefits.give", status=204)
def revoke_pack_grant(request: HttpRequest, grant_id: Id, body: PackRevocationIn) -> Any:
    """Take a grant back; its key stays used."""
    caller = of(request)
    loyalty.revoke_grant(grant_id, reason=body.reason, by=caller.actor, at=caller.at)
