"""Quality of data at the shell: figures of sets, and computing them now."""

from time import perf_counter

import click

from minghua.domain.customers import operations as customers
from minghua.domain.customers.queries import quality as reads
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli.acting import Person, acting, operator
from minghua.kernel import clock


@click.group("quality")
def group() -> None:
    """数据质量。Quality of data."""


@group.command()
@acting("customers.view")
def show(person: Person) -> None:
    """各范围的最新数字。The latest figures of the sets in reach."""
    person.show(
        [
            {
                "scope": one.scope,
                "name": one.name,
                "customers": one.customers,
                "total": None if one.total_e2 is None else one.total_e2 / 100,
                "archive": None if one.archive_e2 is None else one.archive_e2 / 100,
                **{code: None if value is None else value / 100 for code, value in one.sides_e4.items()},
            }
            for one in reads.set_qualities(person.actor)
        ]
    )


@group.command()
@operator
def refresh() -> None:
    """现在计算全部客户并记下今天的数字。Compute everybody now and store the figures of today."""
    began, after_id, batches = perf_counter(), 0, 0
    at = clock.now()
    last: int | None = after_id
    while last is not None:
        with unit_of_work(SYSTEM, at=at):
            last = customers.refresh_quality(after_id=last, by=SYSTEM, at=at)
        batches += 1
    with unit_of_work(SYSTEM, at=at):
        sets = customers.take_snapshots(by=SYSTEM, at=at)
    click.echo(f"批次 batches {batches} · 范围 sets {sets} · {perf_counter() - began:.1f} s")


commands = [group]
