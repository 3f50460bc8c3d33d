"""Tables of the engine: which rows changed since they were last read, and the snapshots that were published."""

from django.db import models
from django.db.models import Q

from minghua.foundation.engine.types import State


class Change(models.Model):
    """A row that was written or deleted; triggers on the facts' tables add it in the transaction that did so."""

    fact = models.CharField(max_length=24)
    row_id = models.BigIntegerField()


class Snapshot(models.Model):
    """One set of files: `cut_at` is the moment it shows, `contents` says how many rows each file of each fact holds."""

    token = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=8, default=State.MAKING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    cut_at = models.DateTimeField(null=True)
    shape = models.CharField(max_length=64)
    contents = models.JSONField(default=dict)
    pieces = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="engine_snapshot_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.READY) | Q(cut_at__isnull=False), name="engine_snapshot_ready_has_cut"
            ),
        ]
