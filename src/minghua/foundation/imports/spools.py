"""Where the spool of a run lies, and how it is made again when it is lost."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from minghua.foundation.files import operations as files
from minghua.foundation.imports import staging, targets
from minghua.foundation.imports.facts import facts_of
from minghua.foundation.imports.models import ImportRun
from minghua.foundation.imports.readers import table
from minghua.foundation.imports.readers.table import Table
from minghua.foundation.imports.signatures import fingerprint_of
from minghua.foundation.imports.spool import Spool
from minghua.foundation.imports.types import Problem, Reading


def path_of(run: ImportRun) -> Path:
    """Return the spool's path, beside the stored files."""
    return Path(settings.FILES_ROOT) / "spools" / f"{run.file_id}.sqlite3"


def spool_of(run: ImportRun) -> Spool:
    """Return the run's spool, perhaps not yet filled."""
    return Spool(path_of(run), targets.target(run.target).fields())


def is_ready(run: ImportRun, spool: Spool) -> bool:
    """Return whether the spool holds this file under this mapping."""
    return spool.is_complete(fingerprint_of(run))


def table_of(run: ImportRun) -> Table:
    """Return the run's file as it was looked at; nothing is read again."""
    reading = {name: value for name, value in run.reading.items() if name != "packed"}
    return Table(
        files.place_of(run.file_id),
        run.reading["packed"],
        Reading(**reading),
        tuple(run.headers),
        tuple(run.sheets),
        (),
        (),
    )


def fill(run: ImportRun, spool: Spool) -> Iterator[list[Problem]]:
    """Read the whole file into the spool and yield problems in batches."""
    facts = facts_of(run)
    found = table_of(run)
    looked = table.look(found.path, wanted=found.reading)
    yield list(looked.warnings)
    yield from staging.stage(
        found,
        mapping=run.mapping,
        target=targets.target(run.target),
        options=facts.options,
        spool=spool,
        fingerprint=fingerprint_of(run),
    )
