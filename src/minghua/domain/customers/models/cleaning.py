"""Cleaning runs and what each proposes, so that it can be judged, applied and undone (R06.7)."""

from django.db import models

from minghua.domain.customers.types.cleaning import ChangeState, RunState


class CleaningRun(models.Model):
    """One look at a set of customers; `after_id` is where the worker goes on, `ask` the filter that chose the set."""

    label = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in RunState])
    rules = models.JSONField(default=list)
    ask = models.JSONField(default=dict)
    fences = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    after_id = models.BigIntegerField(default=0)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created_by", "-id"], name="cleaning_by_person")]

    def __str__(self) -> str:
        return f"{self.pk} {self.label}"


class CleaningChange(models.Model):
    """One value that could be better; without `mend` a person must look."""

    run = models.ForeignKey(CleaningRun, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=60)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    rule = models.CharField(max_length=12)
    reason_zh = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)
    mend = models.BooleanField()
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in ChangeState])

    class Meta:
        indexes = [
            models.Index(fields=["run", "state", "customer"], name="cleaning_change_state"),
            models.Index(fields=["run", "rule", "id"], name="cleaning_change_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.state}"
