"""Who looks like whom: stored match keys, and the pairs that were found and judged (R06.8)."""

from django.db import models


class MatchKey(models.Model):
    """One normalised phone, address or name of a customer as a short keyed digest; `digest` already tells the kind."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    kind = models.PositiveSmallIntegerField()
    digest = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "kind", "customer"], name="match_key_once")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.kind}"
