"""The fold of a member is written down: where they stand, the periods of their levels, and what was told otherwise before."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from minghua.domain.customers.operations import holding
from minghua.domain.tiering.models import Correction, Membership
from minghua.domain.tiering.operations.alerting import tell_of_falls
from minghua.domain.tiering.operations.bounding import refuse_unkept
from minghua.domain.tiering.operations.keeping_periods import Told, keep_periods, told_periods
from minghua.domain.tiering.queries.ledgers import BATCH, Story, first_told, stories
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.rules.correcting import difference
from minghua.domain.tiering.types import Decision, Span, Standing
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
    refuse_unkept(standings)
    rows = Membership.objects.filter(programme_id=plan.id, customer_id__in=ids).defer("why")
    known = {row.customer_id: row for row in rows}
    periods = told_periods(plan.id, ids)
    if corrects:
        _correct(plan, standings, known, periods, by=by, at=at)
    keep_periods(plan.id, ids, standings, periods, at=at)
    _keep_standings(plan, told, standings, known, at=at)
    _tell(plan, standings, known, by=by, at=at)
    tell_of_falls(plan, standings, known, by=by, at=at)


def _correct(
    plan: Plan,
    standings: Mapping[int, Standing],
    known: Mapping[int, Membership],
    periods: Mapping[int, Sequence[Told]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Where the periods told by the last fold are not those that are true, write down both."""
    rows = []
    for pk, standing in standings.items():
        if pk not in known:
            continue
        told = [each.span for each in periods.get(pk, ())]
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
    new = first_told(plan.id, standings.keys() - known.keys())
    opened = {pk: known[pk].opened_at if pk in known else new.get(pk, at) for pk in standings}
    ranks = {each.number: each.spec.rank for each in plan.versions}
    rows = [
        _membership(plan.id, pk, told[pk], standing, ranks[standing.version](standing.level) or 0, at=at)
        for pk, standing in standings.items()
    ]
    for row in rows:
        row.opened_at = opened[row.customer_id]
    Membership.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["programme", "customer"],
        update_fields=_STANDING,
    )


def _membership(
    programme_id: int, customer_id: int, story: Story, standing: Standing, rank: int, *, at: datetime
) -> Membership:
    return Membership(
        programme_id=programme_id,
        customer_id=customer_id,
        kind=story.kind,
        level=standing.level,
        rank=rank,
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


def _plain(span: Span) -> dict[str, Any]:
    return {name: None if (value := getattr(span, name)) is None else str(value) for name in _SPAN}
