"""Who looks after a customer: owner spells (history), and the public pool 公海 with its limits."""

from django.db import models


class Pool(models.Model):
    """A public pool and its rules; an empty limit falls back to the parameters P01 and P02."""

    name = models.CharField(max_length=80, unique=True)
    team = models.ForeignKey("people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)
    return_after_days = models.PositiveIntegerField(null=True, blank=True)
    claim_limit = models.PositiveIntegerField(null=True, blank=True)
    daily_limit = models.PositiveIntegerField(null=True, blank=True)
    cooldown_days = models.PositiveIntegerField(default=0)
    hold_days = models.PositiveIntegerField(default=0)
    hidden_fields = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class OwnerSpell(models.Model):
    """A stretch of time during which one owner, team or pool kept a customer, and why it began."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pool = models.ForeignKey(Pool, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(until_at__isnull=True), name="owner_spell_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-from_at"], name="owner_spell_by_owner"),
            models.Index(fields=["customer", "-from_at"], name="owner_spell_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.reason} {self.from_at:%Y-%m-%d}"
