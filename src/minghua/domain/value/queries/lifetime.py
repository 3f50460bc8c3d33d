"""Customers' lifetime, fitted over everybody whose first buying day lies in a period (C02)."""

from dataclasses import dataclass
from datetime import date, datetime

from minghua.domain.value.measures import lifetime as measure
from minghua.domain.value.rules.lifetime import buying, spending
from minghua.domain.value.types.lifetime import Bought, Fit, Spent
from minghua.foundation.engine import queries as engine
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Forbidden, Refusal
from minghua.kernel.periods import Period, rolling_months
from minghua.kernel.words import Text

LEAST = 30
FUTURE_WEEKS = 52


class NeedsAll(Forbidden):
    """A fit looks at everybody: who sees a part of the customers cannot ask for it."""

    code = "fit_needs_everybody"
    text = Text(
        "终身价值要看全部客户，您只能看到一部分客户。", "A fit looks at every customer; you see a part of them."
    )
    remedy = Text("请让能看到全部客户的经理来计算。", "Ask a manager who sees all customers.")


class TooFewCustomers(Refusal):
    """So few say nothing."""

    code = "too_few_customers"
    status = 409
    text = Text(
        "时段内只有 {n} 位客户回来买过，至少要 {least} 位才能估计。",
        "Only {n} customers came back in the period; at least {least} are needed.",
    )
    remedy = Text("请放宽时段，或等有更多回头客。", "Take a longer period, or wait for more who come back.")


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Both fits, the moment the data show, and what they expect of everybody together within the coming year."""

    period: Period
    cut_at: datetime
    buying: Fit
    spending: Fit
    expected_days: float
    alive: float
    mean_minor: float | None


def lifetime(viewer: Actor, *, on: date, months: int = 24, currency: str = "CNY") -> Lifetime:
    """Return how the customers won in the months up to a day come and spend; raises NeedsAll, NothingToRead, TooFewCustomers."""
    require(viewer, "value.view")
    if not viewer.scope.everything:
        raise NeedsAll()
    period = rolling_months(on, months)
    with engine.session() as session:
        bought, spent = measure.told(session, period=period, currency=currency)
        cut_at = session.cut_at
    came_back = sum(one.customers for one in spent if one.mean > 0)
    if came_back < LEAST:
        raise TooFewCustomers(n=came_back, least=LEAST)
    return _fitted(period, cut_at, bought, spent)


def _fitted(period: Period, cut_at: datetime, bought: list[Bought], spent: list[Spent]) -> Lifetime:
    comes, pays = buying.fit(bought), spending.fit(spent)
    days = sum(one.customers * buying.expected(one, comes.values, weeks=FUTURE_WEEKS) for one in bought)
    alive = sum(one.customers * buying.alive(one, comes.values) for one in bought)
    return Lifetime(period, cut_at, comes, pays, days, alive, spending.mean_spend(Spent(0, 0.0), pays.values))
