"""The table of what was done: rows are added, never changed (law 2, trust T18)."""

from django.db import models


class AuditEvent(models.Model):
    """One act: who, what, to which record; chained to the one before by its hash."""

    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(max_length=60)
    channel = models.CharField(max_length=10)
    request_id = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "seq"], name="audit_by_subject"),
            models.Index(fields=["verb", "seq"], name="audit_by_verb"),
        ]


class AuditHead(models.Model):
    """The end of the chain: one row, locked while it grows."""

    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
