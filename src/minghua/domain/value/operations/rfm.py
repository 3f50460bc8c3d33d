"""Recency, frequency and money are looked at over everyone, by the engine, and kept with their reasons (R12.7, R00.6)."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.db.models import Count, Sum

from minghua.domain.value.measures import rfm as measure
from minghua.domain.value.models import RfmPlace, RfmRun
from minghua.domain.value.operations.pyramid import NeedsEverybody
from minghua.domain.value.queries.segmenting import grid, segment_sums
from minghua.domain.value.rules.layers import CURRENCIES, MOST_MONTHS
from minghua.domain.value.types.rfm import Cuts, RfmDefinition
from minghua.foundation.audit import operations as audit
from minghua.foundation.engine import queries as engine
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import rolling_months

SUBJECT = "value.RfmRun"
E6 = 1_000_000
BATCH = 5_000


def run_rfm(definition: RfmDefinition, *, on: date, by: Actor, at: datetime) -> int:
    """Look at the months up to a day in the analysed data, keep what is found and return its id.

    Raises Invalid (months, currency), NeedsEverybody, NothingToRead.
    """
    require(by, "pyramid.run")
    if not by.scope.everything:
        raise NeedsEverybody()
    _judge(definition)
    period = rolling_months(on, definition.months)
    with engine.session() as session:
        people = measure.seen(session, period=period, currency=definition.currency)
        cuts = measure.cuts(session, people, definition.cutting)
        run = RfmRun.objects.create(
            definition=asdict(definition) | {"cutting": str(definition.cutting)}, start_on=period.start,
            end_on=period.end, as_of=on, cut_at=session.cut_at, by_name=by.name, made_at=at,
        )  # fmt: skip
        for rows in session.stream(measure.scored(people, cuts), size=BATCH):
            RfmPlace.objects.bulk_create(_places(run.pk, rows))
    _told(run, cuts)
    audit.record("rfm.run", SUBJECT, run.pk, {"n": run.customers}, by=by, at=at)
    return run.pk


def _judge(definition: RfmDefinition) -> None:
    if not 1 <= definition.months <= MOST_MONTHS:
        raise Invalid("时段须为 1 到 120 个月。", "The period is 1 to 120 months.", field="months")
    if len(definition.currency) != CURRENCIES or not definition.currency.isupper():
        raise Invalid("币种须为三位代码。", "A currency has three letters.", field="currency")


def _places(run_id: int, rows: Iterable[tuple[int, ...]]) -> list[RfmPlace]:
    return [
        RfmPlace(
            run_id=run_id, customer_id=pk, recency=recency, frequency=frequency, monetary_minor=money, r=r, f=f, m=m,
            segment=segment,
        )
        for pk, recency, frequency, money, r, f, m, segment in rows
    ]  # fmt: skip


def _told(run: RfmRun, cuts: Cuts) -> None:
    """Keep the cuts, the means, and what each segment and each pair of scores holds."""
    places = RfmPlace.objects.filter(run_id=run.pk).order_by()
    whole = places.aggregate(n=Count("pk"), **{name: Sum(name) for name in measure.MEASURES})
    run.customers = whole["n"]
    run.figures = {
        "cuts": asdict(cuts),
        "means_e6": {name: round(int(whole[name]) * E6 / whole["n"]) for name in measure.MEASURES}
        if whole["n"]
        else {},
        "segments": segment_sums(places),
        "grid": grid(places, size=len(cuts.recency) + 1),
    }
    run.save(update_fields=["customers", "figures"])
