"""A scheme of points tried at the shell before it is published: over the orders of the past, and on one purchase."""

from dataclasses import asdict
from pathlib import Path

import click

from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import Piece
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel import money
from minghua.kernel.errors import Invalid

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("path", type=_FILE)
@click.option("--months", type=click.IntRange(1, 36), default=12, help="几个月。How many months.")
@acting("points.manage")
def simulate(person: Person, path: Path, months: int) -> None:
    """拿过去的订单试算一份方案，与现行的比较。Try a scheme over past orders, beside the one in force."""
    found = loyalty_reads.try_points(person.actor, path.read_text(encoding="utf-8"), months=months, at=person.at)
    said = person.actor.language
    rules = [{**asdict(rule), "name": rule.name.say(said)} for rule in found.rules]
    person.show({**asdict(found), "rules": rules, "before": found.before, "after": found.after})


@click.command("try")
@click.argument("path", type=_FILE)
@click.argument("customer_id", type=int)
@click.option(
    "--line",
    "lines",
    type=(str, str, str),
    multiple=True,
    required=True,
    help="货号 件数 金额，可多次。Sku, pieces, amount; repeatable.",
)
@acting("points.manage")
def try_purchase(person: Person, path: Path, customer_id: int, lines: tuple[tuple[str, str, str], ...]) -> None:
    """一位客户现在买这些，每条规则给多少、为什么。What each rule gives of a purchase, and why."""
    pieces = [_piece(*line) for line in lines]
    text = path.read_text(encoding="utf-8")
    found = loyalty_reads.try_purchase(person.actor, text, customer_id, pieces, at=person.at)
    person.show([{**asdict(each), "name": each.name.say(person.actor.language)} for each in found])


def _piece(sku: str, pieces: str, amount: str) -> Piece:
    try:
        return Piece(sku, money.scaled(money.parse_decimal(pieces), 1_000), money.parse_minor(amount))
    except ValueError:
        raise Invalid("件数和金额应为数字。", "Pieces and amount are numbers.", field="line") from None


commands = [simulate, try_purchase]
