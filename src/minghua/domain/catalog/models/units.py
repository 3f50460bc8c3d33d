"""Units: single things sold, each with its serial and the days that warranties run from."""

from django.db import models
from django.db.models import Q

from minghua.domain.catalog.models.products import Product


class Unit(models.Model):
    """One thing sold. `key` is how its source names it: a line of a sale, a row of a file, a form; never two units of one key.

    Who has it and where it stands is told by rooms above. `evidence` names the sale it came from, `sold_together` how many
    units that sale brought.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    serial = models.CharField(max_length=64, blank=True)
    serial_key = models.CharField(max_length=64, null=True)  # the serial as it is compared; null while unknown
    key = models.CharField(max_length=160, unique=True)
    purchased_on = models.DateField(null=True)
    installed_on = models.DateField(null=True)
    retired_on = models.DateField(null=True)
    sold_together = models.PositiveIntegerField(default=1)
    evidence = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField()
    import_run_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "serial_key"], name="catalog_serial_once_per_product"),
            models.CheckConstraint(
                condition=Q(installed_on=None) | Q(purchased_on=None) | Q(installed_on__gte=models.F("purchased_on")),
                name="catalog_installed_after_purchase",
            ),
            models.CheckConstraint(condition=Q(sold_together__gte=1), name="catalog_unit_was_sold"),
        ]
        indexes = [models.Index(fields=["serial_key"], name="catalog_unit_by_serial")]
