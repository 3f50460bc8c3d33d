"""Tables of imports: runs, mapping templates, the problems of a run, and what a run changed (for its undo)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minghua.foundation.imports.types import State


class ImportTemplate(models.Model):
    """A mapping kept for files with the same headers; it holds no data of anybody."""

    name = models.CharField(max_length=120)
    target = models.CharField(max_length=24)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "name"], name="import_template_name_once")]
        indexes = [models.Index(fields=["target", "signature"], name="import_template_by_headers")]


class ImportRun(models.Model):
    """One file on its way into the house; the checkpoint moves in the transaction of what it counts."""

    target = models.CharField(max_length=24)
    name = models.CharField(max_length=200)
    file_id = models.CharField(max_length=32)
    file_size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    reading = models.JSONField(default=dict)
    headers = models.JSONField(default=list)
    sheets = models.JSONField(default=list)
    samples = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    template = models.ForeignKey(ImportTemplate, models.SET_NULL, null=True, related_name="+")
    phase = models.CharField(max_length=16, default="", blank=True)
    checkpoint = models.BigIntegerField(default=0)
    attempt = models.PositiveIntegerField(default=0)
    rows_read = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(default=0)
    units_total = models.BigIntegerField(default=0)
    forecast = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    failure = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="import_state_known"),
        ]
        indexes = [models.Index(fields=["created_by", "-id"], name="import_by_owner")]


class ImportProblem(models.Model):
    """One thing wrong in one row; `unit` names the order or customer it keeps out."""

    run = models.ForeignKey(ImportRun, models.CASCADE, db_index=False, related_name="+")
    unit = models.BigIntegerField(null=True)
    row = models.BigIntegerField()
    field = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=40)
    excerpt = models.CharField(max_length=120, blank=True)
    severity = models.CharField(max_length=8)
    params = models.JSONField(default=dict)
    stage = models.CharField(max_length=8)

    class Meta:
        indexes = [
            models.Index(fields=["run", "stage", "row", "id"], name="import_problem_by_row"),
            models.Index(fields=["run", "stage", "code", "row", "id"], name="import_problem_by_code"),
        ]


class ImportChange(models.Model):
    """What a record held before the run changed it."""

    run = models.ForeignKey(ImportRun, models.CASCADE, db_index=False, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    before = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["run", "id"], name="import_change_of_run")]


class ImportTouch(models.Model):
    """A record of another kind that the run's data changed: a customer whose orders came, to be judged afresh."""

    run = models.ForeignKey(ImportRun, models.CASCADE, db_index=False, related_name="+")
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "subject_id"], name="import_touch_once")]
