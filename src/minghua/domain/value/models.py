"""Tables of value: dated costs of products, posted costs, and stored pyramids with everybody's place."""

from django.db import models
from django.db.models import F, Q

from minghua.domain.value.types import POSTED


class ProductCost(models.Model):
    """What one unit of a product costs from a day on."""

    product = models.ForeignKey("catalog.Product", models.PROTECT, db_index=False, related_name="+")
    valid_from = models.DateField()
    cost_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="CNY")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "currency", "valid_from"], name="product_cost_once_a_day"),
            models.CheckConstraint(condition=Q(cost_minor__gte=0), name="product_cost_not_negative"),
        ]


class CostEntry(models.Model):
    """One cost of a customer, named once for ever by its source and key; undone only by its counter-entry."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, db_index=False, related_name="+")
    part = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="CNY")
    event_at = models.DateTimeField()
    event_on = models.DateField()
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    reason = models.CharField(max_length=120, default="", blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="cost_once_per_source"),
            models.CheckConstraint(condition=Q(part__in=[str(part) for part in POSTED]), name="cost_part_known"),
            models.CheckConstraint(
                condition=Q(reverses=None, amount_minor__gt=0) | Q(reverses__isnull=False, amount_minor__lt=0),
                name="cost_reversal_is_negative",
            ),
            models.CheckConstraint(condition=~Q(source="") & ~Q(key=""), name="cost_named"),
        ]
        indexes = [
            models.Index(fields=["customer", "-event_on", "-id"], name="cost_by_customer"),
            models.Index(fields=["event_on"], name="cost_by_day"),
        ]


class PyramidRun(models.Model):
    """One computation of a pyramid, with its definition and figures as they were."""

    definition = models.JSONField()
    start_on = models.DateField()
    end_on = models.DateField()
    as_of = models.DateField()
    currency = models.CharField(max_length=3)
    customers = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    rule = models.CharField(max_length=12, default="R13.2")
    parameter_versions = models.JSONField(default=dict)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(start_on__lt=F("end_on")), name="pyramid_period_has_days"),
        ]


class PyramidPlace(models.Model):
    """Where a customer stood in one run and every part of what they brought, in minor units."""

    run = models.ForeignKey(PyramidRun, models.CASCADE, db_index=False, related_name="+")
    customer = models.ForeignKey(
        "customers.Customer", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    rank = models.PositiveIntegerField()
    layer = models.PositiveSmallIntegerField()
    metric_minor = models.BigIntegerField()
    orders = models.PositiveIntegerField()
    sales_minor = models.BigIntegerField()
    returns_minor = models.BigIntegerField()
    goods_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField()
    points_minor = models.BigIntegerField()
    logistics_minor = models.BigIntegerField()
    service_minor = models.BigIntegerField()
    selling_minor = models.BigIntegerField()
    bad_debt_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "customer"], name="pyramid_place_once"),
            models.UniqueConstraint(fields=["run", "rank"], name="pyramid_rank_once"),
        ]
        indexes = [models.Index(fields=["customer", "-run"], name="pyramid_by_customer")]


class RfmRun(models.Model):
    """One look at recency, frequency and money, with its definition, cuts and figures as they were."""

    definition = models.JSONField()
    start_on = models.DateField()
    end_on = models.DateField()
    as_of = models.DateField()
    cut_at = models.DateTimeField()
    customers = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    rule = models.CharField(max_length=12, default="R12.7")
    by_name = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(start_on__lt=F("end_on")), name="rfm_period_has_days")]


class RfmPlace(models.Model):
    """What one customer was seen as in a run: the three facts, their scores, and the place in the eight segments."""

    run = models.ForeignKey(RfmRun, models.CASCADE, db_index=False, related_name="+")
    customer = models.ForeignKey(
        "customers.Customer", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    recency = models.IntegerField()
    frequency = models.IntegerField()
    monetary_minor = models.BigIntegerField()
    r = models.PositiveSmallIntegerField()
    f = models.PositiveSmallIntegerField()
    m = models.PositiveSmallIntegerField()
    segment = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "customer"], name="rfm_place_once")]
        indexes = [
            models.Index(fields=["customer", "-run"], name="rfm_by_customer"),
            models.Index(fields=["run", "segment", "-monetary_minor", "customer"], name="rfm_by_segment"),
        ]
