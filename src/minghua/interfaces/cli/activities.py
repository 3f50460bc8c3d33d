"""Activities at the shell: portfolios, what the linter says, who takes part, and whether a deck was honest."""

import secrets
from datetime import datetime
from pathlib import Path

import click

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.types.playing import Taking
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.periods import local_date

_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FROM = click.option("--from", "begins", type=_DAY, help="生效日（默认今天）。The first day (today).")
_KEY = click.option("--key", required=True, help="业务号，永远唯一。The business key, unique for ever.")


@click.group("activities")
def group() -> None:
    """互动活动。Activities."""


@group.command("list")
@acting("activities.view")
def list_portfolios(person: Person) -> None:
    """列出活动组合。List the portfolios of activities."""
    rows = loyalty_reads.portfolios(person.actor, on=local_date(person.at))
    told = [(row, row.name.say(person.actor.language)) for row in rows]
    person.show(
        [
            {"code": row.code, "name": name, "points": row.points, "activities": row.activities, "takers": row.takers}
            for row, name in told
        ]
    )


@group.command()
@click.argument("code")
@acting("activities.view")
def show(person: Person, code: str) -> None:
    """一个组合：检查结果，各活动多少人参加、送出与收回多少分。One portfolio: what the linter says, and the figures of each activity."""
    sheet, language = loyalty_reads.portfolio(person.actor, code, on=local_date(person.at)), person.actor.language
    person.show(
        {
            "code": sheet.row.code,
            "version": sheet.row.version,
            "findings": [
                f"{each.rule} {each.severity}: {each.text.say(language)}{each.remedy.say(language)}"
                for each in sheet.verdict.findings
            ],
            "activities": [
                {
                    "code": each.play.code,
                    "kind": each.play.kind.value,
                    "takers": each.takers,
                    "times": each.times,
                    "earned": each.earned,
                    "cost": each.cost,
                    "left": {item: stock.left for item, stock in each.left.items()},
                    "commitment": each.deck.commitment if each.deck else "",
                }
                for each in sheet.plays
            ],
        }
    )


@group.command()
@click.argument("preset", type=click.Choice(sorted(loyalty_reads.activity_preset_texts())))
@_FROM
@acting("activities.manage")
def install(person: Person, preset: str, begins: datetime | None) -> None:
    """发布自带的活动组合。Publish a portfolio that ships with the product."""
    day = begins.date() if begins else local_date(person.at)
    with person.writing():
        code = loyalty.install_activities(preset, from_on=day, chance=secrets.randbelow, by=person.actor, at=person.at)
    person.show({"code": code})


@group.command()
@click.argument("path", type=_FILE)
@_FROM
@acting("activities.manage")
def publish(person: Person, path: Path, begins: datetime | None) -> None:
    """从 YAML 或 JSON 文件发布一版，六条检查须通过。Publish a version from a file, once the six rules pass it."""
    day, text = begins.date() if begins else local_date(person.at), path.read_text(encoding="utf-8")
    with person.writing():
        code = loyalty.publish_activities(text, from_on=day, chance=secrets.randbelow, by=person.actor, at=person.at)
    person.show({"code": code})


@group.command()
@click.argument("code")
@acting("activities.manage")
def stop(person: Person, code: str) -> None:
    """停办一个组合，已得的照旧。Stop a portfolio; what was given stays."""
    with person.writing():
        loyalty.stop_activities(code, by=person.actor, at=person.at)
    person.say(f"活动组合 {code} 已停办。", f"The portfolio {code} was stopped.")


@group.command("for")
@click.argument("customer_id", type=int)
@acting("activities.view")
def open_for(person: Person, customer_id: int) -> None:
    """一位客户现在能参加什么。What a customer may take part in now."""
    found = loyalty_reads.activities_for(person.actor, customer_id, at=person.at)
    person.show(
        [
            {
                "portfolio": each.portfolio,
                "activity": each.play.code,
                "open": each.open,
                "why": each.reason.say(person.actor.language),
                "streak": each.streak,
                "cost": each.cost,
            }
            for each in found
        ]
    )


@group.command("check-in")
@click.argument("customer_id", type=int)
@click.argument("portfolio")
@click.argument("activity")
@acting("activities.record")
def check_in(person: Person, customer_id: int, portfolio: str, activity: str) -> None:
    """替客户签到。Check a customer in."""
    with person.writing():
        told = loyalty.check_in(portfolio, activity, customer_id, by=person.actor, at=person.at)
    person.show({**_plain(told), "streak": told.streak})


@group.command()
@click.argument("customer_id", type=int)
@click.argument("portfolio")
@click.argument("activity")
@_KEY
@acting("activities.record")
def draw(person: Person, customer_id: int, portfolio: str, activity: str, key: str) -> None:
    """替客户抽一次奖。Draw once for a customer."""
    with person.writing():
        told = loyalty.draw(
            portfolio, activity, customer_id, key=key, chance=secrets.randbelow, by=person.actor, at=person.at
        )
    person.show(_plain(told))


@group.command()
@click.argument("customer_id", type=int)
@click.argument("portfolio")
@click.argument("activity")
@click.argument("item")
@_KEY
@acting("activities.record")
def exchange(person: Person, customer_id: int, portfolio: str, activity: str, item: str, key: str) -> None:
    """用积分换一样东西。Exchange points for something."""
    with person.writing():
        told = loyalty.exchange(portfolio, activity, customer_id, item, key=key, by=person.actor, at=person.at)
    person.show(_plain(told))


@group.command("hand-over")
@click.argument("taking_id", type=int)
@acting("activities.record")
def hand_over(person: Person, taking_id: int) -> None:
    """登记奖品已交付。Note that a prize was handed over."""
    with person.writing():
        loyalty.hand_over(taking_id, by=person.actor, at=person.at)
    person.say(f"记录 {taking_id} 已交付。", f"Record {taking_id} was handed over.")


@group.command()
@click.argument("taking_id", type=int)
@acting("activities.manage")
def cancel(person: Person, taking_id: int) -> None:
    """取消一次兑换，积分和库存退回。Cancel an exchange; points and stock come back."""
    with person.writing():
        loyalty.cancel_exchange(taking_id, by=person.actor, at=person.at)
    person.say(
        f"记录 {taking_id} 已取消，积分和库存已退回。", f"Record {taking_id} was cancelled; points and stock came back."
    )


@group.command()
@click.argument("portfolio")
@click.argument("activity")
@acting("activities.manage")
def reveal(person: Person, portfolio: str, activity: str) -> None:
    """抽奖结束后公布种子与签池。Make seed and deck public when the lottery is over."""
    with person.writing():
        loyalty.reveal_deck(portfolio, activity, by=person.actor, at=person.at)
    person.say("已公布。", "It is public now.")


@group.command()
@click.argument("portfolio")
@click.argument("activity")
@acting("activities.view")
def proof(person: Person, portfolio: str, activity: str) -> None:
    """核对签池：承诺、数量、洗牌与每一签。Check a deck: commitment, quantities, shuffle and every draw."""
    found = loyalty_reads.deck_proof(portfolio, activity)
    check = found.verification
    person.show(
        {
            "commitment": found.commitment,
            "cards": found.cards,
            "dealt": found.dealt,
            "revealed_at": found.revealed_at,
            "seed": found.seed,
            "holds": check.holds if check else None,
            "wrong": list(check.wrong) if check else [],
        }
    )
    if check is not None and not check.holds:
        raise click.exceptions.Exit(1)


def _plain(told: Taking) -> dict[str, object]:
    return {
        "id": told.id,
        "again": told.again,
        "earned": told.earned,
        "cost": told.cost,
        "item": told.item,
        "reason": told.reason,
    }


commands = [group]
