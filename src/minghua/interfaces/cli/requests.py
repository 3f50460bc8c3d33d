"""The desk of personal-data requests at the shell."""

from typing import BinaryIO

import click

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.types import NewRequest
from minghua.foundation.audit import operations as audit
from minghua.interfaces.cli.acting import Person, acting
from minghua.journeys import export_person
from minghua.kernel.clock import local_date


@click.group()
def request() -> None:
    """权利请求。Personal-data requests."""


@request.command("list")
@click.option("--which", type=click.Choice(interaction_reads.WHICH), default="open", show_default=True)
@acting("rights.view")
def list_requests(person: Person, which: str) -> None:
    """列出请求，最急的在前。The requests, the most urgent first."""
    on = local_date(person.at)
    found = interaction_reads.desk(person.actor, which=which, on=on, limit=200).items
    person.show(
        [
            {
                "id": card.id,
                "customer": card.customer_name,
                "ask": card.ask,
                "standing": card.standing,
                "due_on": card.due_on,
            }
            for card in found
        ]
    )


@request.command()
@click.argument("customer_id", type=int)
@click.argument("ask")
@click.option("--channel", default="phone", show_default=True)
@click.option("--text", default="", help="原话或要点。What was said.")
@acting("rights.handle")
def receive(person: Person, customer_id: int, ask: str, channel: str, text: str) -> None:
    """登记请求，开始计时。Keep a request and start its clock."""
    new = NewRequest(customer_id=customer_id, ask=ask, channel=channel, text=text)
    with person.writing():
        made = interactions.receive_request(new, by=person.actor, at=person.at)
    person.show({"id": made, "due_on": interaction_reads.request(person.actor, made).due_on})


@request.command()
@click.argument("customer_id", type=int)
@click.option("--to", type=click.File("wb", lazy=False), required=True, help="写到哪个文件。Where to.")
@acting("rights.export")
def package(person: Person, customer_id: int, to: BinaryIO) -> None:
    """导出这位客户的全部资料(ZIP)。Everything about a customer as a ZIP."""
    if person.actor.masked:
        raise interactions.SeesMasked()
    made = export_person.write_package(customer_id, to, by=person.actor, at=person.at)
    with person.writing():
        data = {"tables": made.tables, "rows": made.rows}
        audit.record("customer.exported", "customers.Customer", customer_id, data, by=person.actor, at=person.at)
    person.show({"tables": made.tables, "rows": made.rows, "files": made.files})


commands = [request]
