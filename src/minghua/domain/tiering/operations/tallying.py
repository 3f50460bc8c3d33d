"""Who would stand where, counted some thousand members after another: the same fold under the present rules and the new."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.queries import Scorable, purchases
from minghua.domain.tiering.measures import has_columns
from minghua.domain.tiering.models import Membership
from minghua.domain.tiering.operations.entering import strangers
from minghua.domain.tiering.operations.measuring import end_of, values
from minghua.domain.tiering.queries.crowds import ALL, Crowd, crowd_after
from minghua.domain.tiering.queries.ledgers import BATCH, Story, kinds_of, stories
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.rules import crediting, order_days
from minghua.domain.tiering.rules.crediting import Award
from minghua.domain.tiering.rules.earning import rules_of
from minghua.domain.tiering.types import Event, Kind, ProgrammeSpec, Standing, Version
from minghua.domain.tiering.types.spec import MeasureKind
from minghua.kernel.periods import add_months, local_date, midnight

BATCHES: Final = 10  # of BATCH members folded alone: about a second
FALLS: Final = 200
NONE: Final = ""


class Tally:
    """The same people under the present rules and under the new ones, at the beginning and a year later."""

    def __init__(
        self, programme_id: int, present: Plan | None, spec: ProgrammeSpec, begins: date, *, at: datetime
    ) -> None:
        self.programme_id, self.spec, self.at = programme_id, spec, at
        self.old = present.versions if present else ()
        self.base = self.old[-1].number if self.old else 0
        self.new = (*self.old, Version(self.base + 1, begins, spec))
        self.yesterday = local_date(at, spec.tz) - timedelta(days=1)
        self.later_on = add_months(max(begins, local_date(at, spec.tz)), 12)
        self.moments = (max(midnight(begins, spec.tz), at), midnight(self.later_on, spec.tz))
        self.matrices: tuple[Counter[tuple[str, str]], ...] = (Counter(), Counter())
        self.falls: list[tuple[int, int, int, str, str]] = []
        self.members, self.after, self.seen = 0, 0, 0

    def run(self) -> None:
        """Try everybody from here on."""
        while self.step():
            pass

    def step(self) -> bool:
        """Try the next some thousand and return whether anybody may be left: as columns where they say it all, else alone."""
        upto = self._crowd() if self.old and has_columns() else self._batches()
        self.after = ALL if upto is None else upto
        return self.after < ALL

    def _crowd(self) -> int:
        crowd = crowd_after(self.programme_id, (self.old, self.new), self.moments, after=self.after)
        self._take_crowd(crowd)
        for start in range(0, len(crowd.alone), BATCH):
            self.take(list(crowd.alone[start : start + BATCH]))
        self.seen += len(crowd.customers)
        return crowd.upto

    def _batches(self) -> int | None:
        after: int | None = self.after
        for _ in range(BATCHES):
            ids = _some(self.programme_id, self.spec, after=after or 0)
            if not ids:
                return None
            self.take(ids)
            self.seen += len(ids)
            after = ids[-1]
        return after

    def kept(self) -> dict[str, Any]:
        """Return what was found until here, as plain data."""
        matrices = [[[a, b, n] for (a, b), n in matrix.items()] for matrix in self.matrices]
        falls = sorted(self.falls)[:FALLS]
        return {"members": self.members, "matrices": matrices, "falls": falls}

    def go_on(self, kept: Mapping[str, Any], *, after: int, seen: int) -> None:
        """Begin where another left off."""
        self.after, self.seen = after, seen
        if kept:
            self.members = kept["members"]
            self.matrices = tuple(Counter({(a, b): n for a, b, n in found}) for found in kept["matrices"])
            self.falls = [(was, score, pk, a, b) for was, score, pk, a, b in kept["falls"]]

    def _take_crowd(self, crowd: Crowd) -> None:
        """Try many thousand at once: the same counts, from columns."""
        from minghua.domain.tiering.measures import matrices

        names = (matrices.Levels(self.old), matrices.Levels(self.new))
        self.members += int(crowd.spoken.sum())
        for place, matrix in enumerate(self.matrices):
            found = tuple(standings[place] for standings in crowd.standings)
            levels = tuple(each.of(at) for each, at in zip(names, found, strict=True))
            matrix.update(matrices.moved((names[0], levels[0]), (names[1], levels[1]), crowd.spoken))
        was, now = (each.ranked(self._rank)[of] for each, of in zip(names, levels, strict=True))
        spoken = crowd.spoken & found[0].there & found[1].there
        for who in matrices.deepest_falls(was, now, found[0].score, crowd.customers, spoken, most=FALLS):
            codes = (each.codes[of[who]] for each, of in zip(names, levels, strict=True))
            self.falls.append((-int(was[who]), -int(found[0].score[who]), int(crowd.customers[who]), *codes))
        self._keep_the_deepest()

    def take(self, ids: list[int]) -> None:
        """Try some hundred customers."""
        told = stories(self.programme_id, ids) if self.old else self._newcomers(ids)
        for pk, story in sorted(told.items()):
            if story.events or story.granted_at:
                self._try(pk, story)

    def _newcomers(self, ids: list[int]) -> dict[int, Story]:
        """Who would be a member under the first version, with what the orders of the past would earn; no others."""
        outside, sales = strangers(self.spec, ids), order_reads.scorable(ids)
        kinds, measured = kinds_of(ids), self.spec.measure.kind is MeasureKind.REGISTERED
        read = values(self.spec.measure, ids, on=self.yesterday) if measured else {}
        found = {}
        for pk in ids:
            if pk not in outside:
                credits = tuple(self._credits(sales.get(pk, ())))
                events = (*credits, *self._order_days(pk, credits), *self._readings(pk, read.get(pk, 0)))
                found[pk] = Story(kinds.get(pk, "person"), events)
        return found

    def _readings(self, pk: int, value: int) -> Iterator[Event]:
        """What the first night would read of a registered measure."""
        if value:
            yield Event(end_of(self.yesterday, self.spec.tz), f"measure:{pk}", Kind.READING, value)

    def _order_days(self, pk: int, credits: Iterable[Event]) -> Iterator[Event]:
        """What months with enough order days would earn."""
        kept: Counter[str] = Counter()
        for event in credits:
            kept[event.reverses or event.key] += event.amount
        zone = self.spec.tz
        days = [local_date(event.at, zone) for event in credits if not event.reverses and kept[event.key] > 0]
        for given in order_days.due(lambda _: self.spec, days, zone=zone):
            if given.points:
                yield Event(given.at, f"days:{given.month}:{pk}:{given.rule}", Kind.SCORE, given.points, "order_days")

    def _try(self, pk: int, story: Story) -> None:
        self.members += 1
        told = story.standings(self.old, self.new, moments=self.moments)
        for place, (before, after, matrix) in enumerate(zip(*told, self.matrices, strict=True)):
            matrix[before.level if before else NONE, after.level if after else NONE] += 1
            if place:
                self._fell(pk, before, after)

    def _fell(self, pk: int, before: Standing | None, after: Standing | None) -> None:
        if before is None or after is None:
            return
        was, now = self._rank(before.level), self._rank(after.level)
        if now < was:
            self.falls.append((-was, -before.score, pk, before.level, after.level))
            self._keep_the_deepest()

    def _keep_the_deepest(self) -> None:
        if len(self.falls) > 4 * FALLS:
            self.falls = sorted(self.falls)[:FALLS]

    def _rank(self, level: str) -> int:
        new = self.spec.rank(level)
        if new is not None:
            return new
        return (self.old[-1].spec.rank(level) or 0) if self.old else 0

    def _benefits(self) -> dict[str, list[int]]:
        """Return benefit → how many hold it at the beginning, under the present rules and under the new ones."""
        found: dict[str, list[int]] = {}
        sides = (self.old[-1].spec if self.old else None, self.spec)
        for levels, n in self.matrices[0].items():
            for place, (spec, level) in enumerate(zip(sides, levels, strict=True)):
                if spec is not None and level != NONE:
                    for code in spec.levels[spec.rank(level) or 0].benefits:
                        found.setdefault(code, [0, 0])[place] += n
        return found

    def _credits(self, sales: Iterable[Scorable]) -> Iterator[Event]:
        """What the orders of the past would earn under the first version."""
        rules = rules_of(self.spec, "order", level=self.spec.levels[0].code)
        for sale in sales:
            for rule in rules:
                line = crediting.award(rule, sale)
                if line is None:
                    continue
                yield Event(line.at, line.key + rule.code, Kind.SCORE, line.points, "order")
                for back in crediting.claws(Award(line.points, line.inputs, {}), sale.order_id, sale, at=self.at):
                    yield Event(
                        back.at, back.key + rule.code, Kind.SCORE, back.points, "order", None, line.key + rule.code
                    )

    def result(self, costs: Mapping[str, int]) -> dict[str, Any]:
        """Return the outcome as plain data."""
        levels = [level.code for level in self.spec.levels]
        gone = [level.code for level in self.old[-1].spec.levels if level.code not in levels] if self.old else []
        benefits = self._benefits()
        start, later = ([[a, b, n] for (a, b), n in sorted(matrix.items())] for matrix in self.matrices)
        return {
            "levels": [*gone, *levels],
            "later_on": self.later_on.isoformat(),
            "members": self.members,
            "at_start": start,
            "later": later,
            "benefits": benefits,
            "costs": {code: [n * costs[code] for n in counts] for code, counts in benefits.items() if code in costs},
            "falls": [[pk, a, b, -score] for _, score, pk, a, b in sorted(self.falls)[:FALLS]],
        }


def _some(programme_id: int, spec: ProgrammeSpec, *, after: int) -> list[int]:
    """Return the next members; before the first version whoever ever bought, where orders earn."""
    known = Membership.objects.filter(programme_id=programme_id, customer_id__gt=after).order_by("customer_id")
    ids = set(known.values_list("customer_id", flat=True)[:BATCH])
    if spec.measure.kind is MeasureKind.REGISTERED or any(rule.kind == "order" for rule in spec.earning):
        ids |= set(purchases.buyers(after_id=after, limit=BATCH))
    return sorted(ids)[:BATCH]
