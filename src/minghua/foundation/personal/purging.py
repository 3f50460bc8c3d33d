"""What is older than its retention goes, kind by kind and piece by piece, never what a legal hold keeps (N7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from minghua.foundation.audit import operations as audit
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.parameters.types import ParameterValue
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.personal import retention
from minghua.foundation.personal.retention import Kind, Part
from minghua.kernel.periods import local_date

COUNTED: Final = 10_000  # a count in the table ends here


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the retention table: the kind, its term in days with its version, and table → rows due now."""

    kind: Kind
    term: ParameterValue | None
    due: Mapping[str, int]

    @property
    def days(self) -> int | None:
        """How many days it is kept; 0 for no limit, None where nobody sets it."""
        return None if self.term is None else int(self.term.value)

    @property
    def total(self) -> int:
        """Rows due now, over all its tables."""
        return sum(self.due.values())


@dataclass(frozen=True, slots=True)
class Piece:
    """What one step of a purge did: the rows it looked at are behind it, `last` is where the next goes on."""

    cleared: int
    last: Any


def table(viewer: Actor, *, at: datetime) -> list[Line]:
    """Return the retention table with what a purge would touch now, without touching it; needs `privacy.view`."""
    require(viewer, "privacy.view")
    return [_line(kind, at) for kind in retention.kinds()]


def due(*, at: datetime) -> dict[str, int]:
    """Return model → rows that a purge would touch now, without touching them."""
    found: dict[str, int] = {}
    for _kind, part, before in steps(at=at):
        if count := _count(part, before):
            found[part.model] = found.get(part.model, 0) + count
    return found


def steps(*, at: datetime, grace: timedelta = timedelta(0)) -> Iterator[tuple[Kind, Part, datetime]]:
    """Yield each kind and table that has a term, with the instant before which a row is due, less some grace."""
    on = local_date(at)
    days = parameters.values([kind.term for kind in retention.purgeable()], on=on)
    for kind in retention.purgeable():
        if kept := int(days[kind.term]):
            for part in kind.parts:
                yield kind, part, at - timedelta(days=kept) - grace


def purge_piece(kind: Kind, part: Part, *, before: datetime, after: Any = None, at: datetime) -> Piece:
    """Clear the next rows of one table and write how many into the audit record; `last` is None when all are done.

    A row that somebody held meanwhile, or that cannot go today, is passed by: the next night looks at it again.
    """
    rows = part.due(before)
    waiting = rows if after is None else rows.filter(pk__gt=after)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True)[: part.piece])
    if not keys:
        return Piece(0, None)
    cleared = part.clear(rows.filter(pk__in=keys), at)
    if cleared:
        told = {"kind": kind.code, "rows": cleared}
        audit.record("privacy.purged", "personal", part.model, told, by=SYSTEM, at=at)
    return Piece(cleared, keys[-1])


def _line(kind: Kind, at: datetime) -> Line:
    if not kind.term:
        return Line(kind, None, {})
    term = parameters.in_force(kind.term, on=local_date(at))
    before = at - timedelta(days=int(term.value))
    counts = {part.model: _count(part, before) for part in kind.parts} if term.value else {}
    return Line(kind, term, {model: count for model, count in counts.items() if count})


def _count(part: Part, before: datetime) -> int:
    return part.due(before).order_by()[: COUNTED + 1].count()
