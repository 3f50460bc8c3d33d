"""Writes of backups: make one and keep its record, forget the oldest."""

from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings

from minghua.foundation.audit import operations as audit
from minghua.foundation.backups import keyring, writing
from minghua.foundation.backups.jobs import DAILY_JOB
from minghua.foundation.backups.manifest import Manifest
from minghua.foundation.backups.models import Backup
from minghua.foundation.backups.refusals import TargetExists
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.periods import local_date

SUFFIX = ".mhb"


def make(path: Path, *, at: datetime) -> Manifest:
    """Write a backup to a new file, the newest keyring beside it, and record it; raises TargetExists."""
    if path.exists():
        raise TargetExists(path=path.name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    started = monotonic()
    with unit_of_work(SYSTEM, at=at):
        record = Backup.objects.create(name=path.name, started_at=at)
    try:
        made = writing.write(path, at=at)
    except BaseException as error:
        with unit_of_work(SYSTEM, at=at):
            Backup.objects.filter(pk=record.pk).update(failure=repr(error)[:300])
        raise
    with unit_of_work(SYSTEM, at=at):
        done = {"rows": made.rows, "files": made.files, "size": path.stat().st_size}
        Backup.objects.filter(pk=record.pk).update(finished_at=at + timedelta(seconds=monotonic() - started), **done)
        audit.record("backup.made", "backups.Backup", record.pk, done, by=SYSTEM, at=at)
    return made


def request(*, by: Actor, at: datetime) -> int:
    """Ask the worker for a backup now and return the job's id."""
    require(by, "system.verify")
    audit.record("backup.requested", "backups.Backup", "now", {}, by=by, at=at)
    return jobs.enqueue(DAILY_JOB, {}, at=at)


def make_daily(*, at: datetime) -> Path:
    """Write today's backup into the folder of backups and forget those beyond the number to keep."""
    folder = Path(settings.BACKUPS_ROOT)
    path = folder / f"minghua-{at:%Y%m%d-%H%M%S}{SUFFIX}"
    make(path, at=at)
    forget_old(folder, keep=parameters.value("backups.keep", on=local_date(at)), at=at)
    return path


def forget_old(folder: Path, *, keep: int, at: datetime) -> int:
    """Delete all but the newest backups of the folder and return how many went."""
    old = sorted(folder.glob(f"minghua-*{SUFFIX}"))[:-keep]
    for path in old:
        path.unlink()
    if old:
        with unit_of_work(SYSTEM, at=at):
            names = [path.name for path in old]
            Backup.objects.filter(name__in=names, forgotten_at=None).update(forgotten_at=at)
            audit.record("backup.forgotten", "backups.Backup", "many", {"names": names}, by=SYSTEM, at=at)
    return len(old)


def renew_keyring() -> None:
    """Write the newest keyring into the folder of backups, if there is one: an erasure reaches the backups there."""
    folder = Path(settings.BACKUPS_ROOT)
    if (folder / keyring.NAME).exists():
        keyring.write(folder)
