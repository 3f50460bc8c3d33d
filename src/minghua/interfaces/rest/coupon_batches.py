"""Batches of coupons: published by version, examined, stopped, and codes made for printing (R24.5)."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.types import SchemeInvalid
from minghua.interfaces.rest import coupon_shapes as shapes
from minghua.interfaces.rest.benefit_shapes import BenefitExaminedOut, BenefitSchemeMadeOut
from minghua.interfaces.rest.benefits import BenefitPresetIn, BenefitSchemeIn, BenefitTextIn
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.points_shapes import Key, Word
from minghua.interfaces.rest.shapes import Body, ListOut, Out
from minghua.kernel.periods import local_date

router = Door(tags=["coupons"])
MOST_IN_AN_ANSWER = 10_000


class MintIn(Body):
    """How many codes are made, once for ever under this key."""

    count: Annotated[int, Field(ge=1, le=MOST_IN_AN_ANSWER)]
    key: Key


class MintedOut(Out):
    """The codes, told this once (none when they were told before)."""

    run_id: int
    codes: list[str]
    again: bool


@router.read("/coupon-batches", permission="coupons.view", answers=ListOut[shapes.CouponBatchOut])
def list_coupon_batches(request: HttpRequest) -> Any:
    """Every batch as it stands."""
    caller = of(request)
    return {"items": loyalty_reads.coupon_batches(caller.actor, at=caller.at)}


@router.write("POST", "/coupon-batches", permission="coupons.manage", answers=BenefitSchemeMadeOut, status=201)
def publish_coupon_batch(request: HttpRequest, body: BenefitSchemeIn) -> Any:
    """Publish the next version of a batch; 422 names the place of the first defect and the remedy."""
    caller = of(request)
    day = body.from_on or local_date(caller.at)
    return {"code": loyalty.publish_batch(body.text, from_on=day, by=caller.actor, at=caller.at)}


@router.write("POST", "/coupon-batches/presets", permission="coupons.manage", answers=BenefitSchemeMadeOut, status=201)
def install_coupon_preset(request: HttpRequest, body: BenefitPresetIn) -> Any:
    """Publish a batch that ships with the product."""
    caller = of(request)
    day = body.from_on or local_date(caller.at)
    return {"code": loyalty.install_coupon_preset(body.preset, from_on=day, by=caller.actor, at=caller.at)}


@router.write("POST", "/coupon-batches/examination", permission="coupons.manage", answers=BenefitExaminedOut)
def examine_coupon_batch(request: HttpRequest, body: BenefitTextIn) -> Any:
    """Everything that is wrong with a text; nothing is kept."""
    try:
        loyalty_reads.examine_batch(of(request).actor, body.text)
    except SchemeInvalid as wrong:
        return {"problems": wrong.problems}
    return {"problems": []}


@router.read("/coupon-batches/{code}", permission="coupons.view", answers=shapes.CouponBatchSheetOut)
def get_coupon_batch(request: HttpRequest, code: Word) -> Any:
    """One batch with its versions."""
    caller = of(request)
    return shapes.sheet(loyalty_reads.coupon_batch(caller.actor, code, at=caller.at))


@router.write("DELETE", "/coupon-batches/{code}", permission="coupons.manage", status=204)
def stop_coupon_batch(request: HttpRequest, code: Word) -> Any:
    """Stop a batch: no more are made, what is out stays good."""
    caller = of(request)
    loyalty.stop_batch(code, by=caller.actor, at=caller.at)


@router.write(
    "POST", "/coupon-batches/{code}/codes", permission="coupons.manage", answers=MintedOut, blank=("codes",), fresh=True
)
def mint_coupons(request: HttpRequest, code: Word, body: MintIn) -> Any:
    """Make codes for printing, ten thousand at once at most (the shell makes more); they are told this once."""
    caller = of(request)
    return loyalty.mint_coupons(code, body.count, key=body.key, by=caller.actor, at=caller.at)
