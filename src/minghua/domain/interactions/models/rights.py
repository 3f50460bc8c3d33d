"""Tables of requests by persons: the request with its clock, and the records of what was done about it."""

from django.db import models
from django.db.models import Q


class PersonRequest(models.Model):
    """What a person asked about their data; `standing` and `due_on` follow the deeds."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    ask = models.CharField(max_length=24)
    standing = models.CharField(max_length=12)
    channel = models.CharField(max_length=16)
    requester = models.CharField(max_length=16)
    requester_name = models.CharField(max_length=80, blank=True, default="")
    text = models.TextField(blank=True, default="")
    received_on = models.DateField()
    received_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    warned_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=["received", "identified"], closed_at=None)
                | Q(standing__in=["fulfilled", "refused"], closed_at__isnull=False),
                name="request_closed_has_time",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("received_on")), name="request_due_after"),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(closed_at=None), name="request_open_due"),
            models.Index(fields=["-received_on", "-id"], name="request_by_day"),
        ]


class RequestDeed(models.Model):
    """One thing done about a request: who, when, why, with what evidence; never changed."""

    request = models.ForeignKey(PersonRequest, models.PROTECT, related_name="+")
    deed = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True, default="")
    how = models.CharField(max_length=24, blank=True, default="")
    ground = models.CharField(max_length=24, blank=True, default="")
    file_id = models.CharField(max_length=32, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(deed="refuse") | ~Q(ground=""), name="deed_refusal_has_ground"),
            models.CheckConstraint(condition=~Q(deed="identify") | ~Q(how=""), name="deed_identity_has_evidence"),
            models.UniqueConstraint(fields=["request", "deed"], name="deed_once"),
        ]
