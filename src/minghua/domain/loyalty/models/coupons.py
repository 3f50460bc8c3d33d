"""Tables of coupons: batches with dated versions, coupons known by the fingerprint of their code, purchases they are used on, the book."""

from django.db import models
from django.db.models import F, Q

from minghua.domain.loyalty.types.coupon_story import CouponAct, CouponState, UseState

STATES = tuple((each.value, each.value) for each in CouponState)
USES = tuple((each.value, each.value) for each in UseState)
ACTS = tuple((each.value, each.value) for each in CouponAct)
_LIVE = Q(state__in=(UseState.HELD.value, UseState.REDEEMED.value))


class CouponBatch(models.Model):
    """One kind of coupon; what it says stands in its versions. Counters move by conditional update alone.

    `left` coupons were not made yet; `spent` is what those held and redeemed take off, less what came back.
    """

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    total = models.BigIntegerField()
    left = models.BigIntegerField()
    budget = models.BigIntegerField(null=True)
    spent = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left__gte=0, left__lte=F("total"), spent__gte=0), name="loyalty_coupon_stock"
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(spent__lte=F("budget")), name="loyalty_coupon_in_budget"
            ),
        ]


class CouponVersion(models.Model):
    """A published version: coupons made from the beginning of a local day on follow it; never changed (a trigger refuses it)."""

    batch = models.ForeignKey(CouponBatch, on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    from_on = models.DateField()
    text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="loyalty_coupon_version_once"),
            models.UniqueConstraint(fields=["batch", "from_on"], name="loyalty_coupon_version_a_day"),
        ]


class CouponRun(models.Model):
    """Codes made at once, to be printed; the codes themselves were told this once and are kept nowhere."""

    batch = models.ForeignKey(CouponBatch, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=160, unique=True)
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, db_index=False, on_delete=models.PROTECT, related_name="+")


class Coupon(models.Model):
    """One coupon, known by the keyed fingerprint of its code; version and days stand as they were when it was made.

    `member_id` is whom it was given to first, for ever, `nth` which of this batch; `customer` follows a merge.
    """

    batch = models.ForeignKey(CouponBatch, on_delete=models.PROTECT, db_index=False, related_name="+")
    version = models.PositiveIntegerField()
    run = models.ForeignKey(CouponRun, null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=160, null=True, unique=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    state = models.CharField(max_length=8, choices=STATES, default=CouponState.READY.value)
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    member_id = models.BigIntegerField(null=True)
    nth = models.PositiveIntegerField(null=True)
    issued_on = models.DateField()
    from_on = models.DateField()
    until_on = models.DateField()
    balance = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "member_id", "nth"], name="loyalty_coupon_nth_once"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="loyalty_coupon_has_days"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="loyalty_coupon_balance"),
        ]
        indexes = [
            models.Index(fields=["batch", "state"], name="loyalty_coupon_batch"),
            models.Index(fields=["customer", "-id"], name="loyalty_coupon_member", condition=Q(customer__isnull=False)),
            models.Index(fields=["until_on", "id"], name="loyalty_coupon_due", condition=Q(state="ready")),
        ]


class CouponUse(models.Model):
    """One purchase on which coupons are held or used: unique by its key for ever, with what was decided.

    `lines` are the purchase, `told` what was asked; both stand as they were.
    """

    key = models.CharField(max_length=160, unique=True)
    asked = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=USES)
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    member_id = models.BigIntegerField(null=True)
    order = models.CharField(max_length=100, blank=True)
    currency = models.CharField(max_length=3)
    lines = models.JSONField(default=list)
    freight = models.BigIntegerField(default=0)
    skipped = models.JSONField(default=list)
    policy = models.JSONField(default=dict)
    money = models.BigIntegerField(default=0)
    points = models.BigIntegerField(default=0)
    points_scheme = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey("people.User", null=True, db_index=False, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=_LIVE & ~Q(order=""), name="loyalty_one_use_an_order"),
            models.CheckConstraint(condition=~Q(state="held") | Q(until_at__isnull=False), name="loyalty_hold_ends"),
        ]
        indexes = [
            models.Index(fields=["customer", "-id"], name="loyalty_use_member", condition=Q(customer__isnull=False)),
            models.Index(fields=["until_at", "id"], name="loyalty_use_due", condition=Q(state="held")),
        ]


class CouponUsed(models.Model):
    """What one coupon gave on a purchase, laid on its lines; `live` until it is let go or given back."""

    use = models.ForeignKey(CouponUse, on_delete=models.PROTECT, db_index=False, related_name="+")
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(CouponBatch, on_delete=models.PROTECT, db_index=False, related_name="+")
    place = models.PositiveIntegerField()
    off = models.JSONField(default=list)
    freight = models.BigIntegerField(default=0)
    money = models.BigIntegerField()
    gift = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField(default=0)
    points = models.BigIntegerField(default=0)
    pays = models.BooleanField(default=False)
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use", "coupon"], name="loyalty_used_once_a_use"),
            models.UniqueConstraint(fields=["coupon"], condition=Q(live=True), name="loyalty_coupon_used_once"),
            models.CheckConstraint(condition=Q(money__gte=0, freight__gte=0), name="loyalty_used_not_negative"),
        ]


class CouponReversal(models.Model):
    """Goods of a purchase came back: what of each line, and what that gives back, reckoned from the stored shares."""

    use = models.ForeignKey(CouponUse, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=160, unique=True)
    asked = models.CharField(max_length=64)
    lines = models.JSONField(default=list)
    shares = models.JSONField(default=dict)  # used → what of its discount went back
    money = models.BigIntegerField()
    whole = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, db_index=False, on_delete=models.PROTECT, related_name="+")


class CouponEvent(models.Model):
    """One line of the book of coupons: appended, never changed (a trigger refuses it)."""

    batch = models.ForeignKey(CouponBatch, on_delete=models.PROTECT, related_name="+")
    coupon = models.ForeignKey(Coupon, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    use = models.ForeignKey(CouponUse, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    act = models.CharField(max_length=10, choices=ACTS)
    count = models.PositiveIntegerField(default=1)
    money = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, db_index=False, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["coupon", "id"], name="loyalty_event_coupon", condition=Q(coupon__isnull=False)),
        ]
