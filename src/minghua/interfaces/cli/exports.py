"""Whole lists into a file, in the words an import understands; large ones by way of a request."""

import shutil
from typing import BinaryIO

import click

from minghua.foundation.exports import leaving, register
from minghua.foundation.exports import operations as exports
from minghua.foundation.exports import queries as export_reads
from minghua.foundation.exports.models import Export
from minghua.foundation.exports.types import FORMS, Asked, Stopped
from minghua.foundation.files import queries as files
from minghua.foundation.imports import exporting
from minghua.interfaces.cli.acting import Person, acting
from minghua.journeys import export_customers, export_orders
from minghua.kernel.errors import Forbidden

target = click.option(
    "--to",
    type=click.File("wb"),
    default="-",
    help="文件；不写则输出到终端。File, else the terminal.",
)
form = click.option("--form", type=click.Choice(FORMS), default="csv", show_default=True)


@click.group()
def export() -> None:
    """导出文件。Export files."""


@export.command("customers")
@target
@form
@acting("customers.export")
def customers_file(person: Person, to: BinaryIO, form: str) -> None:
    """看得到的全部客户及档案。Every customer one may see, with the archive."""
    _write(person, to, Asked(export_customers.ARCHIVES, form=form))


@export.command("orders")
@target
@form
@acting("orders.export")
def orders_file(person: Person, to: BinaryIO, form: str) -> None:
    """看得到的全部订单与退货行。Every line of orders and returns one may see."""
    _write(person, to, Asked(export_orders.ALL, form=form))


@export.command("ask-customers")
@click.option("--reason", required=True, help="用途。What the rows are for.")
@form
@acting("customers.export")
def ask_customers(person: Person, reason: str, form: str) -> None:
    """申请导出客户（行数多时须审批）。Ask for customers that need approval."""
    _ask(person, Asked(export_customers.ARCHIVES, form=form, reason=reason))


@export.command("ask-orders")
@click.option("--reason", required=True, help="用途。What the rows are for.")
@form
@acting("orders.export")
def ask_orders(person: Person, reason: str, form: str) -> None:
    """申请导出订单（行数多时须审批）。Ask for orders that need approval."""
    _ask(person, Asked(export_orders.ALL, form=form, reason=reason))


@export.command("list")
@acting("signed_in")
def mine(person: Person) -> None:
    """自己的导出。One's own exports."""
    person.show([_row(found) for found in export_reads.mine(person.actor).items])


@export.command("approvals")
@acting("exports.approve")
def awaiting(person: Person) -> None:
    """待我审批的导出。Requests that wait for a decision."""
    person.show([_row(found) for found in export_reads.awaiting(person.actor).items])


@export.command("approve")
@click.argument("export_id")
@click.option("--note", default="", help="说明。A note.")
@acting("exports.approve")
def approve(person: Person, export_id: str, note: str) -> None:
    """批准导出。Approve an export."""
    with person.writing():
        exports.approve(export_id, reason=note, by=person.actor, at=person.at)
    person.say("已批准，文件正在生成。", "Approved; the file is being made.")


@export.command("refuse")
@click.argument("export_id")
@click.option("--reason", required=True, help="原因。Why not.")
@acting("exports.approve")
def refuse(person: Person, export_id: str, reason: str) -> None:
    """不批准导出。Refuse an export."""
    with person.writing():
        exports.refuse(export_id, reason=reason, by=person.actor, at=person.at)
    person.say("已拒绝。", "Refused.")


@export.command("download")
@click.argument("export_id")
@target
@acting("signed_in")
def download(person: Person, export_id: str, to: BinaryIO) -> None:
    """下载已批准的文件。Take an approved file."""
    with person.writing():
        kept = exports.take(export_id, by=person.actor, at=person.at)
    with files.open_stream(kept.pk) as stream:
        shutil.copyfileobj(stream, to)


def _write(person: Person, to: BinaryIO, asked: Asked) -> None:
    with person.writing():
        handed = exports.hand_out(asked, by=person.actor, at=person.at)
    try:
        for block in exporting.encoded(leaving.rows(handed, asked, by=person.actor, at=person.at), asked.form):
            to.write(block)
    except Stopped:
        raise Forbidden(permission=register.kind(asked.kind).label.say(person.actor.language)) from None


def _ask(person: Person, asked: Asked) -> None:
    with person.writing():
        export_id = exports.request(asked, by=person.actor, at=person.at)
    person.show({"id": export_id, "state": "waiting"})


def _row(found: Export) -> dict[str, object]:
    return {
        "id": found.pk,
        "kind": found.kind,
        "rows": found.rows_asked,
        "by": found.user.name,
        "reason": found.reason,
        "state": found.state,
        "asked_at": found.asked_at,
    }


commands = [export]
