"""The table of packages: everything about a person, made on request, handed out once, gone after some days."""

from django.db import models
from django.db.models import Q


class PersonPackage(models.Model):
    """One package about a customer: asked for, ready, handed out or expired."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    asked_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="making")
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    handed_to = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    file_id = models.CharField(max_length=32, blank=True, default="")
    size = models.BigIntegerField(default=0)
    tables = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ready", expires_at__isnull=False) & ~Q(file_id="")
                | Q(state__in=["making", "handed", "expired", "failed"]),
                name="package_ready_has_file",
            ),
        ]
        indexes = [models.Index(fields=["customer", "-asked_at", "-id"], name="package_by_customer")]
