"""The table of verifications: when everything was checked, how long it took, what was found."""

from django.db import models


class Verification(models.Model):
    """One run of the checks; `results` holds id, number of rows and seconds of each, and some of the rows."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    by_name = models.CharField(max_length=60, blank=True)
    checked = models.PositiveIntegerField()
    broken = models.PositiveIntegerField()
    results = models.JSONField(default=list)
