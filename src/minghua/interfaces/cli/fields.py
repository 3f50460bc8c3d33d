"""Self-made fields at the shell."""

from dataclasses import asdict

import click

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.fields import CUSTOM_TYPES, KINDS
from minghua.domain.customers.types.shaping import NewField, Option
from minghua.interfaces.cli.acting import Person, acting


@click.group()
def field() -> None:
    """自定义字段。Custom fields."""


@field.command("list")
@acting("parameters.view")
def list_fields(person: Person) -> None:
    """列出自定义字段。List the custom fields."""
    names = ("code", "zh", "en", "type", "kinds", "block", "required", "unique", "version", "archived_at")
    sheets = (asdict(sheet) for sheet in customer_reads.field_sheets(person.actor))
    person.show([{name: sheet[name] for name in names} for sheet in sheets])


@field.command()
@click.argument("zh")
@click.option("--en", default="", help="英文名称。English name.")
@click.option("--type", "kind", type=click.Choice(sorted(CUSTOM_TYPES)), default="text", show_default=True)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="用于哪类客户。For which customers.")
@click.option("--block", default="base", show_default=True)
@click.option("--option", "options", multiple=True, help="选项：中文|English，可多次。May be repeated.")
@click.option("--places", type=click.IntRange(0, 6), default=0)
@click.option("--required", is_flag=True)
@click.option("--unique", is_flag=True)
@acting("parameters.edit")
def define(
    person: Person,
    zh: str,
    en: str,
    kind: str,
    kinds: tuple[str, ...],
    block: str,
    options: tuple[str, ...],
    places: int,
    required: bool,
    unique: bool,
) -> None:
    """新建字段。Define a field."""
    parts = [option.partition("|") for option in options]
    new = NewField(
        zh=zh,
        en=en,
        type=kind,
        kinds=kinds or KINDS,
        block=block,
        options=tuple(Option(zh_.strip(), en_.strip()) for zh_, _, en_ in parts),
        places=places,
        required=required,
        unique=unique,
    )
    with person.writing():
        code = customers.define_field(new, by=person.actor, at=person.at)
    person.show({"code": code, "zh": zh})


@field.command()
@click.argument("code")
@acting("parameters.edit")
def archive(person: Person, code: str) -> None:
    """归档字段，值保留。Archive a field; its values stay."""
    with person.writing():
        customers.archive_field(code, by=person.actor, at=person.at)
    person.show({"code": code, "archived": True})


@field.command()
@click.argument("code")
@acting("parameters.edit")
def restore(person: Person, code: str) -> None:
    """恢复字段。Bring a field back."""
    with person.writing():
        customers.restore_field(code, by=person.actor, at=person.at)
    person.show({"code": code, "archived": False})


commands = [field]
