"""How archives are laid out, and the templates a business begins with, at the shell."""

import json
from typing import Any

import click

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.fields import KINDS
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.errors import Invalid

KIND = click.argument("kind", type=click.Choice(KINDS))
MARKET = click.option("--market", "market_kind", default="", help="市场类型。A kind of market.")
ROLE = click.option("--role", default="", help="角色代码。Code of a role.")


@click.group()
def layout() -> None:
    """档案版式。Layouts of the archive."""


@layout.command()
@KIND
@MARKET
@ROLE
@acting("parameters.view")
def show(person: Person, kind: str, market_kind: str, role: str) -> None:
    """显示版式；--json 的结果可以交给 load。Show a layout; with --json it can be given to load."""
    sheet = customer_reads.layout_sheet(person.actor, kind, market_kind, role)
    sections = [(part.code, part.title, [field.code for field in part.fields]) for part in sheet.arranged.sections]
    if person.as_json:
        person.show({"version": sheet.version, "spec": sheet.spec})
        return
    person.show([{"section": code, "zh": title.zh, "fields": " ".join(codes)} for code, title, codes in sections])


@layout.command()
@KIND
@click.argument("file", type=click.File("r", encoding="utf-8"))
@MARKET
@ROLE
@acting("parameters.edit")
def load(person: Person, kind: str, file: Any, market_kind: str, role: str) -> None:
    """从 JSON 文件载入版式，成为新版本。Load a layout from a JSON file, as a new version."""
    spec = _read(file)
    with person.writing():
        version = customers.save_layout(
            kind,
            spec,
            market_kind=market_kind,
            role=role,
            base_version=None,
            strict=True,
            by=person.actor,
            at=person.at,
        )
    person.show({"kind": kind, "version": version})


@layout.command()
@KIND
@MARKET
@ROLE
@click.option("--version", type=int, help="恢复到第几版；不填为默认版式。Which version; else the default.")
@acting("parameters.edit")
def restore(person: Person, kind: str, market_kind: str, role: str, version: int | None) -> None:
    """恢复以前的版本或默认版式。Go back to an earlier version or to the default."""
    place: dict[str, Any] = {"market_kind": market_kind, "role": role}
    with person.writing():
        if version is None:
            made = customers.save_layout(kind, {}, **place, base_version=None, by=person.actor, at=person.at)
        else:
            made = customers.restore_layout(kind, version, **place, by=person.actor, at=person.at)
    person.show({"kind": kind, "version": made})


@click.group()
def template() -> None:
    """档案模板。Templates of archives."""


@template.command("list")
@acting("parameters.view")
def list_templates(person: Person) -> None:
    """列出模板。List the templates."""
    installed = {sheet.preset: sheet for sheet in customer_reads.templates(person.actor)}
    person.show(
        [
            {
                "code": preset.code,
                "zh": preset.name.zh,
                "en": preset.name.en,
                "kind": preset.kind,
                "installed_id": installed[preset.code].id if preset.code in installed else None,
            }
            for preset in customer_reads.presets(person.actor)
        ]
    )


@template.command()
@click.argument("code")
@click.option("--dry-run", is_flag=True, help="只看会改什么。Only show what would change.")
@acting("parameters.edit")
def install(person: Person, code: str, dry_run: bool) -> None:
    """安装模板：字段、版式、必填、清单。Install a template: fields, layout, required fields, checklist."""
    change = customer_reads.installing(person.actor, code)
    told = {
        "code": code,
        "new_fields": " ".join(new.code for new in change.new_fields),
        "newly_required": " ".join(text.say(person.actor.language) for text in change.newly_required),
        "no_longer_required": " ".join(text.say(person.actor.language) for text in change.no_longer_required),
        "customers": change.customers,
    }
    if not dry_run:
        with person.writing():
            told["id"] = customers.install_template(code, by=person.actor, at=person.at)
    person.show(told)


@template.command()
@click.argument("template_id", type=int)
@acting("parameters.edit")
def remove(person: Person, template_id: int) -> None:
    """移除已安装的模板，字段和值都还在。Take a template away; fields and values stay."""
    with person.writing():
        customers.remove_template(template_id, by=person.actor, at=person.at)
    person.show({"id": template_id, "removed": True})


def _read(file: Any) -> dict[str, Any]:
    try:
        given = json.load(file)
    except ValueError as error:
        raise Invalid(f"文件不是 JSON：{error}", f"The file is not JSON: {error}", field="file") from None
    spec = given.get("spec", given) if isinstance(given, dict) else given
    if not isinstance(spec, dict) or not spec or not isinstance(spec.get("sections"), list):
        raise Invalid("文件里没有版式（sections）。", "There is no layout (sections) in the file.", field="file")
    return spec


commands = [layout, template]
