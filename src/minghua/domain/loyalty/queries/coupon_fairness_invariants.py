"""What must always hold of who gets a coupon, and when it is used: limits, codes, days, control groups (INV-C2, C3, C6, C7)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db import models
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from minghua.domain.loyalty.models import Coupon, CouponUse, CouponUsed, CouponVersion
from minghua.domain.loyalty.queries import coupon_plans
from minghua.domain.loyalty.rules import arms
from minghua.domain.loyalty.types.coupon_story import CouponState
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

BATCH: Final = 2_000


def _above_limit(at: datetime) -> Iterator[Finding]:
    """Before each coupon the member had fewer than its version allows; those made void do not count, and void is for good."""
    limits = {plan.id: {each.number: each.spec.per_member for each in plan.versions} for plan in coupon_plans.every()}
    earlier = Coupon.objects.filter(
        batch_id=OuterRef("batch_id"), member_id=OuterRef("member_id"), nth__lt=OuterRef("nth")
    )
    counted = earlier.exclude(state=CouponState.VOID).order_by().values("member_id").annotate(n=Count("pk")).values("n")
    before = Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)
    for row in _some(Coupon.objects.filter(nth__gt=1).annotate(before=before)):
        if row.before >= limits[row.batch_id].get(row.version, 0):
            yield {"coupon": row.pk, "customer": row.customer_id, "had": row.before}


def _outside_days(at: datetime) -> Iterator[Finding]:
    """Held or used on a local day that is the coupon's own, not before it was made; a hold was used before it ended."""
    zones = {plan.id: plan.zone for plan in coupon_plans.every()}
    for row in _some(CouponUsed.objects.select_related("coupon", "use")):
        coupon, use = row.coupon, row.use
        day = local_date(use.at, zones[row.batch_id])
        if not coupon.from_on <= day < coupon.until_on or use.at < coupon.made_at:
            yield {"coupon": coupon.pk, "use": use.pk, "what": "day"}
    late = CouponUse.objects.filter(state="redeemed", until_at__isnull=False, ended_at__gte=F("until_at"))
    yield from ({"use": pk, "what": "hold"} for pk in late.order_by("pk").values_list("pk", flat=True))


def _to_control(at: datetime) -> Iterator[Finding]:
    """The share of the control group is that of the first version in every other, and nobody of it has a coupon."""
    for plan in coupon_plans.every():
        share = plan.versions[0].spec.control
        if any(version.spec.control != share for version in plan.versions):
            yield {"batch": plan.id, "what": "arm"}
        for row in _some(Coupon.objects.filter(batch_id=plan.id, member_id__isnull=False)) if share else ():
            if arms.is_control(f"coupon:{plan.code}", row.member_id, percent=share):
                yield {"coupon": row.pk, "customer": row.customer_id, "what": "control"}


def _some(asked: QuerySet[Any]) -> Iterator[Any]:
    """Every row in the order of its id, so many at a time."""
    after = 0
    while found := list(asked.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = found[-1].pk
        yield from found


def _another(model: type[models.Model], which: str, **changed: str) -> str:
    """Return the statement that adds rows like those there are, with some columns otherwise."""
    names = [str(field.column) for field in model._meta.concrete_fields if not field.primary_key]
    values = [changed.get(name, f'"{name}"') for name in names]
    table = model._meta.db_table
    named = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({named}) SELECT {', '.join(values)} FROM {table} WHERE {which}"


def _first(table: str) -> str:
    return f"id = (SELECT min(id) FROM {table})"


FAIRNESS_INVARIANTS: Final = (
    Invariant(
        "INV-C2",
        Text("每位会员从一批里领的券不超过每人限领张数", "Nobody has had more coupons of a batch than one member may"),
        _above_limit,
        (
            _another(
                Coupon, "member_id IS NOT NULL", nth="nth + 50", key="NULL", fingerprint="'z' || substr(fingerprint, 2)"
            ),
        ),
    ),
    Invariant(
        "INV-C3",
        Text(
            "每张券的码只此一份，每次制码恰得所说的张数", "Every coupon has a code of its own, and every run as many as it says"
        ),
        rows(
            "SELECT max(one.id) AS coupon, 'code' AS what FROM loyalty_coupon AS one GROUP BY lower(one.fingerprint) HAVING count(*)"
            " > 1 OR max(length(one.fingerprint)) <> 64 OR max(length(one.tail)) <> 4 UNION ALL SELECT run.id, 'run' FROM"
            " loyalty_couponrun AS run WHERE run.count <> (SELECT count(*) FROM loyalty_coupon AS own WHERE own.run_id = run.id)"
        ),
        (
            _another(Coupon, _first("loyalty_coupon"), nth="NULL", key="NULL", fingerprint="upper(fingerprint)"),
        ),
    ),
    Invariant(
        "INV-C6",
        Text("券只在自己的日子里预留与使用", "A coupon is held and used on its own days"),
        _outside_days,
        (
            _another(
                CouponUse, _first("loyalty_couponuse"), key="'another'", state="'reversed'", at="'2000-01-01 00:00:00'"
            ),
            _another(
                CouponUsed, _first("loyalty_couponused"), use_id="(SELECT max(id) FROM loyalty_couponuse)", live="false"
            ),
        ),
    ),
    Invariant(
        "INV-C7",
        Text("对照组一张不发，谁在对照组从不改变", "The control group gets nothing, and nobody changes sides"),
        _to_control,
        (
            _another(
                CouponVersion, _first("loyalty_couponversion"), number="99", from_on="'1900-01-01'",
                text="text || '\ncontrol: 90\n'",
            ),
        ),
    ),
)  # fmt: skip
