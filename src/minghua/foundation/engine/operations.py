"""Writes of the engine that people ask for: a refresh in the background, and calling one off."""

from datetime import datetime

from minghua.foundation.audit import operations as audit
from minghua.foundation.engine.models import Snapshot
from minghua.foundation.engine.refreshing import SUBJECT
from minghua.foundation.engine.types import JOB, State
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require


def ask_for_refresh(*, by: Actor, at: datetime) -> int:
    """Have the worker make a snapshot and return the job's id; asked twice within a minute it is one job."""
    require(by, "engine.refresh")
    return jobs.enqueue(JOB, {"user_id": by.user_id}, at=at, key=f"{JOB}-{at:%Y%m%d%H%M}")


def stop(*, by: Actor, at: datetime) -> bool:
    """Call off the refresh that is being made; return whether there was one."""
    require(by, "engine.refresh")
    row = Snapshot.objects.filter(state=State.MAKING).order_by("-pk").first()
    if row is None or not Snapshot.objects.filter(pk=row.pk, state=State.MAKING).update(
        state=State.STOPPED, finished_at=at
    ):
        return False
    audit.record("engine.stopped", SUBJECT, row.pk, {}, by=by, at=at)
    return True
