"""Bulk acts that can be undone: what each touched row looked like before."""

from django.db import models


class BulkAct(models.Model):
    """One bulk assignment or tagging; its token buys a counter-entry, once."""

    token = models.CharField(max_length=32, unique=True)
    verb = models.CharField(max_length=24)
    before = models.JSONField(default=list)
    by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.verb} {self.token}"
