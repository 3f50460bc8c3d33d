"""Customers as a target of imports: each row is one person, organisation or household."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from minghua.foundation.imports.spool import Spool
from minghua.foundation.imports.targets import Outcome, RunFacts, Step
from minghua.foundation.imports.types import ImportField, Line, Options, Problem, Unit
from minghua.foundation.people.types import Actor
from minghua.journeys.import_customers import arranging, storing, undoing
from minghua.journeys.import_customers.fields import all_fields
from minghua.journeys.import_customers.keys import key_of
from minghua.kernel.words import Text


class CustomersTarget:
    """Files of customers."""

    code: Final = "customers"
    label: Final = Text("客户", "Customers")
    phases: Final[tuple[str, ...]] = ()

    def fields(self) -> tuple[ImportField, ...]:
        """Return what a file can fill."""
        return all_fields()

    def place(self, line: Line, options: Options) -> tuple[str, int]:
        """Return what makes the row that customer; depth in the tree is known later."""
        return (key_of(line.values, options) if not line.bad else "") or f"#{line.number}", 0

    def arrange(self, spool: Spool, options: Options) -> Iterable[Problem]:
        """Yield repeated customers and circles of parents."""
        return arranging.arrange(spool, options)

    def check(self, units: Sequence[Unit], run: RunFacts, *, by: Actor, at: datetime) -> Outcome:
        """Return what storing these customers would do."""
        return storing.foretell(storing.sort(units, run, by=by, dry=True), run, by=by, at=at)

    def apply(self, units: Sequence[Unit], run: RunFacts, *, by: Actor, at: datetime) -> Outcome:
        """Store these customers, one depth of the tree after the other."""
        total = Outcome()
        for depth in sorted({unit.rank for unit in units}):
            some = [unit for unit in units if unit.rank == depth]
            done = storing.store(storing.sort(some, run, by=by, dry=False), run, by=by, at=at)
            total.counts.update(done.counts)
            total.problems += done.problems
            total.changes += done.changes
        return total

    def step(self, phase: str, cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
        """Nothing follows the customers."""
        return Step(None, Counter())

    def dependents(self, run: RunFacts, *, by: Actor) -> Sequence[Text]:
        """Return what stands on the run's customers."""
        return undoing.dependents(run, by=by)

    def undo(self, cursor: int, run: RunFacts, *, by: Actor, at: datetime) -> Step:
        """Take back a piece of the run."""
        return undoing.undo(cursor, run, by=by, at=at)
