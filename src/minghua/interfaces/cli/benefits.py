"""Benefits and packs at the shell: schemes, what a member has, taking a pack, what was given, taking it back."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import GrantFilter
from minghua.domain.loyalty.types import GrantState
from minghua.domain.loyalty.types.shown import GrantRow
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.periods import local_date

_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("benefits")
def group() -> None:
    """权益与礼包。Benefits and packs."""


@group.command("list")
@acting("benefits.view")
def list_schemes(person: Person) -> None:
    """列出权益方案。List the schemes."""
    person.show(
        [
            {
                "code": row.code,
                "name": row.name.say(person.actor.language),
                "programme": row.programme,
                "version": row.version,
                "from_on": row.from_on,
                "benefits": row.benefits,
                "packs": row.packs,
                "grants": row.grants,
                "stopped_at": row.stopped_at,
            }
            for row in loyalty_reads.schemes(person.actor, on=local_date(person.at))
        ]
    )


@group.command()
@click.argument("code")
@acting("benefits.view")
def show(person: Person, code: str) -> None:
    """显示一个方案的全文。Show the text of a scheme."""
    sheet = loyalty_reads.scheme(person.actor, code, on=local_date(person.at))
    if person.as_json:
        person.show({"code": code, "version": sheet.row.version, "text": sheet.text})
    else:
        click.echo(sheet.text)


@group.command()
@click.argument("preset", type=click.Choice(sorted(loyalty_reads.preset_texts())))
@click.option("--from", "begins", type=_DAY, help="生效日（默认今天）。The first day (today).")
@acting("benefits.manage")
def install(person: Person, preset: str, begins: datetime | None) -> None:
    """发布自带的方案。Publish a scheme that ships with the product."""
    with person.writing():
        code = loyalty.install_preset(preset, from_on=_day(person, begins), by=person.actor, at=person.at)
    person.show({"code": code})


@group.command()
@click.argument("path", type=_FILE)
@click.option("--from", "begins", type=_DAY, help="生效日（默认今天）。The first day (today).")
@acting("benefits.manage")
def publish(person: Person, path: Path, begins: datetime | None) -> None:
    """从 YAML 或 JSON 文件发布一版。Publish a version from a YAML or JSON file."""
    text = path.read_text(encoding="utf-8")
    with person.writing():
        code = loyalty.publish_scheme(text, from_on=_day(person, begins), by=person.actor, at=person.at)
    person.show({"code": code})


@group.command()
@click.argument("path", type=_FILE)
@acting("benefits.manage")
def examine(person: Person, path: Path) -> None:
    """检查一个文件，不保存。Say what is wrong with a file; nothing is kept."""
    found = loyalty_reads.examine(person.actor, path.read_text(encoding="utf-8"), on=local_date(person.at))
    if not found.problems:
        person.say("没有问题，可以发布。", "Nothing is wrong; it can be published.")
    person.show(
        [{"line": each.line, "path": each.path, "problem": each.say(person.actor.language)} for each in found.problems]
    )


@group.command()
@click.argument("code")
@acting("benefits.manage")
def stop(person: Person, code: str) -> None:
    """停用一个方案，已发放的不变。Stop a scheme; what was given stays."""
    with person.writing():
        loyalty.stop_scheme(code, by=person.actor, at=person.at)
    person.say(f"方案 {code} 已停用。", f"The scheme {code} was stopped.")


@group.command()
@click.argument("customer_id", type=int)
@acting("benefits.view")
def explain(person: Person, customer_id: int) -> None:
    """一位客户有哪些权益和礼包，为什么。What a customer has, and why."""
    found, language = loyalty_reads.benefits_of(person.actor, customer_id, at=person.at), person.actor.language
    person.show(
        {
            "benefits": {each.benefit.code: each.at_level.value for each in found.held},
            "packs": [
                {
                    "scheme": each.scheme,
                    "pack": each.pack.code,
                    "from": each.window.days.start if each.window else None,
                    "last_day": each.window.last_day if each.window else None,
                    "may_take": each.may_take,
                    "grant": each.grant_id,
                    "reasons": [reason.text.say(language) for reason in each.reasons],
                }
                for each in found.packs
            ],
            "grants": [_plain(each, language) for each in found.grants],
        }
    )


@group.command()
@click.argument("customer_id", type=int)
@click.argument("scheme")
@click.argument("pack")
@acting("benefits.give")
def claim(person: Person, customer_id: int, scheme: str, pack: str) -> None:
    """为客户领取一个礼包。Take a pack for a customer."""
    with person.writing():
        claimed = loyalty.claim_pack(scheme, pack, customer_id, by=person.actor, at=person.at)
    person.show({"grant": claimed.grant_id, "again": claimed.again})


@group.command()
@click.option("--scheme", default="", help="方案代码。Of one scheme.")
@click.option("--state", type=click.Choice([each.value for each in GrantState]), help="状态。Of one state.")
@click.option("--period", default="", help="期，如 201410。Of one period.")
@acting("benefits.view")
def grants(person: Person, scheme: str, state: str | None, period: str) -> None:
    """列出发放记录，最近的在前（至多 200 条）。What was given, the latest first."""
    keep = GrantFilter(scheme=scheme, period=period, state=state or "")
    found = loyalty_reads.grants(person.actor, keep, on=local_date(person.at), limit=200)
    person.show([_plain(row, person.actor.language) for row in found.items])


@group.command()
@click.argument("grant_id", type=int)
@click.option("--reason", required=True, help="原因。Why.")
@acting("benefits.give")
def revoke(person: Person, grant_id: int, reason: str) -> None:
    """撤回一次发放。Take a grant back."""
    with person.writing():
        loyalty.revoke_grant(grant_id, reason=reason, by=person.actor, at=person.at)
    person.say("已撤回。", "It was taken back.")


def _day(person: Person, begins: datetime | None) -> Any:
    return begins.date() if begins else local_date(person.at)


def _plain(row: GrantRow, language: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "customer": row.customer_id,
        "name": row.customer_name,
        "pack": row.benefit,
        "period": row.period,
        "level": row.level,
        "issued_on": row.issued_on,
        "until_on": row.until_on,
        "state": row.state.value,
        "reason": row.reason.say(language),
    }


commands = [group]
