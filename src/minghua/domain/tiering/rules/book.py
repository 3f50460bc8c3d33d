"""One member's book while it is written: the level and its period, the score, the history and its reasons.

Days are ordinals, levels are ranks. What midnights and events do to it stands in `midnights` and `happenings`.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from minghua.domain.tiering.rules import validity
from minghua.domain.tiering.rules.judging import judge
from minghua.domain.tiering.rules.score import Balance, tally, twin_of
from minghua.domain.tiering.types.spec import AtExpiry, Version
from minghua.domain.tiering.types.story import Cause, Decision, Event, Kind, Span
from minghua.kernel.periods import midnight

ENDLESS: Final = 10**9  # later than any day
ORDERED: Final = "ordered"
ORDER: Final = "order"


class Rise(NamedTuple):
    """The state just before the event at `place` raised the level, for the way back."""

    place: int
    rank: int
    since: int
    until: int
    grace: bool
    total: int
    ordered: int
    closed: frozenset[str]
    rise_on: int


class Book:
    """The state of one member."""

    __slots__ = (
        "amounts", "closed", "days", "era", "evaluate_on", "events", "grace", "netted", "ordered", "place", "places",
        "quiet", "rank", "rise_on", "rises", "scored", "since", "spans", "spec", "switches", "tally", "trace", "until",
        "version", "watch", "zone",
    )  # fmt: skip

    def __init__(
        self,
        versions: Sequence[Version],
        events: Sequence[Event],
        days: Sequence[int],
        places: Mapping[str, int],
        *,
        begins: datetime,
        kind: str,
    ) -> None:
        self.zone = versions[0].spec.tz
        first = begins.astimezone(self.zone).date().toordinal()
        past = sum(each.from_on.toordinal() <= first for each in versions[1:])
        self.version, *rest = versions[past:]
        self.switches = [(each.from_on.toordinal(), each) for each in reversed(rest)]
        self.spec = self.version.spec
        self.events, self.days, self.places = events, days, places
        self.amounts = [event.amount for event in events]
        self.scored = [_scored(event, day) for event, day in zip(events, days, strict=True)]
        self.tally = tally(self.spec.measure)
        self.closed = frozenset({ORDERED, "person" if kind == "enterprise" else "enterprise"})
        self.place = self.era = self.ordered = self.watch = self.rank = 0
        self.grace = self.quiet = False
        self.netted: set[int] = set()
        self.rises: list[Rise] = []
        self.evaluate_on = self.rise_on = self.until = ENDLESS
        self.since = first
        self.spans: list[Span] = []
        self.trace: list[Decision] = []
        self.move(0, first, at=begins, cause=Cause.JOIN, code="joined")

    def twin(self) -> "Book":
        """Return another book that says the same and goes its own way from here; the log is shared."""
        twin = object.__new__(Book)
        for name in Book.__slots__:
            setattr(twin, name, getattr(self, name))
        twin.amounts, twin.scored, twin.rises = self.amounts.copy(), self.scored.copy(), self.rises.copy()
        twin.switches, twin.spans, twin.trace = self.switches.copy(), self.spans.copy(), self.trace.copy()
        twin.netted, twin.tally = self.netted.copy(), twin_of(self.tally)
        return twin

    # --- what is asked of it ---

    def next_boundary(self) -> int:
        """Return the next day on which time alone does something; ENDLESS when there is none."""
        switch = self.switches[-1][0] if self.switches else ENDLESS
        return min(switch, self.until, self.rise_on, self.evaluate_on)

    def judged(self, day: int) -> int:
        """Return the rank that the score of that day earns."""
        score, parts = self.tally.read(day)
        return judge(self.spec, score=score, parts=parts, closed=self.closed)

    def not_under(self, rank: int) -> int:
        """Return the rank, or the floor for who stands on it or above."""
        floor = self.spec.rank(self.spec.floor)
        return rank if floor is None else max(rank, min(floor, self.rank))

    def score_at_expiry(self, today: int) -> int:
        """Return the numerator that the present entries leave when the period ends (today's, without an end)."""
        if not isinstance(self.tally, Balance):
            return self.tally.read(today if self.until == ENDLESS else self.until)[0]
        deducts = self.spec.at_expiry is AtExpiry.DEDUCT and self.until != ENDLESS and not self.grace
        return max(self.tally.total - (self.spec.levels[self.rank].deduct if deducts else 0), 0)

    def midnight_of(self, day: int) -> datetime:
        """Return the instant at which that local day begins."""
        return midnight(date.fromordinal(day), self.zone).astimezone(UTC)

    # --- what changes it ---

    def move(self, rank: int, day: int, *, at: datetime, cause: Cause, code: str, **inputs: Any) -> None:
        """Begin a new period of that level on that day."""
        before, self.rank, self.since = self.rank, rank, day
        self.until = self.end_from(day)
        self.watch, self.grace, self.rise_on = 0, False, ENDLESS
        self.tell(at, day, cause=cause, code=code, before=before, **inputs)
        self.note(at, cause=cause)

    def end_from(self, day: int) -> int:
        """Return the day before which the present level, begun on `day`, ends."""
        ends = validity.ends_on(self.spec, self.spec.validity_of(self.spec.levels[self.rank]), date.fromordinal(day))
        return ENDLESS if ends is None else ends.toordinal()

    def new_era(self) -> None:
        """What was reached before can no longer be revoked: its period has ended."""
        self.era = self.place
        self.rises.clear()

    def count_again(self, upto: int) -> None:
        """Add up the entries before that place afresh."""
        self.tally = tally(self.spec.measure)
        for place in range(upto):
            event = self.events[place]
            if event.kind is not Kind.GATE:
                self.tally.add(self.scored[place], self.amounts[place])

    def snapshot(self, place: int) -> Rise:
        """Return the state before the event at that place."""
        total = self.tally.total if isinstance(self.tally, Balance) else 0
        return Rise(
            place, self.rank, self.since, self.until, self.grace, total, self.ordered, self.closed, self.rise_on
        )

    def restore(self, rise: Rise) -> None:
        """Stand as before that rise; the score is the caller's."""
        self.place, self.rank, self.since, self.until, self.grace, _, self.ordered, self.closed, self.rise_on = rise
        self.rises = [each for each in self.rises if each.place < rise.place]

    def tell(
        self, at: datetime, day: int, *, cause: Cause, code: str, before: int | None = None, **inputs: Any
    ) -> None:
        """Write down a decision and what it was held against."""
        if self.quiet:
            return
        levels, number = self.spec.levels, self.version.number
        was = levels[min(self.rank if before is None else before, len(levels) - 1)].code
        level, (score, parts) = levels[self.rank], self.tally.read(day)
        self.trace.append(Decision(at, cause, code, was, level.code, score, parts, level.threshold, number, inputs))

    def note(self, at: datetime, *, cause: Cause) -> None:
        """Close the span that was open and open the next; what lasted no time leaves no trace in the history."""
        if self.quiet:
            return
        ends = None if self.until == ENDLESS else date.fromordinal(self.until)
        span = Span(self.spec.levels[self.rank].code, at, None, date.fromordinal(self.since), ends, cause)
        if self.spans and self.spans[-1].from_at == at:
            self.spans.pop()
        elif self.spans:
            self.spans[-1] = self.spans[-1]._replace(until_at=at)
        self.spans.append(span)


def _scored(event: Event, day: int) -> int:
    return day if event.scoring_on is None else min(event.scoring_on.toordinal(), day)
