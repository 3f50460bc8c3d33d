"""The audit record at the shell."""

import click

from minghua.foundation.audit import queries as audit_reads
from minghua.interfaces.cli.acting import Person, acting


@click.group()
def audit() -> None:
    """审计记录。The audit record."""


@audit.command()
@click.option("--head", default="", help="另处保存的链尾 序号:哈希。An end of the chain kept elsewhere, SEQ:HASH.")
@acting("audit.view")
def verify(person: Person, head: str) -> int:
    """核对审计链；被改动则以 1 结束。Verify the chain; ends with 1 when it was tampered with."""
    found = audit_reads.check_chain(person.actor)
    stands = not head or audit_reads.holds(person.actor, head)
    person.show({"events": found.events, "broken_at": found.broken_at, "head": audit_reads.head(), "stands": stands})
    return 0 if found.broken_at is None and stands else 1


commands = [audit]
