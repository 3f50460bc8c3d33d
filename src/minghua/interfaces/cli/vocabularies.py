"""Vocabularies kept tidy at the shell."""

import click

from minghua.foundation.vocabulary import merging
from minghua.foundation.vocabulary import operations as vocabularies
from minghua.foundation.vocabulary import queries as vocabulary_reads
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.errors import NotFound


@click.group()
def vocabulary() -> None:
    """词表。Vocabularies."""


@vocabulary.command()
@click.argument("name")
@acting("parameters.view")
def show(person: Person, name: str) -> None:
    """列出词表的选项与使用数。List the terms of a vocabulary and their use."""
    if not vocabulary_reads.is_known(name):
        raise NotFound(field="name")
    used = vocabulary_reads.usage(person.actor, name)
    names = ("code", "zh", "en", "position", "active", "built_in")
    stored = vocabulary_reads.stored_terms(person.actor, name)
    person.show([{each: getattr(term, each) for each in names} | {"used": used.get(term.code, 0)} for term in stored])


@vocabulary.command()
@click.argument("name")
@click.argument("source")
@click.option("--into", required=True, help="保留的选项。The term that stays.")
@acting("parameters.edit")
def merge(person: Person, name: str, source: str, into: str) -> None:
    """并入另一个选项，可以撤销。Merge a term into another; can be undone."""
    with person.writing():
        merge_id = merging.merge_term(name, source, into=into, by=person.actor, at=person.at)
    person.show({"id": merge_id})


@vocabulary.command()
@click.argument("merge_id", type=int)
@acting("parameters.edit")
def unmerge(person: Person, merge_id: int) -> None:
    """撤销合并。Undo a merge."""
    with person.writing():
        number = merging.undo_merge(merge_id, by=person.actor, at=person.at)
    person.show({"rows": number})


@vocabulary.command()
@click.argument("name")
@click.argument("code")
@acting("parameters.edit")
def delete(person: Person, name: str, code: str) -> None:
    """删除没人使用的自建选项。Delete a term of one's own that nobody uses."""
    with person.writing():
        vocabularies.delete_term(name, code, by=person.actor, at=person.at)
    person.show({"code": code, "deleted": True})


commands = [vocabulary]
