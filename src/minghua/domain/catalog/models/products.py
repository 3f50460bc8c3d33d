"""Tables of the catalog: categories and products."""

from django.db import models
from django.db.models import F, Q

from minghua.domain.catalog.types import Nature


class Category(models.Model):
    """A shelf; shelves may stand inside shelves."""

    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="category_name_once_per_shelf"),
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="category_top_name_once"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="category_not_own_parent"),
        ]


class Product(models.Model):
    """One thing sold, known by its sku whatever the case it is written in."""

    sku = models.CharField(max_length=64)
    sku_key = models.CharField(max_length=192)  # the sku as it is compared, made by rules.nature: no engine folds alike
    name = models.CharField(max_length=200)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.CharField(max_length=16, default="件")
    price_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    cost_minor = models.BigIntegerField(null=True, blank=True)
    nature = models.CharField(max_length=16, default=Nature.GOODS)
    replenishable = models.BooleanField(default=False)
    cycle_days = models.PositiveIntegerField(null=True, blank=True)
    servings_milli = models.BigIntegerField(null=True, blank=True)
    serving_name = models.CharField(max_length=16, blank=True, default="")
    active = models.BooleanField(default=True)
    import_run_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku_key"], name="product_sku_once_in_any_case"),
            models.CheckConstraint(condition=~Q(sku=""), name="product_sku_not_empty"),
            models.CheckConstraint(
                condition=Q(price_minor=None) | Q(price_minor__gte=0), name="product_price_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(servings_milli=None) | Q(servings_milli__gt=0), name="product_servings_positive"
            ),
            models.CheckConstraint(condition=Q(cycle_days=None) | Q(cycle_days__gt=0), name="product_cycle_positive"),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="product_by_name"),
            models.Index(fields=["import_run_id"], condition=Q(import_run_id__isnull=False), name="product_by_import"),
        ]
