"""How large a score may become: it is kept as amount × per cent in 64 bits, and nothing runs over in silence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.db.models import FloatField, QuerySet, Sum
from django.db.models.functions import Abs, Cast

from minghua.domain.tiering.models import ScoreEntry
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.rules.score import ROOM, largest_sum, percents
from minghua.domain.tiering.rules.soundness import READINGS
from minghua.domain.tiering.types import ProgrammeSpec, Standing
from minghua.domain.tiering.types.spec import Measure
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

MOST: Final = 10**15
WORTH_ADDING: Final = 10**9  # below this it takes a thousand million entries to fill the room that is left over


class ScoreTooLarge(Refusal):
    """All the entries of a member together would not fit."""

    code = "score_too_large"
    status = 409
    text = Text("这位会员的全部流水合计会超过 {most}。", "All entries of this member would add up to more than {most}.")
    remedy = Text("请核对单位（分还是元），冲回写错的流水。", "Check the unit (cents?), and reverse what was wrong.")


def most_of_one(plan: Plan) -> int:
    """Return the largest amount of one entry."""
    return MOST * 100 // max([100, *(each for version in plan.versions for each in percents(version.spec.measure))])


def refuse_overflow(plan: Plan, news: Sequence[tuple[int, int]]) -> None:
    """Raise ScoreTooLarge when entries (customer, amount) would bring what a member has to more than fits.

    Sums of floats are near enough: half of the room stays free. Small entries are not added up, nor are readings.
    """
    measures = [version.spec.measure for version in plan.versions]
    whom = {customer_id for customer_id, amount in news if abs(amount) >= WORTH_ADDING}
    if not whom or all(measure.kind in READINGS for measure in measures):
        return
    told = dict(_sums(ScoreEntry.objects.filter(programme_id=plan.id, customer_id__in=whom)))
    for customer_id, amount in news:
        if customer_id in whom:
            told[customer_id] = told.get(customer_id, 0) + abs(amount)
    _refuse_beyond(largest_sum(measures), told.values())


def refuse_heavier(programme_id: int, spec: ProgrammeSpec) -> None:
    """Raise ScoreTooLarge when a version weighs so much more that what a member has would not fit."""
    most = largest_sum([spec.measure])
    if most < largest_sum([Measure()]):
        _refuse_beyond(most, (whole for _, whole in _sums(ScoreEntry.objects.filter(programme_id=programme_id))))


def refuse_unkept(standings: Mapping[int, Standing]) -> None:
    """Raise ScoreTooLarge when a score is none that can be kept."""
    _refuse_beyond(ROOM, (max(abs(each.score), abs(each.score_at_expiry)) for each in standings.values()))


def _refuse_beyond(most: int, sums: Iterable[float]) -> None:
    if max(sums, default=0) > most:
        raise ScoreTooLarge(most=most, field="amount")


def _sums(rows: "QuerySet[ScoreEntry]") -> Iterator[tuple[int, float]]:
    """Yield customer and what the amounts of their entries add up to, without their signs."""
    every = rows.order_by().values("customer_id").annotate(whole=Sum(Abs(Cast("amount", FloatField()))))
    yield from every.values_list("customer_id", "whole").iterator()
