"""The desk at the shell: the list of cases by what is due, one case whole, opening one."""

from dataclasses import asdict
from typing import Any

import click

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.types import Kind, NewCase
from minghua.foundation.listing.types import Condition, Spec, all_of
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.periods import local_date

_STATES = ["going", "overdue", "closed", "all"]


@click.group("service")
def group() -> None:
    """服务台：工单。The service desk: cases."""


@group.command("cases")
@click.option("--state", type=click.Choice(_STATES), default="going")
@click.option("--kind", type=click.Choice([each.value for each in Kind]), help="只看这一类。Of this kind only.")
@click.option("--mine", is_flag=True, help="只看我手里的。In my hands only.")
@click.option("--text", default="", help="工单号、诉求、客户。Number, subject, customer.")
@acting("service.view")
def list_cases(person: Person, state: str, kind: str | None, mine: bool, text: str) -> None:
    """列出工单，最先到期的在前。List the cases, the nearest due first."""
    keep = [*_of_state(state)]
    keep += [Condition("kind", "is", (kind,))] if kind else []
    keep += [Condition("assignee", "is", ("me",))] if mine else []
    spec, on = Spec(all_of(*keep)), local_date(person.at)
    found = service_reads.case_list(person.actor, spec, on=on, text=text, limit=200)
    person.show([asdict(row) for row in found.items])


@group.command("case")
@click.argument("case_id", type=int)
@acting("service.view")
def show_case(person: Person, case_id: int) -> None:
    """看一张工单：时限和往来。Show one case: its clocks and its log."""
    card = asdict(service_reads.case(person.actor, case_id))
    clocks = [_clock(each) for each in service_reads.clocks_of(person.actor, case_id, at=person.at)]
    log = [asdict(each) for each in service_reads.entries(person.actor, case_id)]
    person.show({**card, "clocks": clocks, "log": log} if person.as_json else card)
    if not person.as_json:
        person.show(clocks)
        person.show([{key: each[key] for key in ("seq", "at", "by_name", "act", "text")} for each in log])


@group.command("open")
@click.argument("customer_id", type=int)
@click.argument("subject")
@click.option("--kind", type=click.Choice([each.value for each in Kind]), default="service")
@click.option("--key", default="", help="来源编号，重报不重复。How the source names it; a repeat is the same case.")
@acting("service.work")
def open_case(person: Person, customer_id: int, subject: str, kind: str, key: str) -> None:
    """登记工单：客户和一句诉求。Open a case: a customer and one sentence."""
    new = NewCase(customer_id=customer_id, kind=Kind(kind), subject=subject, key=key)
    with person.writing():
        made = service.open_case(new, by=person.actor, at=person.at)
    person.show({"case": made.id, "new": made.new})


def _of_state(state: str) -> list[Condition]:
    going = Condition("standing", "in", ("open", "waiting"))
    return {
        "going": [going],
        "overdue": [going, Condition("overdue", "is", (True,))],
        "closed": [Condition("standing", "is", ("closed",))],
        "all": [],
    }[state]


def _clock(row: Any) -> dict[str, Any]:
    names = ("kind", "ref", "state", "owner_name", "due_at", "paused", "breached_at", "done_at")
    return {name: getattr(row, name) for name in names}


commands = (group,)
