"""The demo company at the shell: bring it in once, say how to log in."""

import secrets
from pathlib import Path

import click

from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli.acting import operator
from minghua.journeys.demo import load, staff
from minghua.kernel import clock


@click.group()
def demo() -> None:
    """演示公司 明华粮油。The demo company."""


@demo.command(name="load")
@click.option("--password", help="所有演示用户的密码；不写则生成。For every demo user; made up when left out.")
@click.option("--login-file", type=click.Path(path_type=Path), help="把登录方法写到这里。Where to write how to log in.")
@click.option("--scale", default=1.0, show_default=True, help="规模。Size.")
@click.option("--seed", default=load.SEED, show_default=True, help="随机种子。Seed.")
@operator
def load_command(password: str | None, login_file: Path | None, scale: float, seed: int) -> None:
    """载入演示公司；已有则不动。Bring in the demo company; nothing happens if it is there."""
    if load.is_loaded():
        click.echo("演示公司已在。The demo company is there already.")
        return
    at = clock.now()
    password = password or made_up()
    with unit_of_work(SYSTEM, at=at):
        loaded = load.load_demo(password=password, at=at, scale=scale, seed=seed)
    if login_file:
        keep_logins(login_file, password)
    click.echo(
        f"客户 customers {loaded.customers} · 订单 orders {loaded.orders} · 退货 returns {loaded.returns} · "
        f"跟进 contacts {loaded.contacts} · 米缸 jars {loaded.jars} · {loaded.seconds}"
    )


def made_up() -> str:
    """Return a password that can be read aloud: five groups of letters and digits without look-alikes."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(5))


def keep_logins(path: Path, password: str) -> None:
    """Write who may log in and how, readable by this account only."""
    people = "\n".join(f"    {worker.username:<12}{worker.name}  {worker.team}" for worker in staff.STAFF)
    text = f"  登录 · log in with any of these, password:  {password}\n{people}\n"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


commands = [demo]
