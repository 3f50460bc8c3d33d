"""Search at the shell."""

import click

from minghua.foundation.search import queries as search_reads
from minghua.foundation.search.types import KINDS
from minghua.interfaces.cli.acting import Person, acting


@click.command()
@click.argument("text")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(sorted(KINDS)), help="只找这一类。Only this kind.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True)
@acting("signed_in")
def search(person: Person, text: str, kinds: tuple[str, ...], limit: int) -> None:
    """按姓名、拼音、首字母、电话尾号、单号查找。Find by name, pinyin, initials, phone tail or number."""
    person.show(search_reads.find(person.actor, text, kinds=kinds or tuple(KINDS), limit=limit))


commands = [search]
