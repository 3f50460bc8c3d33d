"""Tables of cases: what the list sorts by, and the log that tells all of it."""

from django.db import models
from django.db.models import Q

KINDS = ("consult", "service", "repair", "complaint", "return", "care")
STANDINGS = ("open", "waiting", "closed")


class Case(models.Model):
    """One matter of one customer, whatever channel it came by.

    `version` is the number of the last entry, `spoken` that of the last one the customer can see.
    `due_at` is the nearest due time of an open clock, `breached` how many broken ones are not made good yet,
    `holidays` the version of the arrangement it is counted by.
    """

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=12, choices=tuple((code, code) for code in KINDS))
    subject = models.CharField(max_length=120, blank=True)
    story = models.TextField(blank=True)
    channel = models.CharField(max_length=24)
    severity = models.CharField(max_length=12, default="general")
    standing = models.CharField(max_length=12, default="open", choices=tuple((code, code) for code in STANDINGS))
    level = models.PositiveSmallIntegerField(default=1)
    accountable = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    offered_to = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    spoken = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    breached = models.PositiveSmallIntegerField(default=0)
    holidays = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=80, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(standing="closed", closed_at__isnull=False) | ~Q(standing="closed") & Q(closed_at=None),
                name="service_closed_has_time",
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="service_level_known"),
        ]
        indexes = [
            models.Index(fields=["customer", "-opened_at", "-id"], name="service_case_customer"),
            models.Index(fields=["due_at", "id"], condition=~Q(standing="closed"), name="service_case_due"),
            models.Index(
                fields=["assignee", "due_at", "id"], condition=~Q(standing="closed"), name="service_case_assignee"
            ),
            models.Index(fields=["-closed_at", "-id"], condition=Q(standing="closed"), name="service_case_closed"),
        ]


class CaseEntry(models.Model):
    """One line of a case's log, numbered from 1 without gaps; never changed, only its words go with an erasure.

    `data` is what the clocks read and names nobody; `details` are more words.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="+")
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=24)
    public = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    details = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="service_entry_number"),
            models.UniqueConstraint(fields=["case", "key"], name="service_entry_once"),
        ]
