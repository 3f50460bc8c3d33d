"""The clock: read at the doors only; everything inside receives `at=` or `on=`."""

from datetime import UTC, datetime

from minghua.kernel.periods import SHANGHAI as SHANGHAI
from minghua.kernel.periods import local_date as local_date


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)
