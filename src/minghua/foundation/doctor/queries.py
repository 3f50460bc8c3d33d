"""Reads of the doctor: every check, one after the other."""

from datetime import datetime

from minghua.foundation.doctor import database, edge, machine, service
from minghua.foundation.doctor.types import Check, Level
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require


def examination(viewer: Actor, *, at: datetime) -> list[Check]:
    """Return every check as of `at`, what is ill first; needs `system.view`."""
    require(viewer, "system.view")
    found = [*database.checks(at), *machine.checks(at), *edge.checks(at), *service.checks(at)]
    order = (Level.FAIL, Level.WARN, Level.OK)
    return sorted(found, key=lambda check: order.index(check.level))
