"""Orders on enough days of a month are booked once, to count on a day of the next month; when the days change, so does the booking (JD-14)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from minghua.domain.tiering.models import ScoreEntry
from minghua.domain.tiering.operations.entering import NewScore, enter
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.rules import order_days as rules
from minghua.domain.tiering.rules.order_days import Spell
from minghua.domain.tiering.types import Kind
from minghua.foundation.people.types import Actor

SOURCE = "order_days"
Booked = Mapping[tuple[str, str], Sequence[ScoreEntry]]  # (rule, month) → its lines


def book_order_days(plan: Plan, customer_ids: Collection[int], *, by: Actor, at: datetime) -> set[int]:
    """Book what the order days in the ledger give and is not booked, and return whom it touched; again changes nothing."""
    if not any(rule.kind == SOURCE for version in plan.versions for rule in version.spec.earning):
        return set()
    touched: set[int] = set()
    for _ in range(2):  # what is taken again needs what was given
        lines = list(_missing(plan, customer_ids))
        if not lines:
            break
        enter(plan, lines, by=by, at=at)
        touched |= {line.customer_id for line in lines}
    return touched


def _missing(plan: Plan, customer_ids: Collection[int]) -> Iterator[NewScore]:
    """Yield what the ledger lacks so that it gives, instant by instant, what the order days give."""
    zone = plan.versions[0].spec.tz
    spells, booked = _spells(plan, customer_ids), _booked(plan, customer_ids)
    for pk in sorted({*spells, *booked}):
        own, told = spells.get(pk, []), booked.get(pk, {})
        given = {(each.rule, each.month): each for each in rules.due(plan.spec_on, [of.day for of in own], zone=zone)}
        for name in sorted({*given, *told}):
            here = given.get(name)
            wanted = rules.steps(plan.spec_on, own, here, zone=zone) if here else {}
            inputs = {**(here.inputs if here else {}), "month": name[1]}
            yield from _lines(pk, name, wanted, told.get(name, ()), inputs)


def _spells(plan: Plan, customer_ids: Collection[int]) -> dict[int, list[Spell]]:
    """Customer id → the days of orders, and when those of which nothing was kept had come back."""
    own = ScoreEntry.objects.filter(
        programme_id=plan.id, customer_id__in=customer_ids, kind=Kind.SCORE, name="order"
    ).order_by("pk")
    kept: defaultdict[int, int] = defaultdict(int)
    last: dict[int, datetime] = {}
    on: dict[int, tuple[int, date]] = {}
    columns = ("pk", "reverses_id", "customer_id", "event_on", "event_at", "amount")
    for pk, reverses, customer_id, day, event_at, amount in own.values_list(*columns):
        if reverses is None:
            on[pk] = customer_id, day
        kept[reverses or pk] += amount
        last[reverses or pk] = max(last.get(reverses or pk, event_at), event_at)
    found: defaultdict[int, list[Spell]] = defaultdict(list)
    for pk, (customer_id, day) in on.items():
        found[customer_id].append(Spell(day, None if kept[pk] > 0 else last[pk]))
    return found


def _booked(plan: Plan, customer_ids: Collection[int]) -> dict[int, dict[tuple[str, str], list[ScoreEntry]]]:
    found: defaultdict[int, dict[tuple[str, str], list[ScoreEntry]]] = defaultdict(dict)
    rows = ScoreEntry.objects.filter(programme_id=plan.id, customer_id__in=customer_ids, source=SOURCE).order_by("pk")
    for row in rows:
        found[row.customer_id].setdefault((row.rule, str(row.inputs["month"])), []).append(row)
    return found


def _lines(
    customer_id: int,
    name: tuple[str, str],
    wanted: Mapping[datetime, int],
    told: Sequence[ScoreEntry],
    inputs: Mapping[str, Any],
) -> Iterator[NewScore]:
    """Yield the original when there is none; else the counter-entries at the instants that differ."""
    rule, month = name
    key = f"days:{month}:{customer_id}"
    first = next((row for row in told if row.reverses_id is None), None)
    if first is None:
        for instant in sorted(wanted)[:1]:
            yield NewScore(
                customer_id, key, instant, wanted[instant], name=SOURCE, source=SOURCE, rule=rule, inputs=inputs
            )
        return
    have: defaultdict[datetime, int] = defaultdict(int)
    for row in told:
        have[max(row.event_at, first.event_at)] += row.amount  # nothing is taken before it was given
    free = (f"{key}:{number}" for number in count(len(told)))
    taken = {row.key for row in told}
    for instant in sorted({*wanted, *have}):
        if change := wanted.get(instant, 0) - have.get(instant, 0):
            yield NewScore(
                customer_id, next(each for each in free if each not in taken), instant, change, name=SOURCE,
                source=SOURCE, rule=rule, reverses_id=first.pk, inputs=inputs,
            )  # fmt: skip
