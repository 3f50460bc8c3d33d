"""Tables of erasures done and of legal holds; neither holds anything of the person but an id and our own number."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Erasure(models.Model):
    """One customer erased: who did it, why, and how many rows went and stayed."""

    customer_id = models.BigIntegerField(unique=True)
    number = models.CharField(max_length=24)
    reason = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    gone = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)


class LegalHold(models.Model):
    """A stretch of time in which the law forbids to erase or purge a customer's data; open while `until` is empty.

    `last_on` is the last day it was set for (empty: until it is lifted). A merge of two held records ends the one that
    goes: then nobody ended it and no reason stands.
    """

    customer_id = models.BigIntegerField()
    why = models.CharField(max_length=200)
    since = models.DateTimeField()
    last_on = models.DateField(null=True)
    until = models.DateTimeField(null=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lift_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer_id"], condition=Q(until=None), name="legal_hold_one_open"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="legal_hold_in_order"),
        ]
        indexes = [models.Index(fields=["customer_id", "-id"], name="legal_hold_of_customer")]
