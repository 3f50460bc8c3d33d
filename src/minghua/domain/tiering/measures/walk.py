"""Where many members stand: what `rules/book.py`, `midnights.py` and `happenings.py` do to one, done to all by steps.

The n-th entry of every member is one step; the midnights before it are done first. Days are ordinals, levels are ranks.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np

from minghua.domain.tiering.measures.calendars import days_of
from minghua.domain.tiering.measures.columns import Columns, micros
from minghua.domain.tiering.measures.rises import LONGEST, NEVER, Before, Rises, write_again
from minghua.domain.tiering.measures.sums import sums_for
from minghua.domain.tiering.measures.terms import Terms
from minghua.domain.tiering.rules.book import ENDLESS
from minghua.domain.tiering.types import Version
from minghua.domain.tiering.types.spec import AtExpiry, MeasureKind, RefundEffect, Upgrade
from minghua.kernel.periods import local_date


class Standings(NamedTuple):
    """Where members stand at an instant. `there` is False before anything happened, `alone` where the fold of one must answer."""

    there: Any
    alone: Any
    version: Any  # place among the versions
    rank: Any
    score: Any
    parts: Any
    score_at_expiry: Any
    since: Any
    until: Any
    watch: Any
    due: Any


class Walk:
    """The state of many members, taken forward to one instant after another."""

    def __init__(self, columns: Columns, versions: Sequence[Version], *, firms: Any = None, last: datetime) -> None:
        """Begin before everything; `firms` tells who is an enterprise, `last` the latest instant that will be asked."""
        self.columns, self.versions = columns, versions
        many, zone = len(columns.customer), versions[0].spec.tz
        self.zone, self.firms = zone, np.zeros(many, bool) if firms is None else firms
        self.count = np.diff(columns.offset)
        self.alone, self.begun = columns.alone.copy(), np.zeros(many, bool)
        self.place, self.version, self.rank, self.total = (np.zeros(many, np.int64) for _ in range(4))
        self.ordered, self.watch, self.era = (np.zeros(many, np.int64) for _ in range(3))
        self.since = np.zeros(many, np.int64)
        self.until, self.rise_on, self.evaluate_on = (np.full(many, ENDLESS, np.int64) for _ in range(3))
        self.grace, self.worth = np.zeros(many, bool), columns.amount.copy()
        self.netted = np.zeros(len(columns.amount), bool)
        self.rises = Rises(self, max(len(each.spec.levels) for each in versions))
        self.switch_on = np.array([each.from_on.toordinal() for each in versions[1:]] + [ENDLESS], np.int64)
        days = columns.day if many else np.zeros(1, np.int64) + local_date(last, zone).toordinal()
        first, end = int(days.min()) - 1, local_date(last, zone).toordinal() + 1
        sums = sums_for(columns, {each.spec.measure.kind for each in versions})
        self.terms = [Terms(each.spec, sums, self, first=first, last=max(first, end)) for each in versions]

    def until_instant(self, at: datetime) -> Standings:
        """Take everybody forward to that instant and return where they stand."""
        columns, now = self.columns, micros(at)
        self._begin(np.flatnonzero(~self.begun & (columns.first <= now)))
        seen = np.r_[0, np.cumsum(columns.at <= now)]
        goal = seen[columns.offset[1:]] - seen[columns.offset[:-1]]
        left = goal - self.place
        busiest = np.argsort(-left, kind="stable")
        left = left[busiest]
        for step in range(int(left.max(initial=0))):
            who = busiest[: int(np.searchsorted(-left, -step))]
            entry = columns.offset[who] + self.place[who]
            self.advance(who, columns.day[entry])
            self.take(who, entry)
        today = local_date(at, self.zone).toordinal()
        there = np.flatnonzero(self.begun)
        self.advance(there, np.full(len(there), today, np.int64))
        return self._standings(today)

    def _begin(self, who: Any) -> None:
        day = days_of(self.columns.first[who], self.zone)
        self.begun[who] = True
        self.version[who] = np.searchsorted(self.switch_on[:-1], day, side="right")
        for terms, some in self.by_version(who):
            self.move(terms, who[some], np.zeros(int(some.sum()), np.int64), day[some])

    def by_version(self, who: Any) -> Iterator[tuple[Terms, Any]]:
        """Yield the terms of each version with who lives under them, as a mask."""
        if len(self.terms) == 1:
            yield self.terms[0], np.ones(len(who), bool)
            return
        under = self.version[who]
        for place, terms in enumerate(self.terms):
            some = under == place
            if some.any():
                yield terms, some

    # --- what time does (rules/midnights.py) ---

    def boundary(self, who: Any) -> Any:
        """Return the next day on which time alone does something."""
        return np.minimum(
            np.minimum(self.switch_on[self.version[who]], self.until[who]),
            np.minimum(self.rise_on[who], self.evaluate_on[who]),
        )

    def advance(self, who: Any, days: Any) -> None:
        """Do the work of every midnight up to and including that of each member's day."""
        while len(who):
            following = self.boundary(who)
            due = following <= days
            who, days, following = who[due], days[due], following[due]
            switches = self.switch_on[self.version[who]] == following
            ends = ~switches & (self.until[who] == following)
            rises = ~switches & ~ends & (self.rise_on[who] == following)
            rest = ~switches & ~ends & ~rises
            for some, work in (
                (switches, self.switch),
                (ends, self.expire),
                (rises, self.rise_due),
                (rest, self.evaluate),
            ):
                if some.any():
                    work(who[some], following[some])

    def switch(self, who: Any, day: Any) -> None:
        """Another version comes into force."""
        for old in np.unique(self.version[who]):
            some = self.version[who] == old
            self._switch(self.terms[old], self.terms[old + 1], who[some], day[some], number=int(old) + 1)

    def _switch(self, old: Terms, new: Terms, who: Any, day: Any, *, number: int) -> None:
        self.version[who] = number
        if new.spec.measure != old.spec.measure and new.spec.measure.kind is MeasureKind.GROWTH:
            self._count_again(who)
        self.new_era(who)
        self.evaluate_on[who] = ENDLESS
        new.await_evaluation(who[self.place[who] > 0], day[self.place[who] > 0] - 1)
        kept = new.ranks_from(old)[self.rank[who]]
        gone, stays = kept < 0, kept >= 0
        if gone.any():
            self.rank[who[gone]] = np.minimum(self.rank[who[gone]], len(new.spec.levels) - 1)
            self.move(new, who[gone], new.judged(who[gone], day[gone]), day[gone])
        who, day = who[stays], day[stays]
        self.rank[who] = kept[stays]
        ends = new.end_from(self.rank[who], day)
        bounded = (self.until[who] == ENDLESS) & (ends != ENDLESS)
        self.since[who[bounded]], self.until[who[bounded]] = day[bounded], ends[bounded]
        self.rise(new, who, day)

    def _count_again(self, who: Any) -> None:
        """Add up the entries before the present one afresh, never below nothing."""
        self.total[who] = 0
        for place in range(int(self.place[who].max(initial=0))):
            some = who[self.place[who] > place]
            self.total[some] = np.maximum(self.total[some] + self.worth[self.columns.offset[some] + place], 0)

    def expire(self, who: Any, day: Any) -> None:
        """The period ended with the day before: deduct, regrade, begin a new one."""
        self.new_era(who)
        for terms, some in self.by_version(who):
            self._expire(terms, who[some], day[some])

    def _expire(self, terms: Terms, who: Any, day: Any) -> None:
        spec = terms.spec
        if spec.at_expiry is AtExpiry.DEDUCT and spec.measure.kind is MeasureKind.GROWTH:
            whom = who[~self.grace[who]]
            self.total[whom] -= np.minimum(terms.deduct[self.rank[whom]], self.total[whom])
        rank = terms.not_under(who, terms.judged(who, day - terms.seen_before))
        if spec.at_expiry is AtExpiry.ONE_DOWN:
            rank = np.maximum(rank, self.rank[who] - 1)
        waits = (rank < self.rank[who]) & ~self.grace[who] & (spec.grace_days > 0)
        self.grace[who[waits]] = True
        self.until[who[waits]] = day[waits] + spec.grace_days
        self.move(terms, who[~waits], rank[~waits], day[~waits])

    def rise_due(self, who: Any, day: Any) -> None:
        """The day of an awaited rise has come."""
        self.rise_on[who] = ENDLESS
        for terms, some in self.by_version(who):
            self.rise(terms, who[some], day[some], due=True)

    def evaluate(self, who: Any, day: Any) -> None:
        """The monthly evaluation: up at once, down after as many failing months as the level has patience for."""
        for terms, some in self.by_version(who):
            self._evaluate(terms, who[some], day[some])

    def _evaluate(self, terms: Terms, who: Any, day: Any) -> None:
        self.evaluate_on[who] = terms.evaluation.of(day)
        rank, held = terms.judged(who, day), self.rank[who]
        up, fails = rank > held, (rank < held) & (self.until[who] == ENDLESS)
        self.watch[who[rank == held]] = 0
        self.watch[who[fails]] += 1
        rank = np.where(fails, terms.not_under(who, rank), rank)
        falls = fails & (self.watch[who] >= terms.patience[held]) & (rank != held)
        moves = up | falls
        self.move(terms, who[moves], rank[moves], day[moves])

    # --- what happens (rules/happenings.py, rising.py) ---

    def take(self, who: Any, entry: Any) -> None:
        """Let the next entry of each do what it does; the midnights before it are done."""
        number = self.place[who]
        self.place[who] += 1
        back = self.columns.original[entry] >= 0
        if back.any():
            for terms, some in self.by_version(who[back]):
                self._reverse(terms, who[back][some], entry[back][some])
            who, entry, number = who[~back], entry[~back], number[~back]
        for terms, some in self.by_version(who):
            self._add(terms, who[some], entry[some], number[some])

    def _add(self, terms: Terms, who: Any, entry: Any, number: Any) -> None:
        day, amount, before = self.columns.day[entry], self.worth[entry], Before(self, who)
        self._count(who, amount)
        self.ordered[who] += self.columns.order[entry] & (amount > 0)
        terms.await_evaluation(who, day)
        self.rise(terms, who, day)
        self.rises.remember(who, number, before)

    def _count(self, who: Any, amount: Any) -> None:
        self.total[who] = np.maximum(self.total[who] + amount, 0)

    def _reverse(self, terms: Terms, who: Any, entry: Any) -> None:
        """A counter-entry: while no period has ended since, its original counts less and a rise that it caused is revoked."""
        columns, amount = self.columns, self.columns.amount[entry]
        original = columns.original[entry]
        first, was = original - columns.offset[who], self.worth[original]
        nets = (first >= self.era[who]) & (terms.spec.refund is RefundEffect.REVOKE_CAUSE)
        self.netted[entry[nets]] = True
        self.worth[original[nets]] += amount[nets]
        self.worth[entry[nets]] = 0
        undone = nets & columns.order[original] & (was > 0) & (was + amount <= 0)
        cause = np.where(nets, self.rises.caused(who, first), NEVER)
        plain = cause == NEVER
        self._count(who[plain], amount[plain])
        self.ordered[who[plain]] -= undone[plain]
        self._revoke(terms, who[~plain], entry[~plain], cause[~plain], undone=undone[~plain])
        if terms.spec.refund is RefundEffect.IMMEDIATE and not terms.spec.evaluate_day:
            today = columns.day[entry]
            rank = terms.not_under(who, terms.judged(who, today))
            falls = rank < self.rank[who]
            self.move(terms, who[falls], rank[falls], today[falls])

    def _revoke(self, terms: Terms, who: Any, entry: Any, rank: Any, *, undone: Any) -> None:
        """Windows are summed over what was told, not over what it counts now, and long ways back are walked alone."""
        far = entry - self.columns.offset[who] - self.rises.place[rank, who] > LONGEST
        far |= terms.spec.measure.kind is not MeasureKind.GROWTH
        self.alone[who[far]] = True
        write_again(self, who[~far], entry[~far], rank[~far], undone=undone[~far])

    def rise(self, terms: Terms, who: Any, day: Any, *, due: bool = False) -> None:
        """Go up where a higher level is reached and the programme lets it begin now."""
        if terms.spec.evaluate_day or not len(who):
            return
        rank, held = terms.judged(who, day), self.rank[who]
        in_grace = self.grace[who] & (rank >= held)
        higher = (rank > held) & ~in_grace
        if not due and terms.spec.upgrade is Upgrade.NEXT_PERIOD:
            waits = higher & (self.rise_on[who] == ENDLESS)
            self.rise_on[who[waits]] = terms.next_first.of(day[waits])
            higher = np.zeros(len(who), bool)
        elif not due and terms.spec.upgrade is Upgrade.AT_EXPIRY:
            higher &= self.until[who] == ENDLESS
        moves = in_grace | higher
        if moves.any():
            self.move(terms, who[moves], rank[moves], day[moves])

    # --- what changes a book (rules/book.py) ---

    def move(self, terms: Terms, who: Any, rank: Any, day: Any) -> None:
        """Begin a new period of that level on that day."""
        self.rank[who], self.since[who] = rank, day
        self.until[who] = terms.end_from(rank, day)
        self.watch[who], self.grace[who], self.rise_on[who] = 0, False, ENDLESS

    def new_era(self, who: Any) -> None:
        """What was reached before can no longer be revoked: its period has ended."""
        self.era[who] = self.place[who]
        self.rises.forget(who)

    def _standings(self, today: int) -> Standings:
        everyone = np.arange(len(self.rank))
        score, later = np.zeros(len(everyone), np.int64), np.zeros(len(everyone), np.int64)
        parts = np.ones(len(everyone), np.int64)
        for terms, some in self.by_version(everyone):
            who = everyone[some]
            score[who], parts[who] = terms.read(who, self.place[who], np.full(len(who), today, np.int64))
            later[who] = terms.score_at_expiry(who, today)
        return Standings(
            self.begun.copy(), self.alone.copy(), self.version.copy(), self.rank.copy(), score, parts, later,
            self.since.copy(), self.until.copy(), self.watch.copy(), self.boundary(everyone),
        )  # fmt: skip


def day_of(ordinal: int) -> date | None:
    """Return a day, None for the one that never comes."""
    return None if ordinal >= ENDLESS else date.fromordinal(int(ordinal))
