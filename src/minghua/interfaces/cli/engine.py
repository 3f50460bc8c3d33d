"""The engine at the shell: refresh the analysed data, see how fresh they are, call a refresh off."""

import click

from minghua.foundation.engine import operations as engine
from minghua.foundation.engine import queries as reads
from minghua.foundation.engine.refreshing import Refresher
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel import clock


@click.group("engine")
def group() -> None:
    """分析数据。The data that analyses read."""


@group.command()
@acting("engine.refresh")
def refresh(person: Person) -> None:
    """更新分析数据。Bring the analysed data up to date."""
    Refresher(clock.now).refresh(by=person.actor)
    _show(person)


@group.command()
@acting("engine.view")
def status(person: Person) -> None:
    """分析数据的新旧。How fresh the analysed data are."""
    _show(person)


@group.command()
@acting("engine.refresh")
def stop(person: Person) -> None:
    """叫停正在进行的更新。Call off the refresh that is being made."""
    with person.writing():
        stopped = engine.stop(by=person.actor, at=person.at)
    if stopped:
        person.say("已叫停。", "Stopped.")
    else:
        person.say("没有正在进行的更新。", "No refresh is being made.")


def _show(person: Person) -> None:
    found = reads.freshness(person.actor)
    making = f"{found.making[0]}/{found.making[1]}" if found.making else "—"
    person.show({"cut_at": found.cut_at, "changes_since": found.waiting, "making": making, **found.rows})


commands = [group]
