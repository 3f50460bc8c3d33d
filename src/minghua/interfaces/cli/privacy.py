"""Personal data at the shell: the register as a report, retention, legal holds, and erasing a customer."""

from datetime import datetime

import click

from minghua.foundation.personal import holding, purging, register
from minghua.foundation.personal import queries as personal_reads
from minghua.foundation.personal.retention import FATES
from minghua.interfaces.cli.acting import Person, acting
from minghua.journeys import erase_person
from minghua.kernel.personal import BASES, ERASURES, PURPOSES, RETENTIONS


@click.group("pii")
def group() -> None:
    """个人信息。Personal data."""


@group.command()
@acting("privacy.view")
def report(person: Person) -> None:
    """列出登记的每一处个人信息。List every registered place of personal data."""
    language = person.actor.language
    person.show(
        [
            {
                "table": entry.model,
                "column": f"{entry.column}.{entry.key}" if entry.key else entry.column,
                "purpose": PURPOSES[entry.purpose].say(language),
                "basis": BASES[entry.basis].say(language),
                "sensitivity": entry.sensitivity,
                "retention": RETENTIONS[entry.retention].say(language),
                "erasure": ERASURES[entry.erase].say(language),
                "sealed": entry.sealed,
            }
            for entry in register.entries()
        ]
    )


@group.command()
@click.argument("customer_id", type=int)
@click.option("--confirm", default="", help="客户编号；不写则只试算。The customer's number; a dry run without it.")
@acting("privacy.erase")
def erase(person: Person, customer_id: int, confirm: str) -> None:
    """删除一位客户的个人信息。Erase a customer."""
    if not confirm:
        told = erase_person.forecast(customer_id, by=person.actor)
        language = person.actor.language
        person.show(
            {
                "number": told.number,
                "goes": told.goes,
                "stays": [text.say(language) for text in told.stays.values()],
                "forbidden": [text.say(language) for text in told.forbidden],
            }
        )
        return
    with person.writing():
        done = erase_person.erase(customer_id, confirm=confirm, by=person.actor, at=person.at)
    person.show({"number": done.number, "gone": done.gone})


@group.command()
@acting("privacy.view")
def retention(person: Person) -> None:
    """保存期限表与今晚的试算。The retention table and what tonight's purge would touch."""
    language = person.actor.language
    person.show(
        [
            {
                "kind": line.kind.code,
                "name": line.kind.name.say(language),
                "days": line.days,
                "fate": FATES[line.kind.fate].say(language),
                "due": line.total,
            }
            for line in purging.table(person.actor, at=person.at)
        ]
    )


@group.command()
@acting("privacy.view")
def holds(person: Person) -> None:
    """列出保全中的客户。List the customers under a legal hold."""
    found = personal_reads.holds(person.actor, only_open=True, limit=200)
    person.show(
        [
            {"customer": hold.customer_id, "why": hold.why, "since": hold.since, "last_on": hold.last_on}
            for hold in found.items
        ]
    )


@group.command()
@click.argument("customer_id", type=int)
@click.option("--why", required=True, help="理由。The reason.")
@click.option("--last-on", type=click.DateTime(["%Y-%m-%d"]), help="最后一天；不写则直到解除。The last day.")
@acting("privacy.hold")
def hold(person: Person, customer_id: int, why: str, last_on: datetime | None) -> None:
    """依法保全一位客户。Put a customer under a legal hold."""
    with person.writing():
        made = holding.hold(
            customer_id, why=why, last_on=last_on.date() if last_on else None, by=person.actor, at=person.at
        )
    person.show({"hold": made})


@group.command()
@click.argument("customer_id", type=int)
@click.option("--reason", required=True, help="解除理由。Why it is lifted.")
@acting("privacy.hold")
def lift(person: Person, customer_id: int, reason: str) -> None:
    """解除一位客户的依法保全。Lift the legal hold of a customer."""
    with person.writing():
        lifted = holding.lift(customer_id, reason=reason, by=person.actor, at=person.at)
    person.show({"hold": lifted})


commands = [group]
