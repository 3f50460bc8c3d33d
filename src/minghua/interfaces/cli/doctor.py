"""`minghua doctor`: whether this installation is set up well; the status is 1 when something must be mended."""

import click

from minghua.foundation.doctor import queries as doctor
from minghua.foundation.doctor.types import Check, Level
from minghua.foundation.people.types import SYSTEM
from minghua.interfaces.cli.acting import Settings, operator
from minghua.interfaces.cli.printing import as_json
from minghua.kernel import clock

MARKS = {Level.OK: "✓", Level.WARN: "!", Level.FAIL: "✗"}


@click.command("doctor")
@click.pass_obj
@operator
def examine(said: Settings) -> int:
    """检查安装：每项给出结果与办法。Examine this installation: each finding comes with its remedy."""
    found = doctor.examination(SYSTEM, at=clock.now())
    if said.as_json:
        click.echo(as_json([_plain(check) for check in found]))
    else:
        for check in found:
            _tell(check)
    return 1 if any(check.level is Level.FAIL for check in found) else 0


def _tell(check: Check) -> None:
    click.echo(f"{MARKS[check.level]} {check.name.zh} · {check.name.en}: {check.found}")
    if check.level is not Level.OK:
        click.echo(f"    → {check.remedy.zh}\n    → {check.remedy.en}")


def _plain(check: Check) -> dict[str, object]:
    name, remedy = check.name._asdict(), check.remedy._asdict()
    return {"code": check.code, "level": check.level.value, "found": check.found, "name": name, "remedy": remedy}


commands = [examine]
