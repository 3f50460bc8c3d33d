"""Table of API tokens: the prefix finds the row, only the hash of the secret is kept."""

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """One key of one person; `rows_used` counts the rows handed out on `rows_on` (UTC day)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16, unique=True)
    secret_sha256 = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    row_cap = models.PositiveIntegerField(null=True)
    rows_on = models.DateField(null=True)
    rows_used = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Lists are read per person, newest first."""

        indexes = [models.Index(fields=["user", "-id"], name="tokens_by_user")]
