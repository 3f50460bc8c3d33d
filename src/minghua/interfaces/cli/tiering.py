"""Membership programmes at the shell: install, draft, simulate, publish; explain and regrade members."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import MemberSheet, Simulated
from minghua.interfaces.cli.acting import Person, acting
from minghua.journeys import simulate_programme
from minghua.kernel import clock
from minghua.kernel.money import NotAnAmount, parse_minor
from minghua.kernel.periods import midnight

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("tiering")
def group() -> None:
    """会员等级。Levels of members."""


@group.command("list")
@acting("tiering.view")
def list_programmes(person: Person) -> None:
    """列出等级计划。List the programmes."""
    person.show(
        [
            {
                "code": row.code,
                "name": row.name.say(person.actor.language),
                "version": row.version,
                "from_on": row.from_on,
                "draft": row.draft[:12],
                "simulated": row.simulated,
                "members": row.members,
                "stopped_at": row.stopped_at,
            }
            for row in tiering_reads.programmes(person.actor)
        ]
    )


@group.command()
@click.argument("preset", type=click.Choice(sorted(tiering_reads.preset_texts())))
@acting("tiering.manage")
def install(person: Person, preset: str) -> None:
    """把自带计划存为草稿。Make a draft of a programme that ships with the product."""
    with person.writing():
        code = tiering.install_preset(preset, by=person.actor, at=person.at)
    person.show({"code": code})
    person.say(f"下一步：minghua tiering simulate {code}", f"Next: minghua tiering simulate {code}")


@group.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting("tiering.manage")
def draft(person: Person, path: Path) -> None:
    """把 YAML 或 JSON 文件存为草稿。Keep a YAML or JSON file as a draft."""
    with person.writing():
        code = tiering.save_draft(text=path.read_text(encoding="utf-8"), by=person.actor, at=person.at)
    person.show({"code": code})


@group.command()
@click.argument("programme")
@click.option("--from", "begins", type=_DAY, help="生效日。The first day.")
@click.option("--cost", "costs", multiple=True, help="权益=每人成本（元），可多次。BENEFIT=yuan per member.")
@acting("tiering.manage")
def simulate(person: Person, programme: str, begins: datetime | None, costs: tuple[str, ...]) -> None:
    """试算草稿：谁升谁降。Try the draft: who moves from what to what."""
    told = dict(map(_cost, costs))
    with person.writing():
        run_id = tiering.begin_simulation(
            programme, from_on=begins.date() if begins else None, costs=told, by=person.actor, at=person.at
        )
    found = simulate_programme.go_on(run_id, by=person.actor, now=clock.now, beat=lambda: None)
    if found is None:
        raise tiering.NoSimulation()
    person.show(_simulated(found) if person.as_json else _matrix(found))
    person.say(
        f"共 {found.members} 位会员；一年后会降级的重点会员 {len(found.falls)} 位。",
        f"{found.members} members; {len(found.falls)} listed that would fall within a year.",
    )


@group.command()
@click.argument("programme")
@click.option("--from", "begins", type=_DAY, required=True, help="生效日。The first day.")
@acting("tiering.manage")
def publish(person: Person, programme: str, begins: datetime) -> None:
    """发布试算过的草稿。Publish the draft that was simulated."""
    with person.writing():
        number = tiering.publish(programme, from_on=begins.date(), by=person.actor, at=person.at)
    person.show({"code": programme, "version": number, "from_on": begins.date()})


@group.command()
@click.argument("customer_id", type=int)
@click.option("--on", "day", type=_DAY, help="哪一天（默认现在）。On which day (now).")
@acting("tiering.view")
def explain(person: Person, customer_id: int, day: datetime | None) -> None:
    """说明一位客户的等级及原因。Say where a customer stands, and why."""
    at = person.at if day is None else midnight(day.date() + timedelta(days=1)) - timedelta(microseconds=1)
    sheets = tiering_reads.memberships_of(person.actor, customer_id, at=at)
    person.show([_explained(sheet, person.actor.language) for sheet in sheets])


@group.command()
@click.argument("customer_ids", type=int, nargs=-1, required=True)
@acting("tiering.record")
def regrade(person: Person, customer_ids: tuple[int, ...]) -> None:
    """重新计算这些客户的等级。Judge these customers anew."""
    with person.writing():
        tiering.regrade(customer_ids, by=person.actor, at=person.at)
    person.say(f"已重新计算 {len(customer_ids)} 位客户。", f"{len(customer_ids)} customers judged anew.")


def _cost(said: str) -> tuple[str, int]:
    """Read BENEFIT=yuan."""
    name, _, value = said.partition("=")
    try:
        return name, parse_minor(value)
    except NotAnAmount as error:
        raise click.BadParameter(f"权益=金额，例如 hotline=2.50。BENEFIT=AMOUNT, not “{said}”.") from error


def _matrix(found: Simulated) -> list[dict[str, Any]]:
    pairs = sorted({*found.at_start, *found.later})
    return [
        {"before": before or "—", "after": after or "—", "at_start": found.at_start.get((before, after), 0),
         "a_year_later": found.later.get((before, after), 0)}
        for before, after in pairs
    ]  # fmt: skip


def _simulated(found: Simulated) -> dict[str, Any]:
    return {
        "programme": found.programme,
        "fingerprint": found.fingerprint,
        "from_on": found.on,
        "later_on": found.later_on,
        "members": found.members,
        "moves": _matrix(found),
        "benefits": {code: list(counts) for code, counts in found.benefits.items()},
        "costs_minor": {code: list(counts) for code, counts in found.costs.items()},
        "falls": [fall._asdict() for fall in found.falls],
    }


def _explained(sheet: MemberSheet, language: str) -> dict[str, Any]:
    return {
        "programme": sheet.programme_name.say(language),
        "level": sheet.level_name.say(language),
        "score": sheet.score if sheet.parts == 1 else f"{sheet.score} / {sheet.parts}",
        "valid_from": sheet.valid_from,
        "last_day": sheet.last_day,
        "granted": sheet.granted,
        "needs_for_next": sheet.progress.next_needs,
        "needs_to_stay": sheet.progress.stay_needs,
        "why": sheet.why.say(language),
        "trace": [f"{at:%Y-%m-%d} {text.say(language)}" for at, text in sheet.trace],
    }


commands = [group]
