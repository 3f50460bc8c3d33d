"""Stored figures of quality: per customer, per day and set, and how far the worker has come (R06.9, R07.5)."""

from django.db import models

from minghua.domain.customers.models.customer import Customer


class CustomerQuality(models.Model):
    """One customer's figures: sides in ten-thousandths, scores in hundredths of a point; null where nothing was asked.

    `as_of` is the day since which they are so.
    """

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, primary_key=True, related_name="+")
    completeness = models.SmallIntegerField(null=True)
    validity = models.SmallIntegerField(null=True)
    uniqueness = models.SmallIntegerField(null=True)
    timeliness = models.SmallIntegerField(null=True)
    consistency = models.SmallIntegerField(null=True)
    total = models.SmallIntegerField(null=True)
    archive = models.SmallIntegerField(null=True)
    as_of = models.DateField()
    rule_version = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.customer_id} {self.total}"


class FieldVerification(models.Model):
    """When somebody confirmed one field of a customer, apart from the archive as a whole."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=60)
    verified_at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "path"], name="field_verified_once")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.path}"


class QualitySnapshot(models.Model):
    """The quality of a set on a day, with the versions of rule and parameters that made it."""

    as_of = models.DateField()
    scope = models.CharField(max_length=5)
    scope_id = models.BigIntegerField(default=0)
    customers = models.IntegerField()
    completeness = models.SmallIntegerField(null=True)
    validity = models.SmallIntegerField(null=True)
    uniqueness = models.SmallIntegerField(null=True)
    timeliness = models.SmallIntegerField(null=True)
    consistency = models.SmallIntegerField(null=True)
    total = models.SmallIntegerField(null=True)
    archive = models.SmallIntegerField(null=True)
    rule_version = models.PositiveSmallIntegerField()
    parameter_version = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "scope_id", "as_of"], name="quality_snapshot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.as_of} {self.scope} {self.scope_id}"


class QualityMark(models.Model):
    """Up to which change of customers the figures are fresh."""

    code = models.CharField(max_length=16, primary_key=True)
    at = models.DateTimeField()
    after_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.code} {self.at}"
