"""The table of backups made: when, how large, and what went wrong."""

from django.db import models


class Backup(models.Model):
    """One backup that was tried; `failure` says why there is none."""

    name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows = models.BigIntegerField(default=0)
    files = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="backup_recent")]
