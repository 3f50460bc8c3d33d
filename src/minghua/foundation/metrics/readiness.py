"""Whether this process can serve: the database answers, its tables are those of the code, a worker is alive."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from minghua.foundation.jobs import queries as jobs

SILENT_AFTER = 90.0  # seconds; a worker beats every fifteen


@dataclass(frozen=True, slots=True)
class Readiness:
    """The state of each part; only the database and its tables decide whether requests may come."""

    database: str
    migrations: str
    worker: str

    @property
    def ready(self) -> bool:
        """Return whether requests may come."""
        return (self.database, self.migrations) == ("ok", "ok")


def readiness(*, at: datetime) -> Readiness:
    """Return the state of the parts as of `at`; never raises for a database that is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        if not _migrated():
            return Readiness("ok", "pending", "unknown")
        beat = jobs.load(at=at).beat_seconds
    except DatabaseError:
        return Readiness("away", "unknown", "unknown")
    return Readiness("ok", "ok", "ok" if beat is not None and beat <= SILENT_AFTER else "silent")


def pending_migrations() -> list[str]:
    """Return the migrations that the code has and the database has not, as app.name."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _migrated() -> bool:
    try:
        return _once_migrated()
    except NotYet:
        return False


class NotYet(RuntimeError):
    """Migrations are pending: asked again at the next call."""


@cache
def _once_migrated() -> bool:
    """A database that has every table keeps them while this process runs: the answer yes is remembered."""
    if pending_migrations():
        raise NotYet
    return True
