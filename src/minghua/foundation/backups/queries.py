"""Reads of backups: which there are, where they lie, how many are kept."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from minghua.foundation.backups.models import Backup
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import local_date

LATE_SECONDS: Final = timedelta(hours=26).total_seconds()  # a day and the time a large one takes
SHOWN: Final = 50


def backups(viewer: Actor) -> list[Backup]:
    """Return the newest backups; needs `system.view`."""
    require(viewer, "system.view")
    return list(Backup.objects.order_by("-started_at", "-pk")[:SHOWN])


def folder() -> str:
    """Return where the daily backups lie."""
    return str(settings.BACKUPS_ROOT)


def kept(at: datetime) -> int:
    """Return how many daily backups are kept."""
    return int(parameters.value("backups.keep", on=local_date(at)))
