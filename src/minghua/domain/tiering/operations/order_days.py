"""Orders on enough days of a month are booked once, to count on a day of the next month; when the days change, so does the booking (JD-14)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

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
    spells, booked = _spells(plan, customer_ids), _booked(plan, customer_ids)
    lines = [
        line
        for pk in sorted({*spells, *booked})
        for line in _lines(plan, pk, spells.get(pk, ()), booked.get(pk, {}), at=at)
    ]
    if lines:
        enter(plan, lines, by=by, at=at)
    return {line.customer_id for line in lines}


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
    plan: Plan, customer_id: int, spells: Sequence[Spell], booked: Booked, *, at: datetime
) -> Iterator[NewScore]:
    zone = plan.versions[0].spec.tz
    days = [each.day for each in spells if each.ended_at is None]
    due = {(each.rule, each.month): each for each in rules.due(plan.spec_on, days, zone=zone)}
    for rule, month in sorted({*due, *booked}):
        told, now = booked.get((rule, month), ()), due.get((rule, month))
        change = (now.points if now else 0) - sum(row.amount for row in told)
        first = next((row for row in told if row.reverses_id is None), None)
        if change == 0:
            continue
        inputs = {**(now.inputs if now else {}), "month": month}
        key = f"days:{month}:{customer_id}"
        if first is None and now is not None:
            yield NewScore(customer_id, key, now.at, change, name=SOURCE, source=SOURCE, rule=rule, inputs=inputs)
        elif first is not None:
            lost = rules.lost_at(plan.spec_on, spells, rule=rule, month=month, zone=zone) if change < 0 else None
            yield NewScore(
                customer_id, f"{key}:{len(told)}", lost or at, change, name=SOURCE, source=SOURCE, rule=rule,
                reverses_id=first.pk, inputs=inputs,
            )  # fmt: skip
