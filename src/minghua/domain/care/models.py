"""Tables of the rice ledger: jars, what was brought, who was not at home, and goods that come back by interval."""

from django.db import models
from django.db.models import Q

PRESETS = (("shop", "shop"), ("village", "village"))
OUTCOMES = tuple((code, code) for code in ("delivered", "nobody_home", "declined", "postponed"))


class Jar(models.Model):
    """One product in one household: how much it holds, how fast it empties, when to go.

    `due_on` and `run_out_on` are what the rules last decided; null means nobody knows (needs a survey).
    """

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+")
    preset = models.CharField(max_length=16, choices=PRESETS, default="shop")
    people = models.PositiveIntegerField(default=0)
    per_person_milli = models.PositiveIntegerField(default=0)
    portions = models.JSONField(default=list, blank=True)
    capacity_milli = models.PositiveBigIntegerField()
    rate_micro = models.PositiveBigIntegerField(null=True)
    level_milli = models.PositiveBigIntegerField()
    level_on = models.DateField()
    safety_days = models.PositiveSmallIntegerField(null=True)
    lead_days = models.PositiveSmallIntegerField(null=True)
    delivery_window = models.CharField(max_length=40, blank=True)
    pay_day = models.PositiveSmallIntegerField(null=True)
    credit_limit_minor = models.BigIntegerField(null=True)
    area = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)
    consent_at = models.DateTimeField(null=True)
    active = models.BooleanField(default=True)
    run_out_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    retry_on = models.DateField(null=True)
    why = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "product"], condition=Q(active=True), name="care_one_jar"),
            models.CheckConstraint(condition=Q(capacity_milli__gt=0), name="care_jar_holds_something"),
            models.CheckConstraint(
                condition=Q(pay_day__isnull=True) | Q(pay_day__range=(1, 31)), name="care_pay_day_in_month"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "area"], condition=Q(active=True), name="care_jar_due"),
            models.Index(fields=["product", "due_on"], condition=Q(active=True), name="care_jar_product"),
        ]


class Sizing(models.Model):
    """The household's size from a day on: a newborn, a student who leaves (effective-dated, appended)."""

    jar = models.ForeignKey(Jar, on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()
    people = models.PositiveIntegerField()
    per_person_milli = models.PositiveIntegerField()
    portions = models.JSONField(default=list, blank=True)
    note = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["jar", "from_on"], name="care_one_size_a_day")]


class Absence(models.Model):
    """Days on which nobody eats at home; the interval is not learned from."""

    jar = models.ForeignKey(Jar, on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    note = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=models.F("from_on")), name="care_absence_has_days")
        ]
        indexes = [models.Index(fields=["jar", "from_on"], name="care_absence_jar")]


class Occasion(models.Model):
    """Days of guests or a festival: the daily need times `factor_milli` ÷ 1000."""

    jar = models.ForeignKey(Jar, on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    factor_milli = models.PositiveIntegerField()
    note = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=models.F("from_on")), name="care_occasion_has_days")
        ]
        indexes = [models.Index(fields=["jar", "from_on"], name="care_occasion_jar")]


class Delivery(models.Model):
    """One refill at the door: what was brought, what was forecast, what was learned; never edited.

    `key` makes the tap idempotent; `before` keeps the jar as it stood, for the counter-entry.
    """

    jar = models.ForeignKey(Jar, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    on = models.DateField()
    quantity_milli = models.PositiveBigIntegerField()
    level_before_milli = models.PositiveBigIntegerField(null=True)
    level_after_milli = models.PositiveBigIntegerField()
    forecast_level_milli = models.PositiveBigIntegerField(null=True)
    forecast_on = models.DateField(null=True)
    observed_rate_micro = models.PositiveBigIntegerField(null=True)
    learned_rate_micro = models.PositiveBigIntegerField(null=True)
    away = models.BooleanField(default=False)
    order_id = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    why = models.JSONField(default=dict)
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jar", "key"], name="care_one_delivery_per_tap"),
            models.CheckConstraint(condition=Q(quantity_milli__gt=0), name="care_delivery_brings_something"),
        ]
        indexes = [models.Index(fields=["jar", "on"], name="care_delivery_jar")]


class Withdrawal(models.Model):
    """The counter-entry of a delivery that was recorded by mistake."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Visit(models.Model):
    """Somebody stood at the door: delivered, nobody home, declined or another day."""

    jar = models.ForeignKey(Jar, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    on = models.DateField()
    outcome = models.CharField(max_length=16, choices=OUTCOMES)
    retry_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["jar", "key"], name="care_one_visit_per_tap")]
        indexes = [models.Index(fields=["jar", "on"], name="care_visit_jar")]


class Cadence(models.Model):
    """Goods without stock data: how often this customer buys this product, and when the next purchase is due."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")
    last_on = models.DateField()
    gap_count = models.PositiveIntegerField()
    interval_half_days = models.PositiveIntegerField()
    learned = models.BooleanField()
    last_quantity_milli = models.BigIntegerField(default=0)
    due_on = models.DateField()
    lapses_on = models.DateField()
    paused_until = models.DateField(null=True)
    why = models.JSONField(default=dict)
    refreshed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "product"], name="care_one_cadence"),
            models.CheckConstraint(condition=Q(interval_half_days__gt=0), name="care_interval_is_positive"),
        ]
        indexes = [models.Index(fields=["due_on"], name="care_cadence_due")]
