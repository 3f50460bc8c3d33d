"""Problems of units: one per unit and symptom for ever, each report of it, what was done, what proved its end."""

from django.db import models
from django.db.models import F, Q

from minghua.domain.service.types.problems import Basis, Condition, Outcome, ProblemState


class Problem(models.Model):
    """What one unit suffers from. Level and counts are the fold of its reports and rests; the database lets no level fall
    unless a rest came, and keeps a level at least as high as the reports since the last rest."""

    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, db_index=False, related_name="+")
    symptom = models.CharField(max_length=40)
    condition = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Condition])
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in ProblemState])
    level = models.PositiveSmallIntegerField()
    reports = models.PositiveIntegerField()
    since_rest = models.PositiveIntegerField()
    rests = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "symptom"], name="service_problem_once"),
            models.CheckConstraint(condition=Q(level__range=(0, 3)), name="service_problem_level"),
            models.CheckConstraint(
                condition=Q(level__gte=F("since_rest")) | Q(level=3), name="service_problem_level_counts"
            ),
            models.CheckConstraint(condition=Q(reports__gte=F("since_rest")), name="service_problem_reports"),
            models.CheckConstraint(
                condition=Q(state="at_rest", level=0) | ~Q(state="at_rest") & Q(level__gt=0),
                name="service_problem_rests_at_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-last_at", "-id"], name="service_problem_customer"),
            models.Index(fields=["-level", "first_at", "id"], condition=Q(level__gt=0), name="service_problem_open"),
        ]


class Occurrence(models.Model):
    """One report of a Problem, whatever channel it came by; `key` once for ever. `words` are the customer's."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    channel = models.CharField(max_length=24)
    symptom = models.CharField(max_length=40)
    condition = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Condition])
    words = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField()
    case = models.ForeignKey("service.Case", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(level__range=(1, 3)), name="service_occurrence_level")]
        indexes = [models.Index(fields=["problem", "at", "id"], name="service_occurrence_story")]


class Repair(models.Model):
    """What was found and done for one report, and how that ended; a later line does not change an earlier one."""

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Outcome])
    diagnosis = models.TextField(blank=True)
    parts = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")


class Rest(models.Model):
    """The proven end of a Problem: the customer's words, or days in the condition that brings it."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Basis])
    words = models.CharField(max_length=400, blank=True)
    seen_days = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
