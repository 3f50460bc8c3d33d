"""The terms of one version as arrays by rank and tables by day: thresholds, gates, ends, deductions, patience."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from minghua.domain.tiering.measures.calendars import Told
from minghua.domain.tiering.measures.sums import Readings, Sums, reader
from minghua.domain.tiering.rules import validity
from minghua.domain.tiering.rules.book import ENDLESS, ORDERED
from minghua.domain.tiering.types import ProgrammeSpec
from minghua.domain.tiering.types.spec import AtExpiry, MeasureKind, Validity

if TYPE_CHECKING:
    from minghua.domain.tiering.measures.walk import Walk


class Terms:
    """One version's rules, for many members of one walk."""

    def __init__(
        self, spec: ProgrammeSpec, sums: Sums | Readings | None, walk: "Walk", *, first: int, last: int
    ) -> None:
        self.spec, self.walk = spec, walk
        levels = spec.levels
        self.read = reader(spec.measure, sums, walk.total, first=first, last=last)
        self.threshold = [level.threshold or 0 for level in levels]
        self.deduct = np.array([level.deduct for level in levels], np.int64)
        self.patience = np.array(
            [spec.patience if level.patience is None else level.patience for level in levels], np.int64
        )
        self.floor = spec.rank(spec.floor)
        self.seen_before = int(spec.measure.kind is MeasureKind.CALENDAR_SUM)
        kinds = list(dict.fromkeys(spec.validity_of(level) for level in levels))
        self.kind_of = np.array([kinds.index(spec.validity_of(level)) for level in levels], np.int64)
        self.ends = [Told(self._ends(kind), first, last) for kind in kinds]
        self.evaluation = Told(_next(spec.evaluate_day or 1), first, last)
        self.next_first = Told(_next(1), first, last)

    def _ends(self, kind: Validity) -> Callable[[int], int]:
        def ends(day: int) -> int:
            found = validity.ends_on(self.spec, kind, date.fromordinal(day))
            return ENDLESS if found is None else found.toordinal()

        return ends

    def end_from(self, rank: Any, day: Any) -> Any:
        """Return the day before which levels begun on a day end."""
        if len(self.ends) == 1:
            return self.ends[0].of(day)
        kinds, found = self.kind_of[rank], np.empty(len(day), np.int64)
        for kind, ends in enumerate(self.ends):
            some = kinds == kind
            found[some] = ends.of(day[some])
        return found

    def judged(self, who: Any, day: Any) -> Any:
        """Return the rank that the score of that day earns (rules/judging.py)."""
        score, parts = self.read(who, self.walk.place[who], day)
        rank = np.zeros(len(who), np.int64)
        for place, level in enumerate(self.spec.levels[1:], 1):
            enough = score >= self.threshold[place] * parts
            for gate in level.gates:
                enough &= self._open(gate, who)
            rank[enough] = place
        return rank

    def _open(self, gate: str, who: Any) -> Any:
        if gate == ORDERED:
            return self.walk.ordered[who] > 0
        if gate in ("person", "enterprise"):
            return self.walk.firms[who] == (gate == "enterprise")
        return np.ones(len(who), bool)

    def not_under(self, who: Any, rank: Any) -> Any:
        """Return the rank, or the floor for who stands on it or above."""
        return rank if self.floor is None else np.maximum(rank, np.minimum(self.floor, self.walk.rank[who]))

    def await_evaluation(self, who: Any, day: Any) -> None:
        """From the first entry on there is an evaluation every month, where the programme has one."""
        if self.spec.evaluate_day and len(who):
            new = self.walk.evaluate_on[who] == ENDLESS
            self.walk.evaluate_on[who[new]] = self.evaluation.of(day[new])

    def ranks_from(self, old: "Terms") -> Any:
        """Return for each rank of the version before the rank of the same level here, −1 where it is gone."""
        found = [self.spec.rank(level.code) for level in old.spec.levels]
        return np.array([-1 if rank is None else rank for rank in found], np.int64)

    def score_at_expiry(self, who: Any, today: int) -> Any:
        """Return the numerator that the present entries leave when the period ends (today's, without an end)."""
        walk, until = self.walk, self.walk.until[who]
        if self.spec.measure.kind is not MeasureKind.GROWTH:
            return self.read(who, walk.place[who], np.where(until == ENDLESS, today, until))[0]
        deducts = (until != ENDLESS) & ~walk.grace[who] & (self.spec.at_expiry is AtExpiry.DEDUCT)
        return np.maximum(walk.total[who] - np.where(deducts, self.deduct[walk.rank[who]], 0), 0)


def _next(of_month: int) -> Callable[[int], int]:
    return lambda day: validity.next_month_day(date.fromordinal(day), of_month).toordinal()
