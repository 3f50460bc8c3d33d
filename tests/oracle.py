"""The oracle at the end of a story: whatever was done, every invariant of the house still holds."""

from datetime import datetime
from typing import Any

from minghua.foundation.invariants import operations as invariants
from tests.conftest import AT


def broken(at: datetime = AT) -> dict[str, list[dict[str, Any]]]:
    """Return id → rows of each invariant that does not hold; {} is what a test asks for."""
    return {verdict.id: list(verdict.findings) for verdict in invariants.verdicts(at=at) if not verdict.holds}
