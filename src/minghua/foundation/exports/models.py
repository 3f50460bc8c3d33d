"""Tables of exports: each one asked for or handed out, and what a person has taken on a day."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from minghua.foundation.exports.types import State


class Export(models.Model):
    """One export: who wants which rows why, who agreed, which mark its file carries, what became of the file."""

    id = models.CharField(max_length=32, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    spec = models.JSONField(default=dict)
    form = models.CharField(max_length=4)
    language = models.CharField(max_length=10)
    columns = models.JSONField(default=list)
    rows_asked = models.PositiveIntegerField()
    personal = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=10)
    token_id = models.BigIntegerField(null=True)
    mark = models.CharField(max_length=19, unique=True)
    state = models.CharField(max_length=9, choices=[(state.value, state.value) for state in State])
    asked_at = models.DateTimeField()
    ask_until = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(null=True)
    rows_made = models.PositiveIntegerField(null=True)
    file_id = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(null=True)
    file_until = models.DateTimeField(null=True)
    downloads = models.PositiveSmallIntegerField(default=0)
    most_downloads = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-asked_at", "-id"], name="exports_of_user"),
            models.Index(fields=["state", "-asked_at", "-id"], name="exports_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("user")), name="export_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.APPROVED, State.READY]) | Q(decided_by__isnull=False),
                name="export_file_only_when_approved",
            ),
        ]


class ExportDay(models.Model):
    """How many rows a person has taken on one local day, and how many of them without approval."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    rows = models.PositiveIntegerField(default=0)
    unapproved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="export_day_once")]
