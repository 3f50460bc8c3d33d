"""Tables of contacts: those that happened, and next steps that were promised."""

from django.db import models
from django.db.models import Q


class Contact(models.Model):
    """One contact with a customer, in or out, or a note."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, db_index=False, related_name="+")
    channel = models.CharField(max_length=24)
    direction = models.CharField(max_length=4)
    at = models.DateTimeField()
    agent = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField(default="", blank=True)
    outcome = models.CharField(max_length=24, default="", blank=True)
    sentiment = models.CharField(max_length=12, default="", blank=True)
    order_id = models.BigIntegerField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    topic = models.CharField(max_length=16, null=True, blank=True)
    import_run_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=["in", "out", "note"]), name="contact_direction_known")
        ]
        indexes = [
            models.Index(fields=["customer", "-at", "-id"], name="contact_by_customer"),
            models.Index(fields=["-at", "-id"], name="contact_by_time"),
            models.Index(fields=["import_run_id"], condition=Q(import_run_id__isnull=False), name="contact_by_import"),
        ]


class NextStep(models.Model):
    """Something promised to a customer; open while `done_at` is empty."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    assignee = models.ForeignKey("people.User", models.PROTECT, db_index=False, related_name="+")
    due_at = models.DateTimeField()
    text = models.CharField(max_length=200)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=200, default="", blank=True)
    created_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False), name="next_step_done_has_time"
            )
        ]
        indexes = [
            models.Index(fields=["assignee", "due_at", "id"], condition=Q(done_at=None), name="next_step_open_due"),
        ]
