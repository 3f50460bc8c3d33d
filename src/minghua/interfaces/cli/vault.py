"""The vault at the shell: change the master key."""

import click

from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vault import operations as vault
from minghua.foundation.webhooks import operations as webhooks
from minghua.interfaces.cli.acting import operator
from minghua.kernel import clock


@click.group("vault")
def group() -> None:
    """密钥库。The vault of keys."""


@group.command()
@operator
def rotate() -> None:
    """更换主密钥，并重新封装每位客户的密钥。Change the master key and wrap every customer's key anew."""
    at = clock.now()
    with unit_of_work(SYSTEM, at=at):
        done = vault.rotate() + webhooks.rewrap()
        audit.record("vault.rotate", "vault", 0, {"keys": done}, by=SYSTEM, at=at)
    vault.forget_old_master()
    click.echo(f"{done} 把密钥已重新封装。{done} keys wrapped anew.")


commands = [group]
