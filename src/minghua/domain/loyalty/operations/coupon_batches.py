"""Batches of coupons are published and stopped: what was published never changes, stock and budget move by what is left."""

from datetime import date, datetime

from django.db.models import F, Q

from minghua.domain.loyalty.models import CouponBatch, CouponVersion
from minghua.domain.loyalty.operations.schemes import SchemeStopped
from minghua.domain.loyalty.queries import coupon_plans
from minghua.domain.loyalty.rules import coupon_batch as rules
from minghua.domain.loyalty.types.coupon_batch import CouponSpec
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

SUBJECT = "loyalty.CouponBatch"


class BelowWhatIsOut(Refusal):
    """A new version names fewer coupons, or less money, than are out already."""

    code = "below_what_is_out"
    status = 409
    text = Text("发行量或预算低于已发出、已占用的数额。", "Stock or budget is below what is out or spent already.")
    remedy = Text("请调高数额，或停用这一批。", "Write more, or stop the batch.")


def install_coupon_preset(preset: str, *, from_on: date, by: Actor, at: datetime) -> str:
    """Publish a batch that the product ships with and return its code; raises what `publish_batch` raises."""
    require(by, "coupons.manage")
    text = coupon_plans.coupon_preset_texts().get(preset)
    if text is None:
        raise NotFound(field="preset")
    return publish_batch(text, from_on=from_on, by=by, at=at)


def publish_batch(text: str, *, from_on: date, by: Actor, at: datetime) -> str:
    """Put a batch into force from a local day on and return its code; coupons that are out keep their version.

    The first version may begin on any day, a later one after today. Raises SchemeInvalid with every defect, its line and
    remedy; SchemeStopped; BelowWhatIsOut; Invalid (`from_on`, `time_zone`, `currency`, `control`).
    """
    require(by, "coupons.manage")
    spec = rules.from_text(text)
    row = _batch(spec, by=by, at=at)
    last = CouponVersion.objects.filter(batch=row).order_by("-number").first()
    if last is not None:
        _may_follow(last, spec, from_on, at=at)
        _restock(row, spec)
    number = 1 if last is None else last.number + 1
    CouponVersion.objects.create(
        batch=row, number=number, from_on=from_on, text=text, published_at=at, published_by_id=by.user_id
    )
    CouponBatch.objects.filter(pk=row.pk).update(name_zh=spec.name.zh, name_en=spec.name.en)
    audit.record("coupons.published", SUBJECT, row.pk, {"number": number, "from_on": from_on}, by=by, at=at)
    return row.code


def stop_batch(code: str, *, by: Actor, at: datetime) -> None:
    """End a batch: no coupon is made of it any more, those that are out live on; raises NotFound."""
    require(by, "coupons.manage")
    if not CouponBatch.objects.filter(code=code, stopped_at=None).update(stopped_at=at):
        raise NotFound(field="batch")
    pk = CouponBatch.objects.values_list("pk", flat=True).get(code=code)
    audit.record("coupons.stopped", SUBJECT, pk, by=by, at=at)


def _batch(spec: CouponSpec, *, by: Actor, at: datetime) -> CouponBatch:
    told = {
        "name_zh": spec.name.zh, "name_en": spec.name.en, "created_at": at, "created_by_id": by.user_id, "total": spec.total,
        "left": spec.total, "budget": spec.budget,
    }  # fmt: skip
    row, _ = CouponBatch.objects.select_for_update().get_or_create(code=spec.code, defaults=told)
    if row.stopped_at is not None:
        raise SchemeStopped(field="code", scheme=row.code)
    return row


def _may_follow(last: CouponVersion, spec: CouponSpec, from_on: date, *, at: datetime) -> None:
    before = coupon_plans.specified(last.text)
    after = max(last.from_on, local_date(at, spec.tz))
    if from_on <= after:
        raise Invalid(f"新版本要从 {after} 之后开始。", f"A new version begins after {after}.", field="from_on")
    if before.control != spec.control:
        raise Invalid(
            "对照组的比例不能再改：谁不领券早已抽定。",
            "The share of the control group stays: who gets none is drawn for good.",
            field="control",
        )
    if before.tz != spec.tz or before.coupon.currency != spec.coupon.currency:
        raise Invalid(
            "时区与币种不能再改：已发的券与预算都按它计算。",
            "Time zone and currency stay: coupons that are out and the budget are reckoned by them.",
            field="time_zone" if before.tz != spec.tz else "currency",
        )


def _restock(row: CouponBatch, spec: CouponSpec) -> None:
    """Stock and budget count from today on, and never below what is out."""
    more = spec.total - row.total
    may = Q(left__gte=-more) & (Q() if spec.budget is None else Q(spent__lte=spec.budget))
    told = {"total": F("total") + more, "left": F("left") + more, "budget": spec.budget}
    if not CouponBatch.objects.filter(may, pk=row.pk).update(**told):
        raise BelowWhatIsOut(field="total")
