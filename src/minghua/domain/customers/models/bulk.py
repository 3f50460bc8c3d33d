"""Bulk acts that can be undone: what each touched row looked like before, and how far a long one has come."""

from django.db import models


class BulkAct(models.Model):
    """One bulk assignment or tagging; its token buys a counter-entry, once.

    An act over everything a filter keeps names its rows in `ids` and is done, and undone, in pieces: `position` is how
    many of them (when undoing: of `before`) the worker has been through.
    """

    token = models.CharField(max_length=32, unique=True)
    verb = models.CharField(max_length=24)
    before = models.JSONField(default=list)
    by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, default="done")
    ids = models.JSONField(default=list)
    argument = models.JSONField(default=dict)
    position = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    restored = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.verb} {self.token}"
