"""Imports at the shell: the same steps as the wizard, in one command."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from minghua.foundation.imports import exporting
from minghua.foundation.imports import operations as imports
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.imports.queries import RunCard
from minghua.foundation.imports.readers import encoding
from minghua.foundation.imports.runner import Runner
from minghua.foundation.imports.types import Mode, Reading, State
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel import clock
from minghua.kernel.errors import NotFound
from minghua.kernel.words import Text

HEADS = (Text("行号", "Row"), Text("字段", "Field"), Text("级别", "Severity"), Text("原值", "Value"))
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import")
def group() -> None:
    """导入数据。Import data."""


def _importing(target: str, words: str) -> click.Command:
    """Return the command that imports one kind of file."""

    @group.command(target, help=words)
    @click.argument("file", type=_FILE)
    @click.option("--template", default="", help="套用模板。Use a kept mapping.")
    @click.option("--map", "columns", multiple=True, metavar="列=字段", help="指定列。A column, as header=field.")
    @click.option("--mode", type=click.Choice(list(Mode)), default=Mode.UPSERT, show_default=True)
    @click.option("--source", default=None, help="来源名称。Name of the source.")
    @click.option("--currency", default=None, help="币种。Currency.")
    @click.option("--timezone", default=None, help="文件里的时区。Time zone of the file.")
    @click.option("--dates", "date_order", type=click.Choice(["ymd", "mdy", "dmy"]), default=None)
    @click.option("--kind", "customer_kind", type=click.Choice(["person", "organization", "household"]), default=None)
    @click.option("--alike", type=click.Choice(["list", "skip", "update"]), default=None, help="相似客户。Doubles.")
    @click.option("--encoding", type=click.Choice(encoding.CHOICES), default=None)
    @click.option("--sheet", default="", help="工作表。Worksheet.")
    @click.option("--skip-bad-lines", is_flag=True, help="跳过错误行。Skip faulty rows.")
    @click.option("--dry-run", is_flag=True, help="只检查。Check only.")
    @acting("imports.run")
    def command(person: Person, file: Path, **said: Any) -> int:
        run_id = _uploaded(person, file, target, said)
        _mapped(person, run_id, said)
        card = _worked(person, run_id, imports.start_check)
        if card.state == State.CHECKED and not said["dry_run"]:
            card = _worked(person, run_id, imports.start)
        return _told(person, card)

    return command


def _uploaded(person: Person, file: Path, target: str, said: dict[str, Any]) -> int:
    wanted = Reading(form="", encoding=said["encoding"] or "", delimiter="", sheet=said["sheet"])
    with file.open("rb") as stream, person.writing():
        return imports.upload(stream, name=file.name, target=target, wanted=wanted, by=person.actor, at=person.at)


def _mapped(person: Person, run_id: int, said: dict[str, Any]) -> None:
    card = import_reads.run(person.actor, run_id)
    mapping, options = dict(card.mapping), {}
    if said["template"]:
        kept = import_reads.templates(person.actor, target=card.target, headers=card.headers)
        template = next((one for one in kept if one.name == said["template"]), None)
        if template is None:
            raise NotFound(field="template")
        mapping, options = dict(template.mapping), dict(template.options)
    for pair in said["columns"]:
        header, _, code = pair.partition("=")
        mapping = {name: field for name, field in mapping.items() if field != code} | {header: code}
    names = ("mode", "source", "currency", "timezone", "date_order", "customer_kind", "alike")
    options |= {name: said[name] for name in names if said[name] is not None}
    if said["skip_bad_lines"]:
        options["skip_bad_lines"] = True
    with person.writing():
        imports.map_columns(run_id, mapping, options, by=person.actor, at=person.at)


def _worked(person: Person, run_id: int, step: Callable[..., None]) -> RunCard:
    """Take the step and do its work here and now, with signs of life."""
    with person.writing():
        step(run_id, here=True, by=person.actor, at=clock.now())
    Runner(run_id, person.actor, clock.now, _Dots(person)).advance()
    return import_reads.run(person.actor, run_id)


class _Dots:
    """A sign of life on the error stream."""

    def __init__(self, person: Person) -> None:
        self._silent, self._beats = person.as_json, 0

    def __call__(self) -> None:
        """Show one more dot now and then."""
        self._beats += 1
        if not self._silent and self._beats % 20 == 0:
            click.echo(".", nl=False, err=True)


def _told(person: Person, card: RunCard) -> int:
    counts = card.counts or card.forecast
    if person.as_json:
        person.show({"id": card.id, "state": card.state, "counts": dict(counts), "failure": card.failure})
    else:
        click.echo("", err=True)
        person.show({"id": card.id, "state": card.state} | {name: n for name, n in sorted(counts.items()) if n})
        for one in import_reads.problem_counts(person.actor, card.id, stage="run" if card.counts else "check"):
            click.echo(f"{one.count:>8}  {one.severity:<8} {one.reason}")
    return 0 if card.state in {State.CHECKED, State.DONE, State.UNDONE} else 1


orders = _importing("orders", "导入订单文件。Import a file of orders.")
customers = _importing("customers", "导入客户文件。Import a file of customers.")


@group.command("list")
@click.option("--limit", type=click.IntRange(1, 200), default=30, show_default=True)
@acting("imports.run")
def list_runs(person: Person, limit: int) -> None:
    """列出导入记录。List imports."""
    found = import_reads.runs(person.actor, limit=limit)
    person.show(
        [
            {
                "id": one.id,
                "target": one.target,
                "name": one.name,
                "state": one.state,
                "by": one.created_by,
                "at": one.created_at,
            }
            for one in found.items
        ]
    )


@group.command()
@click.argument("run_id", type=int)
@acting("imports.run")
def show(person: Person, run_id: int) -> int:
    """查看一次导入。Show one import."""
    return _told(person, import_reads.run(person.actor, run_id))


@group.command()
@click.argument("run_id", type=int)
@acting("imports.run")
def resume(person: Person, run_id: int) -> int:
    """从断点继续。Go on from the checkpoint."""
    return _told(person, _worked(person, run_id, imports.resume))


@group.command()
@click.argument("run_id", type=int)
@acting("imports.undo")
def undo(person: Person, run_id: int) -> int:
    """整批撤销。Undo a whole import."""
    return _told(person, _worked(person, run_id, imports.start_undo))


@group.command()
@click.argument("run_id", type=int)
@acting("imports.run")
def discard(person: Person, run_id: int) -> None:
    """丢弃未导入的文件。Throw away a file that was not imported."""
    with person.writing():
        imports.discard(run_id, by=person.actor, at=person.at)
    person.say("已丢弃。", "Discarded.")


@group.command("template")
@click.argument("run_id", type=int)
@click.argument("name")
@acting("imports.run")
def save_template(person: Person, run_id: int, name: str) -> None:
    """把列与字段的对应存为模板。Keep the mapping of an import as a template."""
    with person.writing():
        imports.save_template(run_id, name, by=person.actor, at=person.at)
    person.say("已保存模板。", "Template kept.")


@group.command()
@click.argument("run_id", type=int)
@click.option(
    "--csv", "file", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="写入文件。Into a file."
)
@click.option("--failed", is_flag=True, help="未导入的原始行。The rows left out, as they were.")
@acting("imports.run")
def problems(person: Person, run_id: int, file: Path | None, failed: bool) -> None:
    """列出每一个问题。List every problem."""
    card = import_reads.run(person.actor, run_id)
    stage = "run" if card.counts else "check"
    rows = import_reads.failed_rows(person.actor, run_id) if failed else _problem_rows(person, run_id, stage)
    if file is not None:
        _write(file, rows, "csv")
        return
    for row in rows:
        click.echo("\t".join(row))


def _problem_rows(person: Person, run_id: int, stage: str) -> Iterable[Sequence[str]]:
    language = person.actor.language
    yield (*(head.say(language) for head in HEADS), *(Text("原因 处理办法", "Reason Remedy").say(language).split()))
    for one in import_reads.all_problems(person.actor, run_id, stage=stage):
        yield (str(one.row), one.field, one.severity, one.excerpt, one.reason, one.remedy)


def _write(file: Path, rows: Iterable[Sequence[str]], form: str) -> None:
    with file.open("wb") as target:
        for block in exporting.encoded(rows, form):
            target.write(block)


commands = [group]
