"""Doubles at the shell: search, look through, merge, take back."""

import click

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.interfaces.cli.acting import Person, acting
from minghua.journeys import merge_customers as journey


@click.group()
def duplicates() -> None:
    """重复客户。Doubles."""


@duplicates.command("list")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@acting("customers.merge")
def list_pairs(person: Person, limit: int) -> None:
    """列出待核对的重复客户。List the pairs to be reviewed."""
    found = customer_reads.pairs(person.actor, limit=limit).items
    person.show(
        [
            {"pair": p.id, "score": p.score, "one": f"{p.one.id} {p.one.name}", "two": f"{p.two.id} {p.two.name}"}
            for p in found
        ]
    )


@duplicates.command()
@click.option("--anew", is_flag=True, help="全部重新查找。Everybody, not only what is new.")
@acting("customers.merge")
def search(person: Person, anew: bool) -> None:
    """在后台查找重复客户。Ask the worker to search for doubles."""
    with person.writing():
        job = customers.start_seeking(anew=anew, by=person.actor, at=person.at)
    person.show({"job": job})


@duplicates.command()
@click.argument("survivor_id", type=int)
@click.argument("loser_id", type=int)
@acting("customers.merge")
def merge(person: Person, survivor_id: int, loser_id: int) -> None:
    """把第二位并入第一位。Merge the second customer into the first."""
    with person.writing():
        merged = journey.merge_customers(survivor_id, loser_id, by=person.actor, at=person.at)
    person.show({"merge": merged.id, "survivor": merged.survivor_id, "moved": dict(merged.moved)})


@duplicates.command()
@click.argument("merge_id", type=int)
@acting("customers.merge")
def unmerge(person: Person, merge_id: int) -> None:
    """撤销一次合并。Take a merge back."""
    with person.writing():
        undone = journey.unmerge(merge_id, by=person.actor, at=person.at)
    told = {"returned": undone.returned, "conflicts": list(undone.conflicts), "stayed": dict(undone.stayed)}
    person.show({"survivor": undone.survivor_id, "loser": undone.loser_id} | told)


commands = [duplicates]
