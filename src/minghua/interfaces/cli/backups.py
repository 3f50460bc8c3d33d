"""Backup and restore at the shell."""

from datetime import timedelta
from pathlib import Path
from time import monotonic

import click

from minghua.foundation.backups import keyring, restoring
from minghua.foundation.backups import operations as backups
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli.acting import operator
from minghua.journeys import erase_person, settle_restored
from minghua.kernel import clock


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@operator
def backup(path: Path) -> None:
    """备份到新文件（服务可继续运行）。Back up to a new file, while the server runs."""
    at, started = clock.now(), monotonic()
    if path.is_dir():
        path = path / f"minghua-{at:%Y%m%d-%H%M%S}{backups.SUFFIX}"
    made = backups.make(path, at=at)
    size = path.stat().st_size / 1_000_000
    click.echo(f"{path}: {made.rows} 行 rows · {made.files} 文件 files · {size:.1f} MB · {_since(started)}")
    click.echo(f"{path.with_name(keyring.NAME)}: 密钥环 keyring")
    click.echo("主密钥请另处保存。Keep the master key elsewhere.")


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--keyring", "keys", type=click.Path(path_type=Path, exists=True), help="默认：备份旁边的密钥环。")
@click.option("--check", is_flag=True, help="只检查，不恢复。Only read it through.")
@operator
def restore(path: Path, keys: Path | None, *, check: bool) -> None:
    """恢复到空数据库（SQLite 或 PostgreSQL）。Restore into an empty database of either engine."""
    started = monotonic()
    keys = keys or path.with_name(keyring.NAME)
    if check:
        made = restoring.check(path, keys)
        click.echo(f"✓ {made.made_at}: {made.rows} 行 rows · {made.files} 文件 files · {_since(started)}")
        return
    done = restoring.restore(path, keys)
    click.echo(f"{done.rows} 行 rows · {done.compared} 已核对 compared · {done.files} 文件 files · {_since(started)}")
    at = clock.now()
    with unit_of_work(SYSTEM, at=at):
        erased = erase_person.erase_again(done.erased, by=SYSTEM, at=at)
    findable = settle_restored.settle(at=at)
    click.echo(f"{findable} 可搜索 findable · {erased} 重新删除 erased again · {_since(started)}")


def _since(started: float) -> str:
    return str(timedelta(seconds=round(monotonic() - started)))


commands = [backup, restore]
