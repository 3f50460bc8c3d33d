"""Personal data at the shell: the register as a report, and erasing a customer."""

import click

from minghua.foundation.personal import purging, register
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
    """试算：今晚会清理多少到期的个人信息。What tonight's purge would touch."""
    person.show(purging.due(at=person.at))


commands = [group]
