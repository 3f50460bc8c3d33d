"""Merges of two records: who stayed, who went, and the sealed journal that buys everything back."""

from django.db import models


class Merge(models.Model):
    """One record merged into another; the journal is sealed with the survivor's key, so that an erasure ends it too."""

    survivor = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    loser = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    score_ppm = models.PositiveIntegerField(null=True, blank=True)
    journal = models.TextField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loser"], condition=models.Q(undone_at=None), name="merge_once"),
            models.CheckConstraint(condition=~models.Q(survivor=models.F("loser")), name="merge_of_two"),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="merge_recent")]

    def __str__(self) -> str:
        return f"{self.loser_id} → {self.survivor_id}"
