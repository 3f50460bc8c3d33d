"""The tags themselves at the shell."""

import click

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.interfaces.cli.acting import Person, acting


@click.group()
def tag() -> None:
    """标签。Tags."""


@tag.command("list")
@acting("parameters.view")
def list_tags(person: Person) -> None:
    """列出标签与使用人数。List the tags and how many customers wear each."""
    person.show(customer_reads.tag_sheets(person.actor))


@tag.command()
@click.argument("name")
@click.option("--colour", type=click.Choice(customers.COLOURS), default="grey", show_default=True)
@click.option("--group", default="", help="分组。A group.")
@acting("customers.tag")
def make(person: Person, name: str, colour: str, group: str) -> None:
    """新建标签。Make a tag."""
    with person.writing():
        made = customers.save_tag(name, colour=colour, group=group, by=person.actor, at=person.at)
    person.show({"id": made, "name": name})


@tag.command()
@click.argument("tag_id", type=int)
@click.option("--into", type=int, required=True, help="保留的标签。The tag that stays.")
@acting("parameters.edit")
def merge(person: Person, tag_id: int, into: int) -> None:
    """并入另一个标签，可以撤销。Merge a tag into another; can be undone."""
    with person.writing():
        token = customers.merge_tag(tag_id, into=into, by=person.actor, at=person.at)
    person.show({"token": token})


@tag.command()
@click.argument("token")
@acting("parameters.edit")
def unmerge(person: Person, token: str) -> None:
    """撤销自己的合并。Undo a merge of one's own."""
    with person.writing():
        number = customers.undo_bulk(token, by=person.actor, at=person.at)
    person.show({"rows": number})


@tag.command()
@click.argument("tag_id", type=int)
@acting("parameters.edit")
def delete(person: Person, tag_id: int) -> None:
    """删除没人使用的标签。Delete a tag that nobody wears."""
    with person.writing():
        customers.delete_tag(tag_id, by=person.actor, at=person.at)
    person.show({"id": tag_id, "deleted": True})


commands = [tag]
