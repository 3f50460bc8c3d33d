"""RFM at the shell: computed and kept, or shown."""

import click

from minghua.domain.value import operations as value
from minghua.domain.value import queries as reads
from minghua.domain.value.types import SEGMENTS, Cutting, RfmDefinition
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.periods import local_date


@click.group("rfm")
def group() -> None:
    """RFM 分析。Recency, frequency and money."""


@group.command("run")
@click.option("--cutting", type=click.Choice([str(one) for one in Cutting]), default="means", show_default=True)
@click.option("--months", default=12, type=click.IntRange(1, 120))
@click.option("--currency", default="CNY")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="截止日 the last day, today without")
@acting("pyramid.run")
def run_rfm(person: Person, cutting: str, months: int, currency: str, on: object) -> None:
    """计算并保存一次。Compute it and keep it."""
    day = on.date() if on else local_date(person.at)  # type: ignore[attr-defined]
    definition = RfmDefinition(Cutting(cutting), months, currency)
    with person.writing():
        run_id = value.run_rfm(definition, on=day, by=person.actor, at=person.at)
    _show(person, run_id)


@group.command("show")
@acting("value.view")
def show_rfm(person: Person) -> None:
    """最近一次的八类。The eight segments of the latest one."""
    _show(person, None)


def _show(person: Person, run_id: int | None) -> None:
    run = reads.rfm_run(person.actor, run_id)
    person.show(
        [
            {
                "segment": SEGMENTS[one.index].name.say(person.actor.language),
                "customers": one.customers,
                "net_paid": one.monetary_minor / 100,
                "orders": one.orders,
            }
            for one in (run.segments if run else ())
        ]
    )


commands = [group]
