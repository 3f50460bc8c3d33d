"""Consent at the shell: what a customer allows, and withdrawing it."""

import click

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.interfaces.cli.acting import Person, acting


@click.group()
def consent() -> None:
    """同意与撤回。Consent."""


@consent.command()
@click.argument("customer_id", type=int)
@acting("interactions.view")
def show(person: Person, customer_id: int) -> None:
    """这位客户允许什么。What this customer allows, and why."""
    rows = interaction_reads.matrix(person.actor, customer_id, at=person.at)
    said = [
        {
            "purpose": row.purpose,
            "channel": channel,
            "allowed": decision.allowed,
            "reason": decision.reason.say(person.actor.language),
        }
        for row in rows
        for channel, decision in row.by_channel.items()
    ]
    person.show(said)


@consent.command()
@click.argument("customer_id", type=int)
@click.option("--purpose", default="marketing", show_default=True)
@click.option("--channel", default="any", show_default=True)
@click.option("--note", default="", help="客户怎么说的。What the customer said.")
@acting("consent.record")
def withdraw(person: Person, customer_id: int, purpose: str, channel: str, note: str) -> None:
    """撤回同意，立即生效。Withdraw a consent; it counts at once."""
    with person.writing():
        interactions.withdraw_consent(
            customer_id, purpose=purpose, channel=channel, note=note, by=person.actor, at=person.at
        )
    person.say("已撤回。", "Withdrawn.")


commands = [consent]
