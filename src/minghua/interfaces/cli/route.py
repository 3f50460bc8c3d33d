"""The rice ledger at the shell: today's route, a delivery, a visit, the demand plan, planning everything afresh."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import click

from minghua.domain.care import operations as care
from minghua.domain.care import queries as care_reads
from minghua.domain.care.types import MILLI, Route
from minghua.interfaces.cli.acting import Person, acting
from minghua.journeys.deliver_refill import deliver_refill, withdraw_refill
from minghua.kernel.money import half_up, parse_decimal, scaled
from minghua.kernel.periods import Period, local_date


@click.group()
def route() -> None:
    """今天该联系谁：路线、送货、备货。Who to visit: the route, deliveries, demand."""


@route.command(name="show")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="哪一天；不写是今天。Which day; today if left out.")
@click.option("--area", default="", help="只看这个片区。Only this area.")
@acting("route.view")
def show(person: Person, on: datetime | None, area: str) -> None:
    """要去的人家、带多少。The households to visit and what to bring."""
    day = on.date() if on else local_date(person.at)
    person.show(list(_stops(care_reads.route(person.actor, on=day, area=area))))


@route.command(name="deliver")
@click.argument("jar_id", type=click.IntRange(1))
@click.argument("servings")
@click.option("--left", help="送之前缸里还剩多少。What was still in the jar.")
@click.option("--key", required=True, help="同一个键只记一次。The same key is recorded once.")
@acting("route.deliver")
def deliver(person: Person, jar_id: int, servings: str, left: str | None, key: str) -> None:
    """记一次送货（份）。Record a delivery, in servings."""
    with person.writing():
        done = deliver_refill(
            jar_id,
            quantity_milli=_milli(servings),
            left_milli=_milli(left) if left else None,
            key=f"cli-{key}"[:64],
            on=local_date(person.at),
            by=person.actor,
            at=person.at,
        ).delivery
    person.show(
        {"delivery": done.delivery_id, "next": done.next_on, "rate": _plain(done.rate), "replayed": done.replayed}
    )


@route.command(name="withdraw")
@click.argument("delivery_id", type=click.IntRange(1))
@acting("route.deliver")
def withdraw(person: Person, delivery_id: int) -> None:
    """撤销一次送货。Take a delivery back."""
    with person.writing():
        withdraw_refill(delivery_id, by=person.actor, at=person.at)
    person.say("已撤销。", "Taken back.")


@route.command(name="visit")
@click.argument("jar_id", type=click.IntRange(1))
@click.argument("outcome", type=click.Choice(["nobody_home", "postponed", "declined"]))
@click.option("--agreed-on", type=click.DateTime(["%Y-%m-%d"]), help="约好的日子。The agreed day.")
@acting("route.deliver")
def visit(person: Person, jar_id: int, outcome: Any, agreed_on: datetime | None) -> None:
    """记一次没送成的上门。Record a visit that delivered nothing."""
    with person.writing():
        done = care.record_visit(
            jar_id,
            outcome=outcome,
            agreed_on=agreed_on.date() if agreed_on else None,
            on=local_date(person.at),
            by=person.actor,
            at=person.at,
        )
    person.show({"visit": done.visit_id, "again": done.retry_on, "notices": list(done.notices)})


@route.command(name="demand")
@click.option("--days", type=click.IntRange(1, 92), default=14, show_default=True)
@acting("route.view")
def demand(person: Person, days: int) -> None:
    """每种货要进多少。What to order of each product."""
    today = local_date(person.at)
    lines = care_reads.demand_plan(person.actor, period=Period(today, today + timedelta(days=days)), grain="week")
    person.show(
        [
            {
                "sku": line.sku,
                "product": line.product_name,
                "refills": line.refills,
                "units": line.units,
                "unit": line.unit,
            }
            for line in lines
        ]
    )


@route.command(name="replan")
@acting("parameters.edit")
def replan(person: Person) -> None:
    """参数改了以后，全部重算。Plan everything afresh after parameters changed."""
    with person.writing():
        jars = care.reschedule_all(by=person.actor, at=person.at)
        rhythms = care.refresh_rhythms(by=person.actor, at=person.at)
    person.show({"jars": jars, "rhythms": rhythms})


def _stops(found: Route) -> Iterator[dict[str, Any]]:
    for area in found.areas:
        for stop in area.stops:
            for jar in stop.jars:
                yield {
                    "area": area.area,
                    "household": stop.customer_name,
                    "address": stop.address,
                    "phone": stop.phone,
                    "window": jar.window,
                    "jar": jar.id,
                    "product": jar.product_name,
                    "carry": None if jar.bring_whole is None else f"{jar.bring_whole} {jar.unit}",
                    "bring": _plain(jar.bring),
                    "left": _plain(jar.level),
                    "run_out": jar.run_out_on,
                    "alarm": jar.alarm,
                }


def _milli(text: str) -> int:
    try:
        return scaled(parse_decimal(text), MILLI)
    except ValueError:
        raise click.BadParameter(text) from None


def _plain(value: Fraction | None) -> float | None:
    return None if value is None else half_up(value * 10) / 10


commands = [route]
