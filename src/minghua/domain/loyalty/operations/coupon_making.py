"""Coupons are made: codes to be printed, many at once, and one for a member; each code is told once and kept by its fingerprint."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, NamedTuple

from minghua.domain.loyalty.models import Coupon, CouponRun
from minghua.domain.loyalty.operations import coupon_booking as booking
from minghua.domain.loyalty.operations.coupon_booking import CouponKeyTaken
from minghua.domain.loyalty.operations.schemes import SchemeStopped
from minghua.domain.loyalty.queries import coupon_finding as finding
from minghua.domain.loyalty.queries import coupon_plans
from minghua.domain.loyalty.queries.coupon_plans import CouponPlan
from minghua.domain.loyalty.rules import codes
from minghua.domain.loyalty.rules.coupons import days_of
from minghua.domain.loyalty.types.coupon_batch import CouponVersion
from minghua.domain.loyalty.types.coupon_story import CouponAct, CouponState
from minghua.domain.loyalty.types.coupons import CouponKind
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.vault import queries as vault
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import Period
from minghua.kernel.words import Text

SUBJECT: Final = "loyalty.CouponBatch"
MOST_AT_ONCE: Final = 200_000


class CouponsOver(Refusal):
    """The days on which coupons of the batch may be used are over."""

    code = "coupons_over"
    status = 409
    text = Text("这批券的最后可用日 {last} 已过。", "The last day of the batch was {last}.")
    remedy = Text("请发布有效期更长的新版本。", "Publish a version with later days.")


class MemberHasAll(Refusal):
    """The member has had as many coupons of the batch as one may."""

    code = "member_limit"
    status = 409
    text = Text("这位会员已领 {had} 张，每人最多 {most} 张。", "The member has had {had} of at most {most}.")
    remedy = Text("请换一批券。", "Give a coupon of another batch.")


class InControlGroup(Refusal):
    """The member is of the control group: the batch gives them nothing, so that its effect can be told (R25.2)."""

    code = "control_group"
    status = 409
    text = Text(
        "这位会员在对照组，不发这批券。", "The member is of the control group and gets no coupon of this batch."
    )
    remedy = Text("对照组一经抽定不再改变；请勿用别的方式补发。", "The group stays as it was drawn; do not make up for it otherwise.")  # fmt: skip


class NotReady(Refusal):
    """The coupon is held, used, expired or void."""

    code = "coupon_not_ready"
    status = 409
    text = Text("只有未使用的券才能作废。", "Only a coupon that is not in use can be made void.")
    remedy = Text("请先释放预留，或查看它的经过。", "Release its hold first, or look at its story.")


class Minted(NamedTuple):
    """Codes as they are printed, told this once: whoever asks again is told the run alone."""

    run_id: int
    codes: tuple[str, ...]
    again: bool


class CouponIssued(NamedTuple):
    """A member's coupon; its code is told this once."""

    coupon_id: int
    code: str
    again: bool


def mint_coupons(batch: str, count: int, *, key: str, by: Actor, at: datetime) -> Minted:
    """Make codes for whoever holds them and return them; raises NotFound, Invalid, SchemeStopped, CouponsOver, OutOfCoupons, CouponKeyTaken (T13)."""
    require(by, "coupons.manage")
    plan, own = coupon_plans.plan(batch), booking.own_key("mint", key)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Invalid("一次制 1 至 20 万张。", "Between 1 and 200,000 are made at once.", field="count")
    run, is_first = CouponRun.objects.get_or_create(
        key=own, defaults={"batch_id": plan.id, "count": count, "at": at, "by_id": by.user_id}
    )
    if not is_first:
        if (run.batch_id, run.count) != (plan.id, count):
            raise CouponKeyTaken(key=key, field="key")
        return Minted(run.pk, (), again=True)
    version, days = _making(plan, at=at)
    booking.take_stock(plan.id, count)
    bits = version.spec.bits
    made = list(_codes(count, bits))
    blind = vault.blinder(finding.FINGERPRINTS, at=at)
    rows = (_coupon(plan, version, days, code, blind(code), at=at, run=run) for code in made)
    Coupon.objects.bulk_create(rows, batch_size=booking.BATCH)
    booking.keep([booking.event(CouponAct.MINTED, None, batch_id=plan.id, count=count, by=by, at=at)])
    audit.record("coupons.printed", SUBJECT, plan.id, {"count": count, "run": run.pk}, by=by, at=at)
    return Minted(run.pk, tuple(codes.shown(code) for code in made), again=False)


def issue_coupon(batch: str, customer_id: int, *, key: str, by: Actor, at: datetime) -> CouponIssued:
    """Give a member a coupon; raises NotFound, SchemeStopped, CouponsOver, InControlGroup, MemberHasAll, OutOfCoupons, CouponKeyTaken."""
    require(by, "coupons.issue")
    plan, own = coupon_plans.plan(batch), booking.own_key("issue", key)
    booking.take_turn(customer_id, by=by)
    known = Coupon.objects.filter(key=own).first()
    if known is not None:
        return _again(known, plan, customer_id, key)
    version, days = _making(plan, at=at)
    member = may_have(plan, version, customer_id)
    booking.take_stock(plan.id, 1)
    (code,) = _codes(1, version.spec.bits)
    row = _coupon(plan, version, days, code, vault.blind(finding.FINGERPRINTS, code, at=at), at=at)
    told = {name: getattr(row, name) for name in _COLUMNS} | {"customer_id": customer_id, **member}
    coupon, is_first = Coupon.objects.get_or_create(key=own, defaults=told)
    if not is_first:  # another customer's, at the same moment
        raise CouponKeyTaken(key=key, field="key")
    booking.keep([booking.event(CouponAct.ISSUED, coupon, batch_id=plan.id, by=by, at=at)])
    name = version.spec.name
    said = {"event": "issued", "zh": name.zh, "en": name.en, "until": days.end}
    timeline.post(customer_id, "benefit", at=at, data=said, ref=("loyalty.Coupon", coupon.pk), by=by)
    audit.record("coupons.granted", SUBJECT, plan.id, {"coupon": coupon.pk}, about=customer_id, by=by, at=at)
    return CouponIssued(coupon.pk, codes.shown(code), again=False)


def void_coupon(coupon_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Make a coupon void for good, with a reason; raises NotFound, NotReady, Invalid."""
    require(by, "coupons.manage")
    if not reason.strip():
        raise Invalid("请写明原因。", "Say why.", field="reason")
    coupon = visible(Coupon.objects.filter(pk=coupon_id), by).first()
    if coupon is None:
        raise NotFound(field="coupon")
    if not Coupon.objects.filter(pk=coupon_id, state=CouponState.READY).update(state=CouponState.VOID):
        raise NotReady(field="coupon")
    booking.keep(
        [booking.event(CouponAct.VOIDED, coupon, batch_id=coupon.batch_id, reason=reason.strip(), by=by, at=at)]
    )
    said, why = {"coupon": coupon.pk}, {"reason": reason.strip()[:200]}
    if coupon.customer_id is None:
        audit.record("coupons.withdrawn", SUBJECT, coupon.batch_id, said | why, by=by, at=at)
        return
    whose = coupon.customer_id
    audit.record("coupons.withdrawn", SUBJECT, coupon.batch_id, said, about=whose, private=why, by=by, at=at)


def may_have(plan: CouponPlan, version: CouponVersion, customer_id: int) -> dict[str, int]:
    """Return how a member's next coupon of a batch is numbered; the caller took their turn. Raises InControlGroup, MemberHasAll."""
    if finding.drawn_out(plan, customer_id):
        raise InControlGroup(field="customer_id")
    had = finding.had(plan.id, customer_id)
    if had >= version.spec.per_member:
        raise MemberHasAll(had=had, most=version.spec.per_member, field="customer_id")
    own = Coupon.objects.filter(batch_id=plan.id, member_id=customer_id)
    return {"member_id": customer_id, "nth": own.count() + 1}


_COLUMNS: Final = (
    "batch_id",
    "version",
    "fingerprint",
    "tail",
    "issued_on",
    "from_on",
    "until_on",
    "balance",
    "made_at",
)


def _again(known: Coupon, plan: CouponPlan, customer_id: int, key: str) -> CouponIssued:
    if (known.batch_id, known.customer_id) != (plan.id, customer_id):
        raise CouponKeyTaken(key=key, field="key")
    return CouponIssued(known.pk, "", again=True)


def _making(plan: CouponPlan, *, at: datetime) -> tuple[CouponVersion, Period]:
    """Return the version in force and the days of a coupon made now."""
    if plan.is_stopped:
        raise SchemeStopped(field="batch", scheme=plan.code)
    version, today = plan.at(at), plan.today(at)
    if today < plan.versions[0].from_on:
        first = plan.versions[0].from_on
        raise Invalid(f"这批券从 {first} 起才发。", f"The batch begins on {first}.", field="batch")
    days = days_of(version.spec.coupon.validity, issued_on=today)
    if days.end <= today:
        raise CouponsOver(last=finding.last_day(days.end), field="batch")
    return version, days


def _codes(count: int, bits: int) -> Iterator[str]:
    """Return codes of the machine's chance; it enters here and nowhere else."""
    size = codes.bytes_needed(bits)
    chance = secrets.token_bytes(size * count)
    return (codes.made(chance[start : start + size], bits=bits) for start in range(0, size * count, size))


def _coupon(
    plan: CouponPlan,
    version: CouponVersion,
    days: Period,
    code: str,
    fingerprint: str,
    *,
    at: datetime,
    run: CouponRun | None = None,
) -> Coupon:
    coupon = version.spec.coupon
    today: date = plan.today(at)
    return Coupon(
        batch_id=plan.id, version=version.number, run=run, fingerprint=fingerprint, tail=codes.tail(code), issued_on=today,
        from_on=days.start, until_on=days.end, balance=coupon.value if coupon.kind is CouponKind.CASH_CARD else 0, made_at=at,
    )  # fmt: skip
