"""The ledger is written: what happened to members, under a business key that is unique for ever; and its counter-entries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering.models import Membership, ScoreEntry
from minghua.domain.tiering.operations.bounding import refuse_overflow
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.types import Kind, ProgrammeSpec
from minghua.domain.tiering.types.spec import Members
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

_BODY = ("customer_id", "kind", "name", "amount", "event_at", "scoring_on", "reverses_id")


class KeyTaken(Refusal):
    """The business key was used for something else."""

    code = "score_key_taken"
    status = 409
    text = Text("业务号「{key}」已登记过不同的内容。", "The key “{key}” was used for something else.")
    remedy = Text("请换一个业务号；更正请先冲回原流水。", "Use another key; to correct an entry, reverse it first.")


class NewScore(NamedTuple):
    """One thing that happened to a member. `name` says how it was earned, or names the gate or level."""

    customer_id: int
    key: str
    event_at: datetime
    amount: int = 0
    kind: Kind = Kind.SCORE
    name: str = ""
    source: str = "hand"
    rule: str = ""
    scoring_on: date | None = None
    reverses_id: int | None = None
    inputs: Mapping[str, Any] = {}


class Entered(NamedTuple):
    """What became of the lines: those that are new, and how many were known already."""

    entry_ids: tuple[int, ...]
    known: int


def enter(plan: Plan, lines: Sequence[NewScore], *, by: Actor, at: datetime) -> Entered:
    """Store the lines that are new; the caller judged the rest and computes the members anew.

    Raises KeyTaken, ScoreTooLarge.
    """
    known = _known(plan, lines)
    opened = dict(
        Membership.objects.filter(
            programme_id=plan.id, customer_id__in={line.customer_id for line in lines}, opened_at__lt=at
        ).values_list("customer_id", "opened_at")
    )
    readings = _readings(plan, lines)
    fresh: dict[tuple[str, str, str], ScoreEntry] = {}
    for line in lines:
        name = (line.source, line.key, line.rule)
        row = _row(plan, line, opened=line.customer_id in opened, by=by, at=at)
        same = known.get(name) or fresh.get(name)
        if same is None:
            row.seq = _next(readings, line)
            fresh[name] = row
        elif any(getattr(same, column) != getattr(row, column) for column in _BODY):
            raise KeyTaken(key=line.key, field="key")
    refuse_overflow(plan, [(row.customer_id, row.amount) for row in fresh.values()])
    try:
        with transaction.atomic():
            made = ScoreEntry.objects.bulk_create(fresh.values(), batch_size=500)
    except IntegrityError as clash:
        raise KeyTaken(key=lines[0].key, field="key") from clash
    return Entered(tuple(row.pk for row in made), len(lines) - len(made))


def counts_at(event_at: datetime, *, opened: bool, correction_days: int, at: datetime) -> datetime:
    """Return from when something counts: when it happened, unless it is too late and the books were open already (P0)."""
    return at if opened and at - event_at > timedelta(days=correction_days) else event_at


def _row(plan: Plan, line: NewScore, *, opened: bool, by: Actor, at: datetime) -> ScoreEntry:
    spec = plan.versions[-1].spec
    return ScoreEntry(
        programme_id=plan.id,
        customer_id=line.customer_id,
        kind=line.kind.value,
        name=line.name,
        amount=line.amount,
        event_at=line.event_at,
        event_on=local_date(line.event_at, spec.tz),
        counts_at=counts_at(line.event_at, opened=opened, correction_days=spec.correction_days, at=at),
        scoring_on=line.scoring_on,
        recorded_at=at,
        source=line.source,
        key=line.key,
        rule=line.rule,
        reverses_id=line.reverses_id,
        inputs=dict(line.inputs),
        by_id=by.user_id,
    )


def _known(plan: Plan, lines: Sequence[NewScore]) -> dict[tuple[str, str, str], ScoreEntry]:
    keys = sorted({line.key for line in lines})
    found = {}
    for start in range(0, len(keys), 900):
        rows = ScoreEntry.objects.filter(programme_id=plan.id, key__in=keys[start : start + 900])
        found.update({(row.source, row.key, row.rule): row for row in rows})
    return found


def _readings(plan: Plan, lines: Sequence[NewScore]) -> dict[tuple[int, datetime], int]:
    """How many readings each instant has: a balance told later of the same instant is the one that counts."""
    told = [line for line in lines if line.kind in (Kind.READING, Kind.GATE)]
    counts: dict[tuple[int, datetime], int] = {}
    if told:
        rows = ScoreEntry.objects.filter(
            programme_id=plan.id,
            customer_id__in={line.customer_id for line in told},
            event_at__in={line.event_at for line in told},
        )
        for place in rows.values_list("customer_id", "event_at"):
            counts[place] = counts.get(place, 0) + 1
    return counts


def _next(readings: dict[tuple[int, datetime], int], line: NewScore) -> int:
    if line.kind not in (Kind.READING, Kind.GATE):
        return 0
    place = (line.customer_id, line.event_at)
    readings[place] = readings.get(place, 0) + 1
    return readings[place] - 1


def outsiders(plan: Plan, customer_ids: Iterable[int], *, on: date) -> frozenset[int]:
    """Return those of these customers whose kind the programme is not for."""
    return strangers(plan.spec_on(on), customer_ids)


def strangers(spec: ProgrammeSpec, customer_ids: Iterable[int]) -> frozenset[int]:
    """Return those of these customers whose kind these rules are not for."""
    if spec.members is Members.ALL:
        return frozenset()
    rows = customer_reads.seen(SYSTEM).filter(pk__in=set(customer_ids))
    wrong = rows.filter(kind="organization") if spec.members is Members.PERSON else rows.exclude(kind="organization")
    return frozenset(wrong.values_list("pk", flat=True))
