"""How customers hang together: buying roles, referral and other relations (R01.3), members of households."""

from django.db import models


class Relation(models.Model):
    """A directed link between two customers, effective from one day until (excluding) another."""

    from_customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    to_customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    role = models.CharField(max_length=24, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_customer", "to_customer", "kind", "role"],
                condition=models.Q(until_on__isnull=True),
                name="relation_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_customer=models.F("to_customer")), name="relation_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_customer_id} {self.kind} {self.to_customer_id}"


class HouseholdMember(models.Model):
    """A person of a household, known as a customer or only by name, from one day until another."""

    household = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    relation = models.CharField(max_length=24, blank=True, default="")
    gender = models.CharField(max_length=16, blank=True, default="")
    birthday = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    import_run_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(since_on__isnull=True)
                | models.Q(until_on__gte=models.F("since_on")),
                name="household_member_period",
            ),
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=models.Q(until_on__isnull=True, person__isnull=False),
                name="household_member_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.name}"
