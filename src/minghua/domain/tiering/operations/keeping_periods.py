"""The periods of a member's levels as they were told, and made to say what the fold says: ended, withdrawn, added."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from minghua.domain.tiering.models import TierPeriod
from minghua.domain.tiering.queries.ledgers import BATCH
from minghua.domain.tiering.types import Cause, Span, Standing

_COLUMNS = (
    "customer_id", "pk", "before", "score", "level", "from_at", "until_at", "valid_from", "valid_until", "cause", "granted",
)  # fmt: skip


class Told(NamedTuple):
    """A period as it was told: its span, the level before it and the score that it began with."""

    id: int
    before: str
    score: int
    span: Span


def told_periods(programme_id: int, ids: Collection[int]) -> dict[int, list[Told]]:
    """Return customer → the periods that nothing withdrew, in their order."""
    found: defaultdict[int, list[Told]] = defaultdict(list)
    rows = live(programme_id).filter(customer_id__in=ids).order_by("from_at", "pk")
    for customer_id, pk, before, score, level, *days, cause, granted in rows.values_list(*_COLUMNS):
        from_at, until_at, valid_from, valid_until = days
        span = Span(level, from_at, until_at, valid_from, valid_until, Cause(cause), granted)
        found[customer_id].append(Told(pk, before, score, span))
    return found


def live(programme_id: int) -> "QuerySet[TierPeriod]":
    """Return the periods that nothing withdrew."""
    return TierPeriod.objects.filter(programme_id=programme_id, withdrawn_at=None)


def keep_periods(
    programme_id: int,
    ids: Iterable[int],
    standings: Mapping[int, Standing],
    periods: Mapping[int, Sequence[Told]],
    *,
    at: datetime,
) -> None:
    """Periods that still stand stay (their end may be known now), others are withdrawn, new ones are added."""
    ended: list[tuple[datetime | None, int]] = []
    withdrawn: list[int] = []
    fresh: list[TierPeriod] = []
    for pk in ids:
        standing, rows = standings.get(pk), periods.get(pk, [])
        true = list(standing.told_spans()) if standing else []
        same = 0
        while same < min(len(rows), len(true)) and _is_same(rows[same], *true[same]):
            if rows[same].span.until_at != true[same][0].until_at:
                ended.append((true[same][0].until_at, rows[same].id))
            same += 1
        withdrawn += [row.id for row in rows[same:]]
        fresh += [_period(programme_id, pk, *each, at=at) for each in true[same:]]
    if withdrawn:
        TierPeriod.objects.filter(pk__in=withdrawn).update(withdrawn_at=at)
    _end(ended)
    TierPeriod.objects.bulk_create(fresh, batch_size=BATCH)


def _is_same(told: Told, span: Span, before: str, score: int) -> bool:
    """Something late may leave a period as it was and change the score that it began with."""
    return told.score == score and told.before == before and _core(told.span) == _core(span)


def _core(span: Span) -> tuple[object, ...]:
    return span.level, span.from_at, span.valid_from, span.valid_until, span.cause, span.granted


def _end(ended: Sequence[tuple[datetime | None, int]]) -> None:
    """Write the ends of many periods; one statement for all of them would carry a condition for each."""
    if ended:
        column = TierPeriod._meta.get_field("until_at")
        rows = [(column.get_db_prep_save(until_at, connection), pk) for until_at, pk in ended]
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {TierPeriod._meta.db_table} SET until_at = %s WHERE id = %s", rows)  # noqa: S608 - our own names


def _period(programme_id: int, customer_id: int, span: Span, before: str, score: int, *, at: datetime) -> TierPeriod:
    return TierPeriod(
        programme_id=programme_id, customer_id=customer_id, before=before, score=score, recorded_at=at, **span._asdict()
    )
