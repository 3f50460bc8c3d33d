"""The arrangement of holidays at the shell: what is known, and reading in a year that was published."""

import click

from minghua.foundation.calendars import queries as calendars
from minghua.foundation.calendars.parameters import HOLIDAYS
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.parameters import queries as parameter_reads
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.clock import local_date


@click.group()
def holidays() -> None:
    """节假日安排。Holiday arrangements."""


@holidays.command()
@acting("parameters.view")
def show(person: Person) -> None:
    """列出已公布的年份。The years that are published."""
    known = calendars.arrangement(on=local_date(person.at)).arrangement
    person.show(
        [
            {
                "year": year,
                "off": sum(day.year == year for day in known.off),
                "made_up": sum(day.year == year for day in known.made_up),
            }
            for year in sorted(known.years)
        ]
    )


@holidays.command()
@click.argument("years")
@click.option("--reason", default="", help="文号。The notice it follows.")
@acting("parameters.edit")
def publish(person: Person, years: str, reason: str) -> None:
    """读入新公布的年份，例如 "2027: 0101-0103 / 0109"；更早读入的保留。Read in years; those read before stay."""
    on = local_date(person.at)
    before = parameter_reads.value(HOLIDAYS, on=on)
    named = {part.split(":")[0].strip() for part in years.split(";")}
    kept = [part.strip() for part in before.split(";") if part.strip() and part.split(":")[0].strip() not in named]
    with person.writing():
        version = parameters.set_value(
            HOLIDAYS, "; ".join([*kept, years.strip()]), valid_from=on, reason=reason, by=person.actor, at=person.at
        )
    person.show({"version": version})


commands = [holidays]
