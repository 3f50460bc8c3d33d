"""Promises: what was said to whom, who owes it until when, how it was kept or broken."""

from django.db import models
from django.db.models import Q

from minghua.domain.service.types.promises import Origin, PromiseKind


class Promise(models.Model):
    """One promise. What was promised never changes; it is fulfilled with evidence or let go by the customer, once.

    `breached_at` is the due time once it passed unfulfilled, and stays whatever comes later.
    """

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, db_index=False, related_name="+")
    unit = models.ForeignKey("catalog.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    problem = models.ForeignKey("service.Problem", null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("service.Case", null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in PromiseKind])
    origin = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Origin])
    text = models.CharField(max_length=400)
    owner = models.ForeignKey("people.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    team = models.ForeignKey("people.Team", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    given_at = models.DateTimeField()
    due_at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    kept_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=400, blank=True)
    waived_at = models.DateTimeField(null=True)
    waived_words = models.CharField(max_length=400, blank=True)
    ended_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    breached_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kept_at=None) | Q(waived_at=None), name="service_promise_ends_once"),
            models.CheckConstraint(
                condition=Q(breached_at=None) | Q(breached_at=models.F("due_at")), name="service_promise_breach_is_due"
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "due_at", "id"], name="service_promise_customer"),
            models.Index(
                fields=["due_at", "id"], condition=Q(kept_at=None, waived_at=None), name="service_promise_open"
            ),
            models.Index(fields=["owner", "due_at", "id"], name="service_promise_owner"),
            models.Index(fields=["due_at", "id"], name="service_promise_list"),
        ]
