"""Cleaning at the shell: the same steps as the page, in the foreground."""

from collections import Counter

import click

from minghua.domain.customers import operations as customers
from minghua.domain.customers.queries import cleaning as reads
from minghua.domain.customers.types.cleaning import RULES, Rule
from minghua.foundation.listing import queries as views
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel import clock

_RULES = click.Choice([rule.value for rule in Rule])


@click.group("clean")
def group() -> None:
    """清洗客户数据。Clean customer data."""


@group.command()
@click.option("--rule", "rules", multiple=True, type=_RULES, help="只用这些规则。Only these rules.")
@click.option("--view", "view_id", type=int, default=None, help="只看这个视图。Only this saved view.")
@acting("customers.clean")
def check(person: Person, rules: tuple[str, ...], view_id: int | None) -> None:
    """检查并列出建议，不改数据。Check and list proposals; nothing is changed."""
    view = views.view(person.actor, view_id) if view_id else None
    ask = {"filter": view.spec.get("filter")} if view else {}
    with person.writing():
        run_id = customers.start_cleaning(
            rules or tuple(RULES), ask=ask, label=view.name if view else "", by=person.actor, at=person.at
        )
    _work(person, run_id)


@group.command()
@click.argument("run_id", type=int)
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@acting("customers.clean")
def show(person: Person, run_id: int, limit: int) -> None:
    """列出一次清洗的建议。List what a run proposes."""
    found = reads.changes(person.actor, run_id, limit=limit)
    language = person.actor.language
    person.show(
        [
            {
                "id": row.id,
                "customer": row.customer_id,
                "field": row.label.say(language),
                "old": row.old,
                "new": row.new,
                "rule": row.rule,
                "state": str(row.state),
            }
            for row in found.items
        ]
    )


@group.command("apply")
@click.argument("run_id", type=int)
@click.option("--rule", "rules", multiple=True, type=_RULES, help="只写入这些规则。Only these rules.")
@acting("customers.clean")
def apply(person: Person, run_id: int, rules: tuple[str, ...]) -> None:
    """写入建议。Apply what is proposed."""
    with person.writing():
        customers.start_applying(run_id, rules=rules or None, by=person.actor, at=person.at)
    _work(person, run_id)


@group.command()
@click.argument("run_id", type=int)
@acting("customers.clean")
def undo(person: Person, run_id: int) -> None:
    """整批撤销。Undo a whole run."""
    with person.writing():
        customers.start_undoing(run_id, by=person.actor, at=person.at)
    _work(person, run_id)


def _work(person: Person, run_id: int) -> None:
    """Do the batches here; a worker that has taken the job meanwhile finds less to do."""
    more = True
    while more:
        with person.writing():
            more = customers.advance_cleaning(run_id, by=person.actor, at=clock.now())
    card = reads.run(person.actor, run_id)
    found = {f"{rule} ✎": number for rule, number in Counter(card.proposed).items()}
    found |= {f"{rule} ?": number for rule, number in Counter(card.open).items()}
    person.show({"id": run_id, "state": str(card.state), "customers": card.done, **found, **card.outcome})


commands = [group]
