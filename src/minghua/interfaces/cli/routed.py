"""Customer information routed to a person, at the shell."""

import click

from minghua.foundation.routing import operations as routing
from minghua.foundation.routing import queries as routing_reads
from minghua.interfaces.cli.acting import Person, acting


@click.group("routed")
def group() -> None:
    """信息流转。Customer information on its way."""


@group.command("list")
@click.option("--all", "everything", is_flag=True, help="也看处理过的。Handled ones too.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@acting("signed_in")
def list_items(person: Person, everything: bool, limit: int) -> None:
    """列出流转给自己的信息。List what came to oneself."""
    found = routing_reads.my_items(person.actor, waiting=not everything, limit=limit)
    language = person.actor.language
    person.show(
        [
            {
                "id": row.id,
                "title": row.title.say(language),
                "importance": row.importance,
                "state": str(row.state),
                "deadline": row.deadline_at,
                "handled_by": row.handled_by,
            }
            for row in found.items
        ]
    )


@group.command()
@click.argument("item_id", type=int)
@click.argument("outcome")
@acting("signed_in")
def handle(person: Person, item_id: int, outcome: str) -> None:
    """记下处理结果。Record what was done."""
    with person.writing():
        routing.handle(item_id, outcome=outcome, by=person.actor, at=person.at)
    person.say("已记下。", "Recorded.")


commands = [group]
