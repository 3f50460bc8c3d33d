"""Children of a customer in the rooms of levels and loyalty."""

from datetime import date, timedelta
from typing import Any

from django.apps import apps

from tests.conftest import AT
from tests.functional.merging_stock import DAY, Make, Stock, create, simple


def _programme() -> Any:
    model = apps.get_model("tiering.Programme")
    return model._default_manager.get_or_create(
        code="club", defaults={"name_zh": "会", "name_en": "c", "created_at": AT}
    )[0]


def _entry(customer_id: int, pick: int, stock: Stock) -> Any:
    return create(
        "tiering.ScoreEntry",
        programme=_programme(),
        customer_id=customer_id,
        amount=pick + 1,
        event_at=AT,
        event_on=DAY,
        counts_at=AT,
        recorded_at=AT,
        source="s",
        key=f"E{stock.next()}",
    )


def _grant(customer_id: int, pick: int, stock: Stock) -> Any:
    return create(
        "tiering.LevelGrant",
        programme=_programme(),
        customer_id=customer_id,
        level="gold",
        mode=("pin", "floor")[pick],
        from_on=DAY,
        until_on=date(2026, 4, 1),
        reason="r",
        granted_at=AT,
    )


def _correction(customer_id: int, pick: int, stock: Stock) -> Any:
    told: dict[str, Any] = {
        "since": AT,
        "told": {},
        "true": {},
        "level_told": "a",
        "level_true": "b",
        "recorded_at": AT,
    }
    return create("tiering.Correction", programme=_programme(), customer_id=customer_id, **told)


def _points(customer_id: int, pick: int, stock: Stock) -> Any:
    told = {"scheme": _grains(), "member_id": customer_id, "act": "earn", "key": f"earn:{stock.next()}", "amount": 10}
    return create("loyalty.PointsFact", customer_id=customer_id, event_at=AT, at=AT, recorded_at=AT, **told)


def _by_hand(customer_id: int, pick: int, stock: Stock) -> Any:
    told = {"scheme": _grains(), "key": f"earn:asked-{stock.next()}", "way": "give", "amount": 20, "most": 10}
    return create("loyalty.PointsAdjustment", customer_id=customer_id, state="asked", asked_at=AT, **told)


def _grains() -> Any:
    scheme, fresh = apps.get_model("loyalty.PointsScheme")._default_manager.get_or_create(code="points", created_at=AT)
    told = {"scheme": scheme, "number": 1, "from_on": DAY, "text": "code: points\n", "published_at": AT}
    return create("loyalty.PointsVersion", **told).scheme if fresh else scheme


def _played(customer_id: int, pick: int, stock: Stock) -> Any:
    rows = apps.get_model("loyalty.ActivityPortfolio")._default_manager
    row, _ = rows.get_or_create(code="fun", defaults={"created_at": AT})
    told = {"portfolio": row, "activity": "daily", "version": 1, "kind": "check_in", "reason": "checked_in", "at": AT}
    key, own = f"k{stock.next()}", {"customer_id": customer_id, "member_id": customer_id}
    return create("loyalty.ActivityTaking", key=key, on=DAY, **told, **own)


def _coupon(customer_id: int, pick: int, stock: Stock) -> Any:
    batches = apps.get_model("loyalty.CouponBatch")._default_manager
    batch, _ = batches.get_or_create(code="coupons", defaults={"created_at": AT, "total": 9_999, "left": 9_999})
    told = {"version": 1, "tail": "0000", "state": "void", "issued_on": DAY, "from_on": DAY, "made_at": AT}
    own = {"customer_id": customer_id, "member_id": customer_id, "nth": stock.next(), "fingerprint": f"f{stock.next()}"}
    return create("loyalty.Coupon", batch=batch, until_on=DAY + timedelta(days=1), **told, **own)


def _pack(customer_id: int, pick: int, stock: Stock) -> Any:
    schemes = apps.get_model("loyalty.BenefitScheme")._default_manager
    scheme, _ = schemes.get_or_create(code="packs", defaults={"programme": "club", "created_at": AT})
    return create(
        "loyalty.BenefitGrant",
        scheme=scheme,
        version=1,
        programme="club",
        benefit="pack",
        member_id=customer_id,
        customer_id=customer_id,
        period=("202603", "202604")[pick],
        take="issue",
        level="gold",
        level_at=AT,
        window_from=DAY,
        window_until=date(2026, 4, 1),
        issued_on=DAY,
        until_on=date(2026, 3, 16),
        granted_at=AT,
    )


LOYALTY: dict[str, Make] = {
    "tiering.ScoreEntry.customer_id": _entry,
    "tiering.LevelGrant.customer_id": _grant,
    "tiering.Correction.customer_id": _correction,
    "loyalty.BenefitGrant.customer_id": _pack,
    "loyalty.PointsFact.customer_id": _points,
    "loyalty.PointsAdjustment.customer_id": _by_hand,
    "loyalty.ActivityTaking.customer_id": _played,
    "loyalty.Coupon.customer_id": _coupon,
    "loyalty.CouponUse.customer_id": lambda c, p, s: create("loyalty.CouponUse", customer_id=c, member_id=c, key=f"use:{s.next()}", asked="x", state="released", currency="CNY", at=AT),
    "tiering.GradeInput.customer_id": simple("tiering.GradeInput", code="credit", value_e6=1, observed_on=DAY, recorded_at=AT),
    "tiering.Grading.customer_id": lambda c, p, s: create("tiering.Grading", customer_id=c, card=s.card, as_of=DAY, graded_at=AT),
    "tiering.GradeReview.customer_id": lambda c, p, s: create("tiering.GradeReview", customer_id=c, period=("2026Q1", "2026Q2")[p], opened_on=DAY, due_on=DAY),
}  # fmt: skip
