"""Everybody's recency, frequency and money, where high begins, and the scores: `rules.rfm` as Ibis expressions (R12.7)."""

from datetime import timedelta
from typing import Any

from minghua.domain.value.measures.features import features
from minghua.domain.value.rules import rfm as rule
from minghua.domain.value.types.rfm import Cuts, Cutting
from minghua.foundation.engine.session import Session
from minghua.kernel.periods import Period

MEASURES = ("recency", "frequency", "monetary_minor")


def seen(session: Session, *, period: Period, currency: str) -> Any:
    """Return the kept table of whoever bought in the period: customer_id, recency, frequency, monetary_minor."""
    import ibis

    found = session.keep("features", features(session, period=period, currency=currency))
    bought = found.filter(found.recent_orders > 0)
    last = ibis.literal(period.end - timedelta(days=1))
    return session.keep(
        "seen",
        bought.select(
            "customer_id",
            recency=last.delta(bought.recent_last_on, unit="day").cast("int64"),
            frequency=bought.recent_orders,
            monetary_minor=bought.recent_sales_minor - bought.recent_returns_minor,
        ),
    )


def cuts(session: Session, people: Any, cutting: Cutting) -> Cuts:
    """Return where high begins among them, as `rules.rfm.cuts` does."""
    number, *sums = session.rows(people.aggregate(n=people.count(), **{name: people[name].sum() for name in MEASURES}))[
        0
    ]
    if not number:
        return Cuts((), (), ())
    if cutting is Cutting.MEANS:
        days, times, money = (int(one) for one in sums)
        return Cuts((days // number,), (-(-times // number),), (-(-money // number),))
    ranks = [-(-number * fifth // rule.BEST) for fifth in range(1, rule.BEST)]
    return Cuts(*(_at(session, people, name, ranks) for name in MEASURES))


def _at(session: Session, people: Any, name: str, ranks: list[int]) -> tuple[int, ...]:
    """Return the values at these ranks, the best first."""
    import ibis

    value = people[name] if name == "recency" else people[name].desc()
    ranked = people.select(name, place=ibis.row_number().over(order_by=[value, people.customer_id]) + 1)
    found = {place: value for value, place in session.rows(ranked.filter(ranked.place.isin(ranks)))}
    return tuple(int(found[rank]) for rank in ranks)


def scored(people: Any, among: Cuts) -> Any:
    """Return everybody with scores and segment, as `rules.rfm.scored` does."""
    import ibis

    one = ibis.literal(1, "int64")
    r = sum(((people.recency <= cut).cast("int64") for cut in among.recency), one)
    f = sum(((people.frequency >= cut).cast("int64") for cut in among.frequency), one)
    m = sum(((people.monetary_minor >= cut).cast("int64") for cut in among.monetary_minor), one)
    high = rule.high_from(among)
    known = people.mutate(r=r, f=f, m=m)
    low = {name: (known[name] < high).cast("int64") for name in ("r", "f", "m")}
    return known.mutate(segment=low["m"] * 4 + low["r"] * 2 + low["f"]).order_by("customer_id")
