"""Explicit shares: one record opened to one more person or team."""

from django.conf import settings
from django.db import models


class RecordShare(models.Model):
    """A record that somebody besides its owner may see, and perhaps edit."""

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("people.Team", null=True, on_delete=models.CASCADE, related_name="+")
    may_edit = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "user"], name="share_once_per_user"),
            models.UniqueConstraint(fields=["subject_type", "subject_id", "team"], name="share_once_per_team"),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, team__isnull=True)
                | models.Q(user__isnull=True, team__isnull=False),
                name="share_with_a_user_or_a_team",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "user", "subject_id"], name="share_by_user"),
            models.Index(fields=["subject_type", "team", "subject_id"], name="share_by_team"),
        ]
