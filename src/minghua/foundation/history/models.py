"""The table of changed fields: old value, new value, who, when, from where (R07, A07.2)."""

from django.db import models


class FieldChange(models.Model):
    """One field of one record changed once."""

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)
    source = models.CharField(max_length=20)
    run_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="history_of_record"),
            models.Index(fields=["run_id"], name="history_of_run", condition=models.Q(run_id__isnull=False)),
        ]
