"""Coupons at the shell: batches, codes to be printed, a member's coupons (R24.5)."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.interfaces.cli import coupon_sales
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel import money
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import local_date

_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FROM = click.option("--from", "begins", type=_DAY, help="生效日（默认今天）。The first day (today).")
_KEY = click.option("--key", required=True, help="业务号，永远唯一。The business key, unique for ever.")


@click.group("coupons")
def group() -> None:
    """优惠券。Coupons."""


@group.command("list")
@acting("coupons.view")
def list_batches(person: Person) -> None:
    """列出各批券与张数。List the batches and where their coupons stand."""
    rows = loyalty_reads.coupon_batches(person.actor, at=person.at)
    person.show([_batch(row, person.actor.language) for row in rows])


@group.command()
@click.argument("batch")
@acting("coupons.view")
def show(person: Person, batch: str) -> None:
    """一批券：张数、预算、各版本。One batch: its counters, its budget, its versions."""
    sheet = loyalty_reads.coupon_batch(person.actor, batch, at=person.at)
    told = _batch(sheet.row, person.actor.language)
    person.show(
        {**told, "minted": sheet.minted, "versions": [f"{each.number}: {each.from_on}" for each in sheet.versions]}
    )


@group.command()
@click.argument("preset", type=click.Choice(sorted(loyalty_reads.coupon_preset_texts())))
@_FROM
@acting("coupons.manage")
def install(person: Person, preset: str, begins: datetime | None) -> None:
    """发布自带的一批券。Publish a batch that ships with the product."""
    with person.writing():
        code = loyalty.install_coupon_preset(preset, from_on=_day(person, begins), by=person.actor, at=person.at)
    person.show({"code": code})


@group.command()
@click.argument("path", type=_FILE)
@_FROM
@acting("coupons.manage")
def publish(person: Person, path: Path, begins: datetime | None) -> None:
    """从 YAML 或 JSON 文件发布一版。Publish a version from a YAML or JSON file."""
    text = path.read_text(encoding="utf-8")
    with person.writing():
        code = loyalty.publish_batch(text, from_on=_day(person, begins), by=person.actor, at=person.at)
    person.show({"code": code})


@group.command()
@click.argument("batch")
@acting("coupons.manage")
def stop(person: Person, batch: str) -> None:
    """停发一批券，已发的照旧可用。Make no more of a batch; what is out stays good."""
    with person.writing():
        loyalty.stop_batch(batch, by=person.actor, at=person.at)
    person.say(f"券批次 {batch} 已停发。", f"No more coupons of {batch} are made.")


@group.command()
@click.argument("batch")
@click.argument("count", type=int)
@click.option(
    "--to", "path", type=click.Path(path_type=Path), required=True, help="存放券码的新文件。A new file for the codes."
)
@_KEY
@acting("coupons.manage")
def mint(person: Person, batch: str, count: int, path: Path, key: str) -> None:
    """制一批券码，只写入文件这一次。Make codes; they are told this once, in a new file that only its owner may read."""
    with person.writing():
        made = loyalty.mint_coupons(batch, count, key=key, by=person.actor, at=person.at)
        if not made.again:
            _keep(path, made.codes)
    person.show(
        {"run": made.run_id, "codes": len(made.codes), "again": made.again, "to": "" if made.again else str(path)}
    )


@group.command()
@click.argument("customer_id", type=int)
@click.argument("batch")
@_KEY
@acting("coupons.issue")
def issue(person: Person, customer_id: int, batch: str, key: str) -> None:
    """发一张券给会员。Give a member a coupon."""
    with person.writing():
        made = loyalty.issue_coupon(batch, customer_id, key=key, by=person.actor, at=person.at)
    person.show({"coupon": made.coupon_id, "code": made.code, "again": made.again})


@group.command()
@click.argument("coupon_id", type=int)
@click.option("--reason", required=True, help="为什么作废。Why it is made void.")
@acting("coupons.manage")
def void(person: Person, coupon_id: int, reason: str) -> None:
    """作废一张未用的券。Make an unused coupon void."""
    with person.writing():
        loyalty.void_coupon(coupon_id, reason=reason, by=person.actor, at=person.at)
    person.say(f"券 {coupon_id} 已作废。", f"Coupon {coupon_id} is void.")


@group.command("of")
@click.argument("customer_id", type=int)
@acting("coupons.view")
def coupons_of(person: Person, customer_id: int) -> None:
    """一位会员的券，先用的在前。A member's coupons, those to be used first."""
    cards = loyalty_reads.coupons_of(person.actor, customer_id, at=person.at)
    person.show(
        [
            {
                "id": card.id,
                "batch": card.batch,
                "name": card.name.say(person.actor.language),
                "tail": card.tail,
                "state": card.state,
                "from": card.from_on,
                "last": card.last_on,
                "balance": money.show(card.balance, card.currency) if card.balance else "",
            }
            for card in cards
        ]
    )


def _day(person: Person, begins: datetime | None) -> Any:
    return begins.date() if begins else local_date(person.at)


def _keep(path: Path, codes: tuple[str, ...]) -> None:
    """Write codes into a new file of their own, for its owner's eyes; an existing file is never overwritten."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Invalid(
            f"无法新建文件「{path}」：它可能已存在，或目录不可写；没有制券。",
            f"“{path}” cannot be made: it may exist, or its folder cannot be written; no codes were made.",
            field="to",
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{code}\n" for code in codes)


def _batch(row: loyalty_reads.BatchRow, language: str) -> dict[str, Any]:
    counted = {name: getattr(row, name) for name in ("total", "left", "ready", "held", "redeemed", "expired", "void")}
    budget = "" if row.budget is None else money.show(row.budget, row.currency)
    return {
        "code": row.code, "name": row.name.say(language), "kind": row.kind, "version": row.version, **counted,
        "budget": budget, "spent": money.show(row.spent, row.currency), "stopped_at": row.stopped_at,
    }  # fmt: skip


for command in coupon_sales.TILL:
    group.add_command(command)

commands = [group]
