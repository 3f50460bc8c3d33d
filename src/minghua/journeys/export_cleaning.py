"""What a cleaning would change as a file: the rows of the screen, masked as there (R06.7)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from minghua.domain.customers.queries import cleaning as reads
from minghua.foundation.exports.types import ExportKind, Spec
from minghua.foundation.people.types import Actor
from minghua.kernel.words import Text

CHANGES: Final = "customers.cleaning"


def rows(viewer: Actor, part: Spec, on: date) -> Iterator[tuple[str, ...]]:
    """Yield the header and a row per proposal within reach."""
    return reads.change_lines(viewer, int(part["run"]))


def _size(viewer: Actor, part: Spec, on: date, most: int) -> int:
    return reads.proposals(viewer, int(part["run"]), most=most)


KINDS: Final = (
    ExportKind(
        CHANGES, Text("清洗建议", "Proposals of a cleaning"), "customers.clean", "customers.cleaning_exported",
        "customers.CleaningRun", _size, rows,
    ),
)  # fmt: skip
