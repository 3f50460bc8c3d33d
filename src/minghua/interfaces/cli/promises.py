"""Promises at the shell: giving, keeping, waiving, the list, how everybody keeps their word."""

from dataclasses import asdict
from datetime import datetime, time

import click

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.queries import PromiseFilter
from minghua.domain.service.types import PromiseKind, PromiseToKeep
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.periods import SHANGHAI

_STATES = ["unended", "open", "broken", "kept", "late", "waived"]


@click.group("promises")
def group() -> None:
    """对客户的承诺。Promises to customers."""


@group.command("list")
@click.option("--state", type=click.Choice(_STATES), default="unended")
@click.option("--customer", "customer_id", type=int, help="只看这位客户。Of this customer only.")
@acting("service.view")
def list_promises(person: Person, state: str, customer_id: int | None) -> None:
    """列出承诺，过期最久的在前。List the promises, the longest overdue first."""
    keep = PromiseFilter(state=state, customer_id=customer_id)
    found = service_reads.promises(person.actor, keep, at=person.at, limit=200)
    person.show([asdict(row) for row in found.items])


@group.command("give")
@click.argument("customer_id", type=int)
@click.argument("kind", type=click.Choice([each.value for each in PromiseKind]))
@click.argument("text")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), required=True, help="哪天兑现（到 18 时）。By which day.")
@click.option("--key", required=True, help="来源编号，永远唯一。How the source names it, once for ever.")
@acting("service.work")
def give(person: Person, customer_id: int, kind: str, text: str, due: datetime, key: str) -> None:
    """登记一项承诺。Write down a promise."""
    new = PromiseToKeep(
        customer_id=customer_id, kind=PromiseKind(kind), text=text, key=key,
        due_at=datetime.combine(due.date(), time(18), SHANGHAI),
    )  # fmt: skip
    with person.writing():
        made = service.give_promise(new, by=person.actor, at=person.at)
    person.show({"promise": made})


@group.command("keep")
@click.argument("promise_id", type=int)
@click.option("--evidence", required=True, help="凭据：通话、短信、卡号。A call, a message, a number.")
@acting("service.work")
def keep(person: Person, promise_id: int, evidence: str) -> None:
    """承诺已兑现。A promise is kept."""
    with person.writing():
        service.keep_promise(promise_id, evidence=evidence, by=person.actor, at=person.at)
    person.show({"promise": promise_id})


@group.command("waive")
@click.argument("promise_id", type=int)
@click.option("--words", required=True, help="客户原话。The customer's words.")
@acting("service.work")
def waive(person: Person, promise_id: int, words: str) -> None:
    """客户免除一项承诺。The customer lets a promise go."""
    with person.writing():
        service.waive_promise(promise_id, words=words, by=person.actor, at=person.at)
    person.show({"promise": promise_id})


@group.command("tally")
@acting("service.view")
def tally(person: Person) -> None:
    """谁说话算数。How everybody keeps their word."""
    rows = service_reads.kept_by_owner(person.actor, at=person.at)
    person.show([{**row._asdict(), "rate_milli": row.rate_milli} for row in rows])


commands = (group,)
