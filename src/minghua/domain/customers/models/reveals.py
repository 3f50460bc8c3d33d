"""The table of reveals: who looked behind a mask, at which field of whom, why, and until when."""

from django.db import models


class Reveal(models.Model):
    """One look behind a mask; the value itself is never kept here."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=80)
    reason = models.CharField(max_length=24)
    text = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="reveal_has_reason"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("at")), name="reveal_ends"),
        ]
        indexes = [
            models.Index(fields=["by", "-at", "-id"], name="reveal_by_person"),
            models.Index(fields=["-at", "-id"], name="reveal_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.field}"
