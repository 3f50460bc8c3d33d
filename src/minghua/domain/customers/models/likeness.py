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


class Pair(models.Model):
    """Two customers that look alike, the smaller id first; `different` pairs were judged by a person and stay so.

    `score_ppm` is R06.8's score, `millibits` the odds of the learned model (thousandths of a power of two), `why` its reasons.
    """

    low = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, db_index=False, related_name="+")
    high = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    score_ppm = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8)
    traits = models.JSONField(default=dict)
    millibits = models.IntegerField(default=0)
    why = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="open")
    found_at = models.DateTimeField()
    judged_by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="pair_once"),
            models.CheckConstraint(condition=models.Q(low__lt=models.F("high")), name="pair_in_order"),
            models.CheckConstraint(condition=models.Q(state__in=["open", "different"]), name="pair_state_known"),
        ]
        indexes = [
            models.Index(fields=["-score_ppm", "-id"], condition=models.Q(state="open"), name="pair_by_score"),
            models.Index(fields=["-millibits", "-id"], condition=models.Q(state="open"), name="pair_by_chance"),
        ]

    def __str__(self) -> str:
        return f"{self.low_id} ~ {self.high_id}"


class DoubleSearch(models.Model):
    """How far the search for doubles has come: keys are numbered in the order they were made, so that only new ones are read."""

    name = models.CharField(max_length=20, primary_key=True)
    last_key_id = models.BigIntegerField(default=0)
    until_key_id = models.BigIntegerField(default=0)
    looked_at = models.BigIntegerField(default=0)
    found = models.BigIntegerField(default=0)
    wide = models.BooleanField(default=False)
    stop_asked = models.BooleanField(default=False)
    near_after_id = models.BigIntegerField(default=0)
    near_until_id = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.last_key_id}"


class LikenessModel(models.Model):
    """What one kind of customer's records taught about doubles here: shares only, nobody's values."""

    kind = models.CharField(max_length=16, primary_key=True)
    spec = models.JSONField()
    learned_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind
