"""Lifetime value at the shell: how customers come and spend, fitted over everybody."""

import click

from minghua.domain.value import queries as reads
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.money import show as amount
from minghua.kernel.periods import local_date


@click.group("lifetime")
def group() -> None:
    """终身价值。Lifetime value."""


@group.command("fit")
@click.option(
    "--months",
    default=24,
    type=click.IntRange(1, 120),
    help="最近几个月内首次购买的客户 customers won in the last months",
)
@click.option("--currency", default="CNY")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="截止日 the last day, today without")
@acting("value.view")
def fit(person: Person, months: int, currency: str, on: object) -> None:
    """估计购买与花费的规律（BG/NBD、gamma-gamma）。How customers come and spend."""
    day = on.date() if on else local_date(person.at)  # type: ignore[attr-defined]
    found = reads.lifetime(person.actor, on=day, months=months, currency=currency)
    rows = [
        {"model": model, "parameter": one.name, "value": one.value, "low": one.low, "high": one.high}
        for model, fitted in (("BG/NBD", found.buying), ("gamma-gamma", found.spending))
        for one in fitted.estimates
    ]
    told = {
        "data_until": found.cut_at,
        "customers": found.buying.customers,
        "came_back": found.spending.customers,
        "log_likelihood": [found.buying.log_likelihood, found.spending.log_likelihood],
        "settled": found.buying.settled and found.spending.settled,
        "alive": found.alive,
        "expected_buying_days_52_weeks": found.expected_days,
        "mean_spend": "—" if found.mean_minor is None else amount(round(found.mean_minor), currency),
    }
    person.show(told | {"parameters": rows} if person.as_json else told)
    if not person.as_json:
        person.show(rows)


commands = [group]
