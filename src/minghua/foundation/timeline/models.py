"""The table of what happened with a customer, in one order for everyone who may see the customer."""

from django.db import models


class TimelineEntry(models.Model):
    """One thing that happened: kind and data, from which each door makes its words."""

    customer_id = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    ref_type = models.CharField(max_length=20, blank=True)
    ref_id = models.BigIntegerField(null=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
    run_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer_id", "-at", "-id"], name="timeline_of_customer"),
            models.Index(fields=["customer_id", "kind", "-at", "-id"], name="timeline_of_kind"),
            models.Index(fields=["ref_type", "ref_id"], name="timeline_of_ref"),
            models.Index(fields=["run_id"], name="timeline_of_run", condition=models.Q(run_id__isnull=False)),
        ]
