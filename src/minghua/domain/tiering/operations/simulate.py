"""A draft is tried on everybody before it is published: the same fold, the same credits, nothing kept but the outcome."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.queries import Scorable, purchases
from minghua.domain.tiering.measures import has_columns
from minghua.domain.tiering.models import Membership, Programme, ProgrammeDraft, Simulation
from minghua.domain.tiering.operations.entering import strangers
from minghua.domain.tiering.operations.programmes import SUBJECT, NoDraft, require_day
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.queries.crowds import Crowd, crowds
from minghua.domain.tiering.queries.ledgers import BATCH, Story, kinds_of, stories
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.queries.simulations import opened
from minghua.domain.tiering.rules import crediting, order_days
from minghua.domain.tiering.rules.crediting import Award
from minghua.domain.tiering.rules.earning import rules_of
from minghua.domain.tiering.rules.programme import from_data
from minghua.domain.tiering.types import Event, Kind, ProgrammeSpec, Simulated, Standing, Version
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import add_months, local_date, midnight

FALLS: Final = 200
NONE: Final = ""


def simulate(
    programme: str,
    *,
    from_on: date | None = None,
    costs: Mapping[str, int] | None = None,
    by: Actor,
    at: datetime,
) -> Simulated:
    """Try the draft on every member from a day on (tomorrow) and keep the outcome as the evidence that publishing asks for.

    `costs` tell what a benefit costs per member, in minor units. Raises NotFound, NoDraft, Invalid (the day).
    """
    require(by, "tiering.manage")
    row = Programme.objects.filter(code=programme).first()
    if row is None:
        raise NotFound(field="programme")
    draft = ProgrammeDraft.objects.filter(programme=row).first()
    if draft is None:
        raise NoDraft(programme=row.code)
    spec = from_data(draft.data)
    present = plans.plans_of([row])
    begins = from_on or local_date(at, spec.tz) + timedelta(days=1)
    require_day(begins, at=at)
    trial = _Trial(row.pk, present[0] if present else None, spec, begins, at=at)
    trial.run()
    result = trial.result(costs or {})
    kept = Simulation.objects.create(
        programme=row,
        fingerprint=draft.fingerprint,
        base=trial.base,
        on=begins,
        result=result,
        made_at=at,
        made_by_id=by.user_id,
    )
    told = {"fingerprint": draft.fingerprint, "members": result["members"]}
    audit.record("tiering.simulated", SUBJECT, row.pk, told, by=by, at=at)
    return opened(kept, row.code)


class _Trial:
    """The same people under the present rules and under the new ones, at the beginning and a year later."""

    def __init__(
        self, programme_id: int, present: Plan | None, spec: ProgrammeSpec, begins: date, *, at: datetime
    ) -> None:
        self.programme_id, self.spec, self.at = programme_id, spec, at
        self.old = present.versions if present else ()
        self.base = self.old[-1].number if self.old else 0
        self.new = (*self.old, Version(self.base + 1, begins, spec))
        self.later_on = add_months(max(begins, local_date(at, spec.tz)), 12)
        self.moments = (max(midnight(begins, spec.tz), at), midnight(self.later_on, spec.tz))
        self.matrices: tuple[Counter[tuple[str, str]], ...] = (Counter(), Counter())
        self.falls: list[tuple[int, int, int, str, str]] = []
        self.members = 0

    def run(self) -> None:
        """Try everybody: as columns where there are any and the ledger says it all, else some hundred at a time."""
        if not self.old or not has_columns():
            for ids in _everybody(self.programme_id, self.spec):
                self.take(ids)
            return
        for crowd in crowds(self.programme_id, (self.old, self.new), self.moments):
            self._take_crowd(crowd)
            for start in range(0, len(crowd.alone), BATCH):
                self.take(list(crowd.alone[start : start + BATCH]))

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
        kinds = kinds_of(ids)
        found = {}
        for pk in ids:
            if pk not in outside:
                credits = tuple(self._credits(sales.get(pk, ())))
                found[pk] = Story(kinds.get(pk, "person"), (*credits, *self._order_days(pk, credits)))
        return found

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
        for place, (moment, matrix) in enumerate(zip(self.moments, self.matrices, strict=True)):
            before = story.standing(self.old, until=moment) if self.old else None
            after = story.standing(self.new, until=moment)
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


def _everybody(programme_id: int, spec: ProgrammeSpec) -> Iterator[list[int]]:
    """Members in batches; before the first version whoever ever bought, where orders earn."""
    after = 0
    buyers = any(rule.kind == "order" for rule in spec.earning)
    known = Membership.objects.filter(programme_id=programme_id)
    while True:
        ids = set(
            known.filter(customer_id__gt=after).order_by("customer_id").values_list("customer_id", flat=True)[:BATCH]
        )
        if buyers:
            ids |= set(purchases.buyers(after_id=after, limit=BATCH))
        some = sorted(ids)[:BATCH]
        if not some:
            return
        yield some
        after = some[-1]
