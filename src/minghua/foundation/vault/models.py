"""The table of wrapped keys: one row per customer, and row 0 for what belongs to no single customer."""

from django.db import models
from django.db.models import Q


class Key(models.Model):
    """One customer's key, wrapped by the master key; once destroyed nothing remains of it but the day.

    `mark` is the blind index of an erased customer's source key: it lets nobody be brought back by an old file.
    """

    customer_id = models.BigIntegerField(unique=True)
    wrapped = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)
    mark = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(wrapped=""), name="vault_destroyed_key_is_empty"
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=False) | ~Q(wrapped=""), name="vault_living_key_is_there"
            ),
        ]
        indexes = [
            models.Index(fields=["mark"], name="vault_mark", condition=~Q(mark="")),
            models.Index(fields=["destroyed_at"], name="vault_destroyed", condition=Q(destroyed_at__isnull=False)),
        ]
