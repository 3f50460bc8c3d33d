"""The audit record at the shell."""

import click

from minghua.foundation.audit import queries as audit_reads
from minghua.interfaces.cli.acting import Person, acting


@click.group()
def audit() -> None:
    """审计记录。The audit record."""


@audit.command()
@acting("audit.view")
def verify(person: Person) -> int:
    """核对审计链；被改动则以 1 结束。Verify the chain; ends with 1 when it was tampered with."""
    found = audit_reads.check_chain(person.actor)
    person.show(found)
    return 0 if found.broken_at is None else 1


commands = [audit]
