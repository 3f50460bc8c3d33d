"""Doubles at the shell: search, look through, merge, take back."""

import click

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.pairs import PairRow
from minghua.interfaces.cli.acting import Person, acting
from minghua.journeys import merge_customers as journey


@click.group()
def duplicates() -> None:
    """重复客户。Doubles."""


@duplicates.command("list")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@click.option("--verdict", type=click.Choice(["suggest", "review", "likely"]), default=None)
@click.option("--by", "order", type=click.Choice(["score", "chance"]), default="chance", show_default=True)
@acting("customers.merge")
def list_pairs(person: Person, limit: int, verdict: str | None, order: customer_reads.Order) -> None:
    """列出待核对的重复客户及理由。List the pairs to be reviewed, with reasons."""
    found = customer_reads.pairs(person.actor, verdict=verdict or "", order=order, limit=limit).items
    person.show([_told(pair) for pair in found])


def _told(pair: PairRow) -> dict[str, object]:
    told = {"pair": pair.id, "verdict": pair.verdict, "score": pair.score, "chance": pair.chance}
    people = {"one": f"{pair.one.id} {pair.one.name}", "two": f"{pair.two.id} {pair.two.name}"}
    reasons = pair.why.reasons if pair.why else ()
    return told | people | {"why": " ".join(f"{one.trait}:{one.level}({one.bits})" for one in reasons)}


@duplicates.command()
@click.option("--anew", is_flag=True, help="全部重新查找。Everybody, not only what is new.")
@acting("customers.merge")
def search(person: Person, anew: bool) -> None:
    """在后台查找重复客户。Ask the worker to search for doubles."""
    with person.writing():
        job = customers.start_seeking(anew=anew, by=person.actor, at=person.at)
    person.show({"job": job})


@duplicates.command()
@acting("customers.merge")
def progress(person: Person) -> None:
    """查找到哪里了。How far the search has come."""
    state = customer_reads.search_state(person.actor)
    told = {"running": state.running, "share": f"{state.share:.0%}", "wide": state.wide, "paused": state.paused}
    person.show(told | {"looked_at": state.looked_at, "found": state.found})


@duplicates.command()
@acting("customers.merge")
def stop(person: Person) -> None:
    """停止正在进行的查找，已找到的保留。Stop the search under way, if there is one; what it found stays."""
    stopping = True
    with person.writing():
        try:
            customers.stop_seeking(by=person.actor, at=person.at)
        except customers.NothingToStop:
            stopping = False
    person.show({"stopping": stopping})


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
