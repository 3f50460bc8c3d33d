"""Points at the shell: schemes, what a member has and why, earning, spending, giving back, the month's end, a rebuild."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import AdjustmentFilter
from minghua.domain.loyalty.types.adjustments import Way
from minghua.interfaces.cli import points_trials
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.periods import add_months, local_date

_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_KEY = click.option("--key", required=True, help="业务号，永远唯一。The business key, unique for ever.")
BATCH = 500


@click.group("points")
def group() -> None:
    """积分。Points."""


@group.command("list")
@acting("points.view")
def list_schemes(person: Person) -> None:
    """列出积分方案。List the schemes of points."""
    rows = loyalty_reads.points_schemes(person.actor, at=person.at)
    person.show([{**asdict(row), "name": row.name.say(person.actor.language)} for row in rows])


@group.command()
@click.argument("preset", type=click.Choice(sorted(loyalty_reads.points_preset_texts())))
@click.option("--from", "begins", type=_DAY, help="生效日（默认今天）。The first day (today).")
@acting("points.manage")
def install(person: Person, preset: str, begins: datetime | None) -> None:
    """发布自带的积分方案。Publish a scheme that ships with the product."""
    with person.writing():
        code = loyalty.install_points_preset(preset, from_on=_day(person, begins), by=person.actor, at=person.at)
    person.show({"code": code})


@group.command()
@click.argument("path", type=_FILE)
@click.option("--from", "begins", type=_DAY, help="生效日（默认今天）。The first day (today).")
@acting("points.manage")
def publish(person: Person, path: Path, begins: datetime | None) -> None:
    """从 YAML 或 JSON 文件发布一版。Publish a version from a YAML or JSON file."""
    with person.writing():
        text = path.read_text(encoding="utf-8")
        code = loyalty.publish_points(text, from_on=_day(person, begins), by=person.actor, at=person.at)
    person.show({"code": code})


@group.command()
@click.argument("code")
@acting("points.manage")
def stop(person: Person, code: str) -> None:
    """停用一个方案，已积的分照旧。Stop a scheme; what was earned lives on."""
    with person.writing():
        loyalty.stop_points(code, by=person.actor, at=person.at)
    person.say(f"方案 {code} 已停用。", f"The scheme {code} was stopped.")


@group.command()
@click.argument("customer_id", type=int)
@acting("points.view")
def show(person: Person, customer_id: int) -> None:
    """一位客户的积分，哪些何时到期。What a customer has, and what expires when."""
    found = loyalty_reads.points_of(person.actor, customer_id, at=person.at)
    person.show(
        [
            {
                "scheme": each.scheme,
                "balance": each.balance,
                "available": each.available,
                "pending": each.pending,
                "held": each.held,
                "debt": each.debt,
                "lots": [{"left": lot.left, "last_day": lot.last_on} for lot in each.lots],
            }
            for each in found
        ]
    )


@group.command()
@click.argument("customer_id", type=int)
@click.argument("scheme")
@acting("points.view")
def statement(person: Person, customer_id: int, scheme: str) -> None:
    """对账单，最近写下的在前（至多 200 行）。The statement, the latest line first."""
    rows = loyalty_reads.points_statement(person.actor, scheme, customer_id, limit=200)
    person.show([asdict(row) for row in rows])


@group.command()
@click.argument("customer_id", type=int)
@click.argument("scheme")
@click.argument("amount", type=int)
@_KEY
@acting("points.record")
def earn(person: Person, customer_id: int, scheme: str, amount: int, key: str) -> None:
    """给积分，立即可用。Give points that can be used at once."""
    with person.writing():
        told = loyalty.earn_points(scheme, customer_id, amount, key=key, by=person.actor, at=person.at)
    person.show(_plain(told))


@group.command()
@click.argument("customer_id", type=int)
@click.argument("scheme")
@click.argument("amount", type=int)
@_KEY
@acting("points.record")
def spend(person: Person, customer_id: int, scheme: str, amount: int, key: str) -> None:
    """使用积分，先用快到期的。Spend points, the nearest expiry first."""
    with person.writing():
        told = loyalty.spend_points(scheme, customer_id, amount, key=key, by=person.actor, at=person.at)
    person.show(_plain(told))


@group.command()
@click.argument("customer_id", type=int)
@click.argument("scheme")
@click.option("--of", "first", required=True, help="原使用的业务号。The key of the spending.")
@click.option("--amount", type=int, help="退回多少（默认全部）。How many (all).")
@_KEY
@acting("points.record")
def reverse(person: Person, customer_id: int, scheme: str, first: str, amount: int | None, key: str) -> None:
    """退回已使用的积分，回到原批次。Give spent points back to the lots they came from."""
    with person.writing():
        told = loyalty.reverse_spending(
            scheme, customer_id, of=first, key=key, amount=amount, by=person.actor, at=person.at
        )
    person.show(_plain(told))


@group.command()
@click.argument("customer_id", type=int)
@click.argument("scheme")
@click.argument("way", type=click.Choice(["give", "take"]))
@click.argument("amount", type=int)
@click.option("--reason", required=True, help="原因。Why.")
@_KEY
@acting("points.record")
def adjust(person: Person, customer_id: int, scheme: str, way: str, amount: int, reason: str, key: str) -> None:
    """手工赠送或扣减；超过上限的等另一人批准。Give or take by hand; above the limit another person approves."""
    with person.writing():
        told = loyalty.adjust_points(
            scheme, customer_id, amount, way=Way(way), key=key, reason=reason, by=person.actor, at=person.at
        )
    person.show(told._asdict())


@group.command()
@click.option("--state", default="", help="asked, booked, refused.")
@acting("points.record")
def adjustments(person: Person, state: str) -> None:
    """手工调整的清单，最近的在前（至多 200 行）。Changes by hand, the latest first."""
    found = loyalty_reads.adjustments(person.actor, AdjustmentFilter(state=state), limit=200)
    person.show([{**row._asdict(), "scheme_name": row.scheme_name.say(person.actor.language)} for row in found.items])


@group.command()
@click.argument("adjustment_id", type=int)
@acting("points.manage")
def approve(person: Person, adjustment_id: int) -> None:
    """批准别人提出的调整。Approve what another person asked for."""
    with person.writing():
        told = loyalty.approve_adjustment(adjustment_id, by=person.actor, at=person.at)
    person.show(told._asdict())


@group.command()
@click.argument("adjustment_id", type=int)
@click.option("--reason", required=True, help="原因。Why.")
@acting("points.record")
def refuse(person: Person, adjustment_id: int, reason: str) -> None:
    """退回一项调整，或撤回自己提出的。Turn an adjustment down, or withdraw one's own."""
    with person.writing():
        loyalty.refuse_adjustment(adjustment_id, reason=reason, by=person.actor, at=person.at)
    person.say(f"调整 {adjustment_id} 已退回。", f"The adjustment {adjustment_id} was turned down.")


@group.command()
@acting("points.manage")
def suspects(person: Person) -> None:
    """近三十天看起来不对的，附理由的数字。What looks wrong in the last thirty days, with figures."""
    found = loyalty_reads.points_suspects(person.actor, at=person.at)
    person.show([{**asdict(row), "scheme_name": row.scheme_name.say(person.actor.language)} for row in found])


@group.command()
@click.argument("scheme")
@click.option("--month", type=click.DateTime(["%Y-%m"]), help="哪个月（默认本月）。Which month (this one).")
@acting("points.manage")
def liability(person: Person, scheme: str, month: datetime | None) -> None:
    """月末负债：发出、用去、到期，期末结存与折合金额。The month's end: issued, spent, expired, outstanding and its worth."""
    first = (month.date() if month else local_date(person.at)).replace(day=1)
    found = loyalty_reads.points_liability(person.actor, scheme, start=first, end=add_months(first, 1))
    person.show(asdict(found))


@group.command()
@click.argument("scheme")
@click.option("--months", type=click.IntRange(1, 60), default=12, help="几个月。How many months.")
@acting("points.manage")
def overview(person: Person, scheme: str, months: int) -> None:
    """近几个月：发出、使用、到期、结存、到期未用率与购物占比（万分之几）。The last months, breakage and the share of purchases."""
    found = loyalty_reads.points_health(person.actor, scheme, months=months, at=person.at)
    person.show({**found._asdict(), "months": [each._asdict() for each in found.months]})


@group.command()
@click.argument("path", type=_FILE)
@acting("points.manage")
def examine(person: Person, path: Path) -> None:
    """检查一份方案，不发布。Say what is wrong with a scheme; nothing is kept."""
    found = loyalty_reads.examine_points(person.actor, path.read_text(encoding="utf-8"), at=person.at)
    if not found.problems:
        person.say("没有问题，可以发布。", "Nothing is wrong; it can be published.")
    person.show(
        [{"line": each.line, "path": each.path, "problem": each.say(person.actor.language)} for each in found.problems]
    )


@group.command()
@click.option("--check", is_flag=True, help="只比较，不写。Compare only.")
@acting("points.manage")
def rebuild(person: Person, check: bool) -> None:
    """按事实重算所有账户。Compute every account anew from its facts."""
    if check:
        found = loyalty_reads.points_differences(person.actor, at=person.at)
        person.show(found)
        if found:
            raise click.exceptions.Exit(1)
        return
    after, done = 0, 0
    while True:
        with person.writing():
            ids = loyalty.rebuild_points(after_id=after, limit=BATCH, by=person.actor, at=person.at)
        if not ids:
            break
        after, done = ids[-1], done + len(ids)
    person.show({"accounts": done})


def _day(person: Person, begins: datetime | None) -> Any:
    return begins.date() if begins else local_date(person.at)


def _plain(told: loyalty.Written) -> dict[str, Any]:
    state = told.state
    return {
        "available": state.available,
        "pending": state.pending,
        "held": state.held,
        "debt": state.debt,
        "again": told.again,
    }


for command in points_trials.commands:
    group.add_command(command)

commands = [group]
