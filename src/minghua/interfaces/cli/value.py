"""Value at the shell: what a customer brings, and the pyramid computed or shown."""

import click

from minghua.domain.value import operations as value_room
from minghua.domain.value import queries as reads
from minghua.domain.value.types import NAMES, PRESETS, Definition
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.money import show as amount
from minghua.kernel.periods import local_date, rolling_months


@click.group("value")
def value() -> None:
    """客户价值。What customers bring."""


@value.command("show")
@click.argument("customer_id", type=int)
@click.option("--months", default=12, type=click.IntRange(1, 120), help="最近几个月 the last months")
@click.option("--currency", default="CNY")
@acting("value.view")
def show_value(person: Person, customer_id: int, months: int, currency: str) -> None:
    """一位客户的净利润贡献。The net contribution of one customer, part by part."""
    period = rolling_months(local_date(person.at), months)
    found = reads.contribution_of(person.actor, customer_id, period=period, currency=currency)
    parts = {NAMES[part].say(person.actor.language): amount(minor, currency) for part, minor in found.parts.items()}
    person.show(parts | {"net": amount(found.net_minor, currency)})


@value.command("return")
@click.argument("customer_id", type=int)
@click.argument("assets_minor", type=click.IntRange(min=0))
@click.option("--months", default=12, type=click.IntRange(1, 120), help="最近几个月 the last months")
@click.option("--currency", default="CNY")
@acting("value.view")
def show_return(person: Person, customer_id: int, assets_minor: int, months: int, currency: str) -> None:
    """一位客户的占用资产（分）带来的回报率。What the assets engaged for a customer (minor units) bring."""
    period = rolling_months(local_date(person.at), months)
    found = reads.return_of(person.actor, customer_id, assets_minor=assets_minor, period=period, currency=currency)
    rate = "—" if found.rate is None else f"{float(found.rate):.2%}"
    person.show(
        {
            "net": amount(found.net_minor, currency),
            "sales": amount(found.sales_minor, currency),
            "assets": amount(assets_minor, currency),
            "return": rate,
        }
    )


@click.group("pyramid")
def pyramid() -> None:
    """客户金字塔。The customer pyramid."""


@pyramid.command("run")
@click.option("--preset", type=click.Choice(list(PRESETS)), default="pyramid")
@click.option("--basis", help="依据 a measure, such as net_contribution, net_sales, order_count")
@click.option("--months", default=12, type=click.IntRange(1, 120))
@click.option("--currency", default="CNY")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="截止日 the last day, today without")
@acting("pyramid.run")
def run_pyramid(person: Person, preset: str, basis: str | None, months: int, currency: str, on: object) -> None:
    """计算并保存一次。Compute the pyramid and keep it."""
    cut = PRESETS[preset][1]
    definition = Definition(cut.layers, cut.method, cut.ties_up, basis or cut.basis, months, currency)
    day = on.date() if on else local_date(person.at)  # type: ignore[attr-defined]
    with person.writing():
        run_id = value_room.run_pyramid(definition, on=day, by=person.actor, at=person.at)
    _show(person, run_id)


@pyramid.command("show")
@acting("value.view")
def show_pyramid(person: Person) -> None:
    """最近一次的各层。The layers of the latest one."""
    _show(person, None)


def _show(person: Person, run_id: int | None) -> None:
    run = reads.run(person.actor, run_id)
    rows = run.layers if run else ()
    person.show(
        [
            {
                "layer": one.name.say(person.actor.language),
                "customers": one.customers,
                "sales": one.sales_minor / 100,
                "net": one.net_minor / 100,
                "service": one.service_minor / 100,
            }
            for one in rows
        ]
    )


commands = [value, pyramid]
