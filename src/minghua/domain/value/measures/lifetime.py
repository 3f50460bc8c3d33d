"""How everybody bought and spent, told for a fit: who is alike stands together, so that a fit looks at few rows (C02)."""

from datetime import timedelta

from minghua.domain.value.measures.features import moves
from minghua.domain.value.types.lifetime import DAYS_A_WEEK, Bought, Spent
from minghua.foundation.engine.session import Session
from minghua.kernel.periods import Period


def told(session: Session, *, period: Period, currency: str) -> tuple[list[Bought], list[Spent]]:
    """Return the customers whose first buying day lies in the period, as they bought and spent by its end, first days left out."""
    import ibis

    every = session.keep("every", moves(session, period, currency))
    sold = every.filter(every.way == 1)
    days = session.keep("days", sold.group_by("customer_id", "on").aggregate(paid=sold.total_minor.sum().cast("int64")))
    people = days.group_by("customer_id").aggregate(
        first_on=days.on.min(),
        last_on=days.on.max(),
        repeats=days.count() - 1,
        paid=days.paid.sum().cast("int64"),
        first_paid=days.paid.argmin(days.on),
    )
    last = ibis.literal(period.end - timedelta(days=1))
    inside = people.filter(people.first_on >= ibis.literal(period.start))
    known = session.keep(
        "known",
        inside.select(
            "repeats",
            came=inside.last_on.delta(inside.first_on, unit="day").cast("int64"),
            observed=last.delta(inside.first_on, unit="day").cast("int64"),
            later=inside.paid - inside.first_paid,
        ),
    )
    alike = (
        known.group_by("repeats", "came", "observed").aggregate(n=known.count()).order_by("repeats", "came", "observed")
    )
    spent = known.filter(known.repeats > 0)
    same = spent.group_by("repeats", "later").aggregate(n=spent.count()).order_by("repeats", "later")
    return (
        [Bought(x, came / DAYS_A_WEEK, seen / DAYS_A_WEEK, n) for x, came, seen, n in session.rows(alike)],
        [Spent(x, later / x, n) for x, later, n in session.rows(same)],
    )
