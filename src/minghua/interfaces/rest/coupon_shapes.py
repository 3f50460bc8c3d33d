"""What programs send and receive about coupons."""

from typing import Annotated, Any

from pydantic import Field

from minghua.domain.loyalty.operations import CouponsUsed
from minghua.domain.loyalty.operations.coupon_reversing import CouponsReversed
from minghua.domain.loyalty.queries import BatchSheet, CouponCard
from minghua.domain.loyalty.types.coupon_story import BackLine, Quote, Sale, SaleLine
from minghua.interfaces.rest.points_shapes import Key, Minutes
from minghua.interfaces.rest.shapes import Body, Day, Instant, Out, WordsOut

Sku = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]+$")]
Money = Annotated[int, Field(ge=0, le=10**12, description="minor units")]
Milli = Annotated[int, Field(ge=1, le=10**12, description="thousandths of a piece")]
CodeOrId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]+$")]
OrderNumber = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class SaleLineIn(Body):
    """A line of the basket: the product's number, what the line costs, how much of it."""

    product: Sku
    amount_minor: Money
    quantity_milli: Milli = 1000


class SaleIn(Body):
    """A basket, and which coupons: typed codes or numbers of the member's coupons, in the order asked for; none: the best."""

    lines: Annotated[list[SaleLineIn], Field(min_length=1, max_length=500)]
    coupons: Annotated[list[CodeOrId], Field(max_length=50)] = []
    customer_id: int | None = None
    freight_minor: Money = 0
    currency: Currency = "CNY"
    order: OrderNumber = ""


class KeyedSaleIn(SaleIn):
    """A basket under its business key, once for ever."""

    key: Key


class CouponHoldIn(KeyedSaleIn):
    """A basket under way; the shop says for how long its coupons are kept unless it is said here."""

    minutes: Minutes | None = None


class CouponCaptureIn(Body):
    """The key of the hold, and the shop's number of the order once there is one."""

    key: Key
    order: OrderNumber = ""


class CouponReleaseIn(Body):
    """The key of the hold that is let go."""

    key: Key


class BackLineIn(Body):
    """So much of a line came back; `line` counts from 0."""

    line: Annotated[int, Field(ge=0, le=499)]
    quantity_milli: Milli


class CouponReversalIn(Body):
    """The key of the purchase, a key of its own, and what came back (all that is left unless said)."""

    of: Key
    key: Key
    lines: Annotated[list[BackLineIn], Field(min_length=1, max_length=500)] | None = None


class CouponIssueIn(Body):
    """The batch of which a member gets a coupon, once for ever under this key."""

    batch: Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_]*$")]
    key: Key


class CouponIssuedOut(Out):
    """The coupon's number, and its code, which is told this once ("" when it was told before)."""

    coupon_id: int
    code: str
    again: bool


class CouponOut(Out):
    """One coupon of a member, known by the last four symbols of its code; `balance` is a card's."""

    id: int
    batch: str
    name: WordsOut
    kind: str
    tail: str
    state: str
    from_on: Day
    last_on: Day
    balance: int
    currency: str


class UsedCouponOut(Out):
    """What one coupon gives: off each line and the freight, a gift, points it costs; `pays`: a card."""

    coupon_id: int
    batch: str
    name: WordsOut
    tail: str
    off_minor: list[int]
    freight_minor: int
    gift: str
    count: int
    points: int
    pays: bool


class SkippedCouponOut(Out):
    """One coupon that is not used, by its number or the end of its code, and why."""

    coupon: str
    code: str
    why: WordsOut
    because: list[str]


class QuoteOut(Out):
    """What coupons give on the basket: off each line by all of them, what is left to pay."""

    used: list[UsedCouponOut]
    skipped: list[SkippedCouponOut]
    off_minor: list[int]
    freight_off_minor: int
    left_minor: int
    saving_minor: int


class CouponsUsedOut(Out):
    """A purchase with its coupons: where it stands, until when they are held, and whether it was told before."""

    key: str
    state: str
    until_at: Instant | None
    quote: QuoteOut
    again: bool


class LineBackOut(Out):
    """What one line gives back: money that was paid, the discount that goes with it, what returns to cards."""

    line: int
    quantity_milli: int
    money_minor: int
    discount_minor: int
    card_minor: int


class CouponsReversedOut(Out):
    """What came back, and whether all of the purchase is back now."""

    lines: list[LineBackOut]
    money_minor: int
    freight_minor: int
    whole: bool
    again: bool


class CouponBatchOut(Out):
    """A batch and where its coupons stand: total = left + ready + held + redeemed + expired + void."""

    code: str
    name: WordsOut
    kind: str
    version: int
    from_on: Day
    total: int
    left: int
    ready: int
    held: int
    redeemed: int
    expired: int
    void: int
    budget: int | None
    spent: int
    currency: str
    stopped_at: Instant | None


class CouponVersionOut(Out):
    """One published version."""

    number: int
    from_on: Day
    text: str
    published_at: Instant
    published_by: str


class CouponBatchSheetOut(Out):
    """A batch with its versions, the newest first."""

    batch: CouponBatchOut
    minted: int
    versions: list[CouponVersionOut]


def sale(body: SaleIn) -> Sale:
    """Return the basket as the room knows it."""
    lines = tuple(
        SaleLine(product=each.product, amount=each.amount_minor, quantity_milli=each.quantity_milli)
        for each in body.lines
    )
    return Sale(
        coupons=tuple(body.coupons), lines=lines, customer_id=body.customer_id, freight=body.freight_minor,
        currency=body.currency, order=body.order,
    )  # fmt: skip


def back(lines: list[BackLineIn] | None) -> list[BackLine] | None:
    """Return what came back as the room knows it; None for all."""
    return None if lines is None else [BackLine(each.line, each.quantity_milli) for each in lines]


def quoted(found: Quote) -> dict[str, Any]:
    """Return a quote as programs receive it."""
    used = [
        {
            "coupon_id": each.coupon_id, "batch": each.batch, "name": each.name, "tail": each.tail, "off_minor": list(each.off),
            "freight_minor": each.freight, "gift": each.gift, "count": each.count, "points": each.points, "pays": each.pays,
        }
        for each in found.used
    ]  # fmt: skip
    skipped = [
        {"coupon": _named(each.coupon), "code": each.code, "why": each.why, "because": list(each.because)}
        for each in found.skipped
    ]
    return {
        "used": used, "skipped": skipped, "off_minor": list(found.off), "freight_off_minor": found.freight_off,
        "left_minor": found.left, "saving_minor": found.saving,
    }  # fmt: skip


def _named(asked: str) -> str:
    """A number as it is, a typed code by its end alone: answers are kept, codes are not."""
    return asked if asked.isdecimal() else f"…{asked[-4:]}"


def used(told: CouponsUsed) -> dict[str, Any]:
    """Return a purchase with its coupons as programs receive it."""
    state, until = told.state.value, told.until_at
    return {"key": told.key, "state": state, "until_at": until, "quote": quoted(told.quote), "again": told.again}


def reversed_(told: CouponsReversed) -> dict[str, Any]:
    """Return what came back as programs receive it."""
    lines = [
        {
            "line": each.line, "quantity_milli": each.quantity_milli, "money_minor": each.money,
            "discount_minor": each.discount, "card_minor": each.card,
        }
        for each in told.lines
    ]  # fmt: skip
    return {
        "lines": lines, "money_minor": told.money, "freight_minor": told.freight, "whole": told.whole, "again": told.again,
    }  # fmt: skip


def cards(found: list[CouponCard]) -> dict[str, Any]:
    """Return a member's coupons as programs receive them."""
    return {"items": found}


def sheet(found: BatchSheet) -> dict[str, Any]:
    """Return a batch as programs receive it."""
    return {"batch": found.row, "minted": found.minted, "versions": found.versions}
