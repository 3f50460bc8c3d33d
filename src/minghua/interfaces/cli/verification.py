"""`minghua verify`: every sentence about the data checked at the shell; the status says whether all hold."""

import json

import click

from minghua.foundation.invariants import operations as invariants
from minghua.foundation.invariants import register
from minghua.foundation.invariants.types import Verdict
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli.acting import Settings, operator
from minghua.interfaces.cli.printing import as_json
from minghua.kernel import clock

BROKEN = 1


@click.command()
@click.option("--only", multiple=True, metavar="INV-…", help="只核对这一项，可多次。Only this one; may be repeated.")
@click.option("--keep/--no-keep", default=True, help="记入系统设置里的结果。Keep the result for the settings page.")
@click.pass_obj
@operator
def verify(said: Settings, only: tuple[str, ...], keep: bool) -> int:
    """核对数据：全部成立以 0 结束，否则以 1。Check the data: ends with 0 when everything holds, else with 1."""
    began = clock.now()
    found = invariants.verdicts(only=only, at=began)
    if keep and not only:
        ended = clock.now()
        with unit_of_work(SYSTEM, at=ended):
            invariants.keep(found, started_at=began, finished_at=ended, by=SYSTEM)
    if said.as_json:
        click.echo(as_json(found))
    else:
        _tell(found)
    return 0 if all(verdict.holds for verdict in found) else BROKEN


def _tell(found: list[Verdict]) -> None:
    sentences = {each.id: each.sentence for each in register.invariants()}
    for verdict in found:
        sentence = sentences[verdict.id]
        mark = "✓" if verdict.holds else "✗"
        click.echo(f"{mark} {verdict.id:<8} {verdict.seconds:8.2f} s  {sentence.zh} · {sentence.en}")
        for finding in verdict.findings:
            click.echo(f"    {json.dumps(finding, ensure_ascii=False, default=str)}")
        if verdict.broken > len(verdict.findings):
            click.echo(f"    … {verdict.broken}")
    broken = sum(not verdict.holds for verdict in found)
    click.echo(f"{len(found) - broken} ✓  {broken} ✗")


commands = [verify]
