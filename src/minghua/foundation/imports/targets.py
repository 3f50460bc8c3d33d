"""Targets: what can be imported. Each is handed down by config; imports knows no room."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from minghua.foundation.imports.spool import Spool
from minghua.foundation.imports.types import ImportField, Line, Options, Problem, Unit
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import NotFound
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a target must know of the run it works for."""

    run_id: int
    options: Options
    filled: frozenset[str]


@dataclass(slots=True)
class Outcome:
    """What a chunk did: counts by "noun.verb", problems by unit, what changed held before, what was touched."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    changes: list[tuple[str, int, dict[str, object]]] = field(default_factory=list)
    touched: frozenset[int] = frozenset()
    mentions: set[tuple[str, str]] = field(default_factory=set)  # (count name, key): counted once however often met


@dataclass(frozen=True, slots=True)
class Step:
    """One bounded piece of work after the units, or of an undo: where to go on (None = finished), and counts."""

    cursor: int | None
    counts: Counter[str]


class Target(Protocol):
    """One kind of record that files can bring."""

    @property
    def code(self) -> str:
        """The kind's name in addresses and commands."""
        ...

    @property
    def label(self) -> Text:
        """What people call it."""
        ...

    @property
    def phases(self) -> tuple[str, ...]:
        """The steps of an import, in order."""
        ...

    def fields(self) -> tuple[ImportField, ...]:
        """Return what a file can fill."""
        ...

    def place(self, line: Line, options: Options) -> tuple[str, int]:
        """Return the key and rank of the unit a row belongs to; lower ranks are stored first."""
        ...

    def arrange(self, spool: Spool, options: Options) -> Iterable[Problem]:
        """Look across rows before they are grouped (repeated keys, trees) and yield what is wrong."""
        ...

    def check(self, units: Sequence[Unit], run: RunFacts, *, by: Actor, at: datetime) -> Outcome:
        """Return what storing these units would do, without storing anything."""
        ...

    def apply(self, units: Sequence[Unit], run: RunFacts, *, by: Actor, at: datetime) -> Outcome:
        """Store these units in the caller's transaction."""
        ...

    def step(self, phase: str, cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
        """Do a bounded piece of a phase that follows the units."""
        ...

    def dependents(self, run: RunFacts, *, by: Actor) -> Sequence[Text]:
        """Return what stands in the way of undoing the run; empty when nothing does; raises what forbids it outright."""
        ...

    def undo(self, cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
        """Take back a bounded piece of the run."""
        ...


_TARGETS: dict[str, Target] = {}


def register(target: Target) -> None:
    """Make a kind of record importable."""
    _TARGETS[target.code] = target


def target(code: str) -> Target:
    """Return the target of that code; raises NotFound."""
    found = _TARGETS.get(code)
    if found is None:
        raise NotFound(field="target")
    return found


def known() -> tuple[Target, ...]:
    """Return every target, in the order they were registered."""
    return tuple(_TARGETS.values())
