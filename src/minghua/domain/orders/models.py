"""Tables of the orders room: orders and returns with their lines."""

from django.db import models
from django.db.models import Q


class Order(models.Model):
    """One order, invoice or book adjustment, named once by its source and number."""

    source = models.CharField(max_length=40)
    number = models.CharField(max_length=64)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    placed_at = models.DateTimeField()
    placed_on = models.DateField()
    currency = models.CharField(max_length=3, default="CNY")
    total_minor = models.BigIntegerField()
    line_count = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, default="sale")
    kind_reason = models.CharField(max_length=24, default="", blank=True)
    channel = models.CharField(max_length=24, default="", blank=True)
    status = models.CharField(max_length=12, default="completed")
    fingerprint = models.CharField(max_length=32)
    import_run_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="order_number_once_per_source"),
            models.CheckConstraint(condition=~Q(number=""), name="order_number_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=["sale", "adjustment"]), name="order_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "completed", "cancelled"]), name="order_status_known"
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-placed_at", "-id"], name="order_by_customer"),
            models.Index(fields=["-placed_at", "-id"], name="order_by_time"),
            models.Index(fields=["number"], name="order_by_number"),
            models.Index(fields=["total_minor", "id"], name="order_by_total"),
            models.Index(fields=["import_run_id"], condition=Q(import_run_id__isnull=False), name="order_by_import"),
        ]


class OrderLine(models.Model):
    """One product on an order; the amount is rounded once, here."""

    order = models.ForeignKey(Order, models.CASCADE, db_index=False, related_name="+")
    position = models.PositiveIntegerField()
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+")
    description = models.CharField(max_length=200, default="", blank=True)
    quantity_milli = models.BigIntegerField()
    unit_price_e4 = models.BigIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "position"], name="order_line_position_once")]


class Return(models.Model):
    """Goods that came back, or a cancelled invoice; `order` is set when every tied line came from that one order."""

    source = models.CharField(max_length=40)
    number = models.CharField(max_length=64)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    order = models.ForeignKey(Order, models.SET_NULL, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField()
    returned_on = models.DateField()
    currency = models.CharField(max_length=3, default="CNY")
    total_minor = models.BigIntegerField()
    reason = models.CharField(max_length=200, default="", blank=True)
    fingerprint = models.CharField(max_length=32)
    import_run_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="return_number_once_per_source"),
            models.CheckConstraint(condition=~Q(number=""), name="return_number_not_empty"),
        ]
        indexes = [
            models.Index(fields=["customer", "-returned_at", "-id"], name="return_by_customer"),
            models.Index(fields=["-returned_at", "-id"], name="return_by_time"),
            models.Index(fields=["import_run_id"], condition=Q(import_run_id__isnull=False), name="return_by_import"),
        ]


class ReturnLine(models.Model):
    """One returned product, or one part of it when the goods came from several order lines."""

    return_of = models.ForeignKey(Return, models.CASCADE, db_index=False, related_name="+")
    position = models.PositiveIntegerField()
    part = models.PositiveIntegerField(default=0)
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="+")
    description = models.CharField(max_length=200, default="", blank=True)
    order_line = models.ForeignKey(OrderLine, models.SET_NULL, null=True, blank=True, related_name="+")
    quantity_milli = models.BigIntegerField()
    unit_price_e4 = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    match = models.CharField(max_length=20, default="pending")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["return_of", "position", "part"], name="return_line_part_once"),
            models.CheckConstraint(condition=Q(quantity_milli__gt=0), name="return_line_quantity_positive"),
        ]
        indexes = [models.Index(fields=["match", "id"], name="return_line_by_match")]
