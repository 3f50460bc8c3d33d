"""Webhooks at the shell: receivers, dead letters, test, replay."""

from datetime import datetime

import click

from minghua.foundation.webhooks import operations as webhooks
from minghua.foundation.webhooks import queries as webhook_reads
from minghua.foundation.webhooks.types import STATES, NewSubscription
from minghua.interfaces.cli.acting import Person, acting


@click.group()
def webhook() -> None:
    """对外通知。Webhooks."""


@webhook.command("list")
@acting("webhooks.manage")
def list_receivers(person: Person) -> None:
    """列出接收方。List receivers."""
    person.show(webhook_reads.subscriptions(person.actor))


@webhook.command()
@click.argument("url")
@click.option("--name", required=True)
@click.option("--kind", "kinds", multiple=True, required=True, help="事件种类，可多次。Kind of event, may be repeated.")
@click.option("--field", "fields", multiple=True, help="除编号外还告知的字段。A field told besides ids.")
@acting("webhooks.manage")
def create(person: Person, url: str, name: str, kinds: tuple[str, ...], fields: tuple[str, ...]) -> None:
    """新建接收方，密钥只显示这一次。Make a receiver; its secret is shown this once."""
    with person.writing():
        issued = webhooks.subscribe(
            NewSubscription(url=url, name=name, kinds=kinds, fields=fields), by=person.actor, at=person.at
        )
    person.show(issued)


@webhook.command()
@click.argument("subscription_id", type=int)
@acting("webhooks.manage")
def rotate(person: Person, subscription_id: int) -> None:
    """换密钥，旧的再用一天。Change the secret; the old one is good for another day."""
    with person.writing():
        issued = webhooks.rotate(subscription_id, by=person.actor, at=person.at)
    person.show(issued)


@webhook.command()
@click.argument("subscription_id", type=int)
@acting("webhooks.manage")
def ping(person: Person, subscription_id: int) -> None:
    """发一条测试消息。Send a test message."""
    with person.writing():
        webhooks.ping(subscription_id, by=person.actor, at=person.at)
    person.say("已排队。", "On its way.")


@webhook.command()
@click.argument("subscription_id", type=int)
@click.option("--state", type=click.Choice(list(STATES)), help="只看这种状态。Only this state.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@acting("webhooks.manage")
def messages(person: Person, subscription_id: int, state: str | None, limit: int) -> None:
    """列出消息，新的在前。List messages, newest first."""
    person.show(list(webhook_reads.deliveries(person.actor, subscription_id, state=state or "", limit=limit).items))


@webhook.command()
@click.argument("subscription_id", type=int)
@click.option("--message", "ids", type=int, multiple=True, help="消息编号，可多次。A message, may be repeated.")
@click.option("--since", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]), help="从何时起。From when on.")
@click.option("--until", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]), help="到何时止（不含）。Until when (excluded).")
@click.option("--only-dead", is_flag=True, help="只重发已放弃的。Only dead letters.")
@acting("webhooks.manage")
def replay(
    person: Person,
    subscription_id: int,
    ids: tuple[int, ...],
    since: datetime | None,
    until: datetime | None,
    only_dead: bool,
) -> None:
    """重新发送。Send again."""
    with person.writing():
        count = webhooks.replay(
            subscription_id,
            delivery_ids=ids,
            since=since,
            until=until,
            only_dead=only_dead,
            by=person.actor,
            at=person.at,
        )
    person.say(f"{count} 条已排队。", f"{count} on their way.")


commands = [webhook]
