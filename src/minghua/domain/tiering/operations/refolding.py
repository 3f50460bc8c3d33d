"""The fold of a member is written down: where they stand, the periods of their levels, and what was told otherwise before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from minghua.domain.customers.operations import holding
from minghua.domain.tiering.models import Correction, Membership, TierPeriod
from minghua.domain.tiering.operations.alerting import tell_of_falls
from minghua.domain.tiering.queries.ledgers import BATCH, Story, stories
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.rules.correcting import difference
from minghua.domain.tiering.types import Cause, Decision, Span, Standing
from minghua.foundation.people.types import Actor
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.timeline.operations import NewEntry

_STANDING = (
    "kind", "level", "rank", "automatic", "granted", "score", "parts", "score_at_expiry", "valid_from", "valid_until", "watch",
    "due_on", "version", "entries", "why", "as_of",
)  # fmt: skip
_SPAN = ("level", "from_at", "until_at", "valid_from", "valid_until", "cause", "granted")


def refold(plan: Plan, customer_ids: Iterable[int], *, corrects: bool = True, by: Actor, at: datetime) -> None:
    """Compute these members anew and keep what differs; `corrects=False` when the past changes on purpose, by hand."""
    ids = sorted(set(customer_ids))
    holding.take_turns(ids)
    for start in range(0, len(ids), BATCH):
        _refold(plan, ids[start : start + BATCH], corrects=corrects, by=by, at=at)


def _refold(plan: Plan, ids: Sequence[int], *, corrects: bool, by: Actor, at: datetime) -> None:
    told = stories(plan.id, ids)
    standings = {pk: found for pk, story in told.items() if (found := story.standing(plan.versions, until=at))}
    known = {row.customer_id: row for row in Membership.objects.filter(programme_id=plan.id, customer_id__in=ids)}
    periods = _periods(plan.id, ids)
    if corrects:
        _correct(plan, standings, known, periods, by=by, at=at)
    _keep_periods(plan, ids, standings, periods, at=at)
    _keep_standings(plan, told, standings, known, at=at)
    _tell(plan, standings, known, by=by, at=at)
    tell_of_falls(plan, standings, known, by=by, at=at)


def _periods(programme_id: int, ids: Collection[int]) -> dict[int, list[TierPeriod]]:
    found: defaultdict[int, list[TierPeriod]] = defaultdict(list)
    for row in live(programme_id).filter(customer_id__in=ids).order_by("from_at", "pk"):
        found[row.customer_id].append(row)
    return found


def live(programme_id: int) -> "QuerySet[TierPeriod]":
    """Return the periods that nothing withdrew."""
    return TierPeriod.objects.filter(programme_id=programme_id, withdrawn_at=None)


def _correct(
    plan: Plan,
    standings: Mapping[int, Standing],
    known: Mapping[int, Membership],
    periods: Mapping[int, list[TierPeriod]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Where the periods told by the last fold are not those that are true, write down both."""
    rows = []
    for pk, standing in standings.items():
        if pk not in known:
            continue
        told = [_span(row) for row in periods.get(pk, ())]
        found = difference(told, standing.spans, as_of=known[pk].as_of)
        if found is not None:
            rows.append(
                Correction(
                    programme_id=plan.id,
                    customer_id=pk,
                    since=found.since,
                    told=[_plain(span) for span in found.told],
                    true=[_plain(span) for span in found.true],
                    level_told=found.level_told,
                    level_true=found.level_true,
                    recorded_at=at,
                    by_name=by.name[:60],
                )
            )
    Correction.objects.bulk_create(rows, batch_size=BATCH)


def _keep_periods(
    plan: Plan,
    ids: Iterable[int],
    standings: Mapping[int, Standing],
    periods: Mapping[int, list[TierPeriod]],
    *,
    at: datetime,
) -> None:
    """Periods that still stand stay (their end may be known now), others are withdrawn, new ones are added."""
    ended: list[TierPeriod] = []
    withdrawn: list[int] = []
    fresh: list[TierPeriod] = []
    for pk in ids:
        standing, rows = standings.get(pk), periods.get(pk, [])
        told = list(standing.told_spans()) if standing else []
        same = 0
        while same < min(len(rows), len(told)) and _is_same(rows[same], *told[same]):
            if rows[same].until_at != told[same][0].until_at:
                rows[same].until_at = told[same][0].until_at
                ended.append(rows[same])
            same += 1
        withdrawn += [row.pk for row in rows[same:]]
        fresh += [_period(plan, pk, *each, at=at) for each in told[same:]]
    TierPeriod.objects.filter(pk__in=withdrawn).update(withdrawn_at=at)
    TierPeriod.objects.bulk_update(ended, ["until_at"], batch_size=BATCH)
    TierPeriod.objects.bulk_create(fresh, batch_size=BATCH)


def _is_same(row: TierPeriod, span: Span, before: str, score: int) -> bool:
    """Something late may leave a period as it was and change the score that it began with."""
    return _span(row)._replace(until_at=None) == span._replace(until_at=None) and (row.before, row.score) == (before, score)  # fmt: skip


def _period(plan: Plan, customer_id: int, span: Span, before: str, score: int, *, at: datetime) -> TierPeriod:
    return TierPeriod(
        programme_id=plan.id, customer_id=customer_id, before=before, score=score, recorded_at=at, **span._asdict()
    )


def _keep_standings(
    plan: Plan,
    told: Mapping[int, Story],
    standings: Mapping[int, Standing],
    known: Mapping[int, Membership],
    *,
    at: datetime,
) -> None:
    gone = [row.pk for pk, row in known.items() if pk not in standings]
    Membership.objects.filter(pk__in=gone).delete()
    rows = [_membership(plan, pk, told[pk], standing, known.get(pk), at=at) for pk, standing in standings.items()]
    Membership.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["programme", "customer"],
        update_fields=_STANDING,
    )


def _membership(
    plan: Plan, customer_id: int, story: Story, standing: Standing, known: Membership | None, *, at: datetime
) -> Membership:
    opened = known.opened_at if known is not None else story.first_told or at
    rank = next(each for each in plan.versions if each.number == standing.version).spec.rank(standing.level)
    return Membership(
        programme_id=plan.id,
        customer_id=customer_id,
        opened_at=opened,
        kind=story.kind,
        level=standing.level,
        rank=rank or 0,
        automatic=standing.automatic,
        granted=standing.granted,
        score=standing.score,
        parts=standing.parts,
        score_at_expiry=standing.score_at_expiry,
        valid_from=standing.valid_from,
        valid_until=standing.valid_until,
        watch=standing.watch,
        due_on=standing.due_on,
        version=standing.version,
        entries=len(story.events),
        why=plain_decision(standing.trace[-1]) if standing.trace else {},
        as_of=at,
    )


def plain_decision(decision: Decision) -> dict[str, Any]:
    """Return a decision as plain data, for keeping."""
    return {
        **decision._asdict(),
        "at": decision.at.isoformat(),
        "cause": decision.cause.value,
        "inputs": {name: str(value) for name, value in decision.inputs.items()},
    }


def _tell(
    plan: Plan, standings: Mapping[int, Standing], known: Mapping[int, Membership], *, by: Actor, at: datetime
) -> None:
    """A level that is another one now stands on the member's timeline."""
    names = {level.code: level.name for version in plan.versions for level in version.spec.levels}
    name = plan.versions[-1].spec.name
    timeline.post_many(
        (
            NewEntry(
                pk,
                "tier",
                at,
                {
                    "programme": {"zh": name.zh, "en": name.en},
                    "before": {"zh": names[was.level].zh, "en": names[was.level].en} if was.level in names else {},
                    "after": {"zh": names[standing.level].zh, "en": names[standing.level].en},
                },
            )
            for pk, standing in standings.items()
            if (was := known.get(pk)) is not None and was.level != standing.level
        ),
        by=by,
    )


def _span(row: TierPeriod) -> Span:
    return Span(
        row.level, row.from_at, row.until_at, row.valid_from, row.valid_until, Cause(row.cause), row.granted
    )  # fmt: skip


def _plain(span: Span) -> dict[str, Any]:
    return {name: None if (value := getattr(span, name)) is None else str(value) for name in _SPAN}
