"""Tables of clocks: what was promised by when, the warnings given, the policies that were published."""

from django.db import models
from django.db.models import Q

from minghua.domain.service.models.cases import Case

STATES = ("open", "satisfied", "breached", "dropped")


class Clock(models.Model):
    """One clock of a case, told from its log; `next_at` is when the worker must look, `warned` the percent last told."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=20)
    ref = models.PositiveIntegerField()
    owner = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    paused = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="open", choices=tuple((code, code) for code in STATES))
    breached_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    warned = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "ref"], name="service_one_clock"),
            models.CheckConstraint(
                condition=Q(state="breached", breached_at__isnull=False) | ~Q(state="breached") & Q(breached_at=None),
                name="service_breach_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="open", done_at=None)
                | Q(state="breached")
                | Q(state__in=("satisfied", "dropped"), done_at__isnull=False, next_at=None),
                name="service_clock_stands_one_way",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="service_clock_next"),
            models.Index(fields=["id"], condition=Q(provisional=True, state="open"), name="service_clock_unsure"),
        ]


class ClockAlert(models.Model):
    """One warning of a clock, or its breach (100); `at` is when it was reached, `told_at` when somebody was told."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, db_index=False, related_name="+")
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "percent"], name="service_alert_once")]


class ServicePolicy(models.Model):
    """One published version of the service policy; it stands as it was published."""

    version = models.PositiveIntegerField(unique=True)
    text = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
