"""Units, their problems and promises at the shell: a service desk's first questions, and what follows."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.types import Basis, CardState, Condition, Cover, NewHolding, NewReport, Outcome
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date

_DAY = click.DateTime(["%Y-%m-%d"])
_KEY = click.option("--key", required=True, help="来源编号，永远唯一。How the source names it, once for ever.")


@click.group("units")
def group() -> None:
    """客户手里的设备。Units in customers' hands."""


@group.command("list")
@click.option("--customer", "customer_id", type=int, help="只看这位客户。Of this customer only.")
@click.option("--text", default="", help="序列号或产品。Serial or product.")
@acting("service.view")
def list_units(person: Person, customer_id: int | None, text: str) -> None:
    """列出设备。List the units."""
    found = service_reads.units(person.actor, text=text, customer_id=customer_id, limit=200)
    person.show([asdict(row) for row in found.items])


@group.command("cover")
@click.argument("unit_id", type=int)
@click.option("--on", "day", type=_DAY, help="哪一天（默认今天）。The day (today).")
@acting("service.view")
def cover(person: Person, unit_id: int, day: datetime | None) -> None:
    """今天上门收不收费，凭什么。Whether a visit is free on that day, and by what."""
    on = day.date() if day else local_date(person.at)
    person.show(_told(service_reads.unit(person.actor, unit_id, on=on).cover, person.actor.language))


@group.command("record")
@click.argument("customer_id", type=int)
@click.argument("sku")
@_KEY
@click.option("--serial", default="", help="序列号。The serial.")
@click.option("--place", default="", help="放在哪里。Where it stands.")
@click.option("--bought", type=_DAY, help="购买日期。The day of purchase.")
@click.option("--installed", type=_DAY, help="安装日期。The day of installation.")
@acting("service.work")
def record(
    person: Person, customer_id: int, sku: str, key: str, serial: str, place: str, bought: datetime | None,
    installed: datetime | None,
) -> None:  # fmt: skip
    """登记一台设备。Record one unit."""
    product_id = catalog_reads.ids_by_sku(person.actor, [sku]).get(sku)
    if product_id is None:
        raise NotFound(field="sku")
    new = NewHolding(
        customer_id=customer_id, product_id=product_id, key=key, serial=serial, place=place,
        purchased_on=bought.date() if bought else None, installed_on=installed.date() if installed else None,
    )  # fmt: skip
    with person.writing():
        made = service.record_unit(new, by=person.actor, at=person.at)
    person.show({"unit": made})


@group.command("of-order")
@click.argument("order_id", type=int)
@click.option("--place", "places", multiple=True, help="各台放在哪里，按行的顺序。Where each stands, in line order.")
@acting("service.work")
def of_order(person: Person, order_id: int, places: tuple[str, ...]) -> None:
    """登记一张订单卖出的设备和卡。Record the units an order sold, with their cards."""
    with person.writing():
        made = service.units_of_sale(order_id, places=places, by=person.actor, at=person.at)
    person.show(made._asdict())


@group.command("card")
@click.argument("unit_id", type=int)
@click.argument("code")
@click.option("--owed", is_flag=True, help="欠着。It is owed.")
@click.option("--evidence", required=True, help="卡号，或欠卡写在哪里。Its number, or where it is written.")
@acting("service.work")
def card(person: Person, unit_id: int, code: str, owed: bool, evidence: str) -> None:
    """登记一张卡。Note a card."""
    state = CardState.OWED if owed else CardState.HANDED
    with person.writing():
        made = service.note_card(unit_id, code, state=state, evidence=evidence, by=person.actor, at=person.at)
    person.show({"card": made})


@group.command("report")
@click.argument("unit_id", type=int)
@click.argument("symptom")
@_KEY
@click.option(
    "--condition",
    type=click.Choice([each.value for each in Condition]),
    default="unknown",
    help="什么时候出现。When it shows.",
)
@click.option("--words", default="", help="客户原话。The customer's words.")
@click.option("--channel", default="phone", help="来源渠道。How it came in.")
@acting("service.work")
def report(person: Person, unit_id: int, symptom: str, key: str, condition: str, words: str, channel: str) -> None:
    """报修：同一故障再报就升级。Report a fault: the same again rises."""
    new = NewReport(
        unit_id=unit_id, symptom=symptom, key=key, condition=Condition(condition), words=words, channel=channel
    )
    with person.writing():
        told = service.report_fault(new, by=person.actor, at=person.at)
    person.show(told._asdict())


@group.command("problems")
@click.option("--state", type=click.Choice(["unended", "open", "watched", "at_rest"]), default="unended")
@acting("service.view")
def problems(person: Person, state: str) -> None:
    """列出故障。List the problems."""
    found = service_reads.problems(person.actor, state=state, limit=200)
    person.show([asdict(row) for row in found.items])


@group.command("repair")
@click.argument("problem_id", type=int)
@click.argument("outcome", type=click.Choice([each.value for each in Outcome]))
@click.option("--diagnosis", default="", help="诊断和做了什么。The diagnosis and what was done.")
@click.option("--parts", default="", help="配件。The parts.")
@acting("service.work")
def repair(person: Person, problem_id: int, outcome: str, diagnosis: str, parts: str) -> None:
    """登记一次处理。Record what was done."""
    with person.writing():
        service.record_repair(
            problem_id, Outcome(outcome), diagnosis=diagnosis, parts=parts, by=person.actor, at=person.at
        )
    person.show({"problem": problem_id})


@group.command("end")
@click.argument("problem_id", type=int)
@click.argument("basis", type=click.Choice([each.value for each in Basis]))
@click.option("--words", required=True, help="客户原话或依据。The customer's words, or the evidence.")
@click.option("--seen-days", type=int, default=0, help="其中有该条件的天数。Days of these in that condition.")
@acting("service.work")
def end(person: Person, problem_id: int, basis: str, words: str, seen_days: int) -> None:
    """证实一个故障好了。Prove the end of a problem."""
    with person.writing():
        service.end_problem(problem_id, Basis(basis), words=words, seen_days=seen_days, by=person.actor, at=person.at)
    person.show({"problem": problem_id})


def _told(cover: Cover, language: str) -> dict[str, Any]:
    return {
        "on": cover.on,
        "covered": cover.covered,
        "payer": cover.payer,
        "why": cover.text.say(language),
        "entitlements": [
            {
                "code": one.code,
                "version": one.version,
                "from_on": one.from_on,
                "until_on": one.until_on,
                "steps": [step.text.say(language) for step in one.steps],
            }
            for one in cover.entitlements
        ],
    }


commands = (group,)
