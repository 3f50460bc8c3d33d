"""The clock: read at the doors only; everything inside receives `at=` or `on=`."""

from datetime import UTC, datetime

from minghua.kernel.periods import SHANGHAI, local_date

__all__ = ["SHANGHAI", "local_date", "now"]


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)
