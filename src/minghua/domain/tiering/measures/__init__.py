"""The fold of everybody at once: the ledger as columns, one step of all members after another (C14, P0)."""

from importlib.util import find_spec
from typing import Final

CHUNK: Final = 50_000  # members at a time: what the arrays of one step hold


def has_columns() -> bool:
    """Return whether arrays are installed (the extra `columns`); without them every member is folded alone."""
    return find_spec("numpy") is not None
