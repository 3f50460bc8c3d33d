"""DuckDB as it is opened here: in memory, bounded, in UTC, seeing one folder and nothing else; imported when first asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from minghua.foundation.engine import folders

THREADS = 2


@contextmanager
def workshop(folder: Path) -> Iterator[Any]:
    """Open a database that may read and write in this folder alone."""
    import duckdb

    spill = folders.spill()
    database = duckdb.connect(config={"threads": THREADS, "memory_limit": f"{settings.ENGINE_MEMORY_MB}MB"})
    try:
        database.execute("SET TimeZone = 'UTC'")
        database.execute(f"SET temp_directory = '{spill}'")
        database.execute(f"SET allowed_directories = ['{folder}', '{spill}']")
        database.execute("SET enable_external_access = false")
        database.execute("SET lock_configuration = true")
        yield database
    finally:
        database.close()
