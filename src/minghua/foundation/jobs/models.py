"""Tables of jobs and of the cron slots already served."""

from django.db import models
from django.db.models import Q

from minghua.foundation.jobs.types import JobState


class Job(models.Model):
    """One piece of work. `due_at` is when it may be taken: at first, after a failure, or from a worker gone silent."""

    name = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=120, null=True, unique=True)
    state = models.CharField(
        max_length=6, choices=[(state.value, state.value) for state in JobState], default=JobState.QUEUED
    )
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="job_due", condition=Q(state__in=["queued", "leased"])),
            models.Index(fields=["state", "-id"], name="job_state"),
            models.Index(fields=["finished_at"], name="job_finished", condition=Q(state="done")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in JobState]), name="job_state_known"),
        ]


class CronSlot(models.Model):
    """One hour of one cron entry that has been served."""

    name = models.CharField(max_length=80)
    slot = models.DateTimeField()
    served_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="cron_slot_once")]


class WorkerBeat(models.Model):
    """The last sign of life of one worker."""

    worker = models.CharField(max_length=80, primary_key=True)
    beat_at = models.DateTimeField()
