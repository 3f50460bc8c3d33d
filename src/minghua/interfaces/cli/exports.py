"""Whole lists into a CSV file, in the words an import understands."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

import click

from minghua.foundation.audit import operations as audit
from minghua.foundation.imports import exporting
from minghua.foundation.people.types import Actor
from minghua.interfaces.cli.acting import Person, acting
from minghua.journeys import export_customers, export_orders

target = click.option(
    "--to",
    type=click.File("wb"),
    default="-",
    help="文件；不写则输出到终端。File, else the terminal.",
)


@click.group()
def export() -> None:
    """导出为 CSV。Export as CSV."""


@export.command("customers")
@target
@acting("customers.export")
def customers_csv(person: Person, to: BinaryIO) -> None:
    """看得到的全部客户及档案。Every customer one may see, with the archive."""
    _write(person, to, export_customers.rows, verb="customer.exported", name="customers")


@export.command("orders")
@target
@acting("orders.export")
def orders_csv(person: Person, to: BinaryIO) -> None:
    """看得到的全部订单与退货行。Every line of orders and returns one may see."""
    _write(person, to, export_orders.rows, verb="order.exported", name="orders")


def _write(
    person: Person, to: BinaryIO, rows: Callable[[Actor], Iterator[tuple[str, ...]]], *, verb: str, name: str
) -> None:
    with person.writing():
        audit.record(verb, name, "many", {}, by=person.actor, at=person.at)
    for block in exporting.csv_bytes(rows(person.actor)):
        to.write(block)


commands = [export]
