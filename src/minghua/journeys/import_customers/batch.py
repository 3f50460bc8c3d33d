"""A batch of rows of customers, sorted by what has to be done with each, and what came of them so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from minghua.domain.customers.types import NewCustomer, NewMember
from minghua.domain.customers.types.likeness import Candidate
from minghua.domain.interactions.types import NewConsent
from minghua.foundation.imports.targets import Outcome
from minghua.foundation.imports.types import EXCERPT, Problem, Severity, Unit
from minghua.journeys.import_customers import doubling


@dataclass(slots=True)
class Batch:
    """A batch sorted: new customers by unit, changes by customer, and what came of each unit so far."""

    outcome: Outcome = field(default_factory=Outcome)
    news: list[tuple[Unit, NewCustomer]] = field(default_factory=list)
    updates: dict[int, tuple[Unit, dict[str, Any]]] = field(default_factory=dict)
    stored: dict[int, Any] = field(default_factory=dict)
    tags: dict[str, list[int]] = field(default_factory=dict)
    said: list[NewConsent] = field(default_factory=list)
    members: dict[int, tuple[NewMember, ...]] = field(default_factory=dict)

    def refuse(self, unit: Unit, problem: Problem) -> None:
        """Count a row that stays out, and say why."""
        self.outcome.counts.update({"customers.failed": 1, "lines.failed": 1})
        self.outcome.problems.append((unit.seq, problem))

    def pass_over(self, unit: Unit, code: str) -> None:
        """Count a row that the chosen mode leaves alone."""
        self.outcome.counts.update({"customers.skipped": 1, "lines.skipped": 1})
        row = unit.lines[0]
        name = str(row.values.get("name") or "")[:EXCERPT]
        self.outcome.problems.append((unit.seq, Problem(row.number, "", code, name, Severity.WARNING)))

    def tell_alike(self, unit: Unit, alike: Sequence[Candidate], *, left_out: bool) -> None:
        """Count and tell a row that looks like a customer we have."""
        self.outcome.counts.update({"customers.alike": 1})
        if left_out:
            self.outcome.counts.update({"customers.skipped": 1, "lines.skipped": 1})
        code = "skipped_alike" if left_out else "looks_alike"
        self.outcome.problems.append((unit.seq, doubling.told(unit, alike, code=code)))

    def settle(self, what: str) -> None:
        """Count a row as created, updated or unchanged."""
        line = "unchanged" if what == "unchanged" else "customer"
        self.outcome.counts.update({f"customers.{what}": 1, f"lines.{line}": 1})
