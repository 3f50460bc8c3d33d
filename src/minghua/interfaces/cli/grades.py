"""Business grades at the shell: who stands where, why, what is known, and the scorecard."""

import json
from datetime import datetime
from typing import Any, TextIO

import click

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import local_date


@click.group("grades")
def group() -> None:
    """企业评级。Business grades."""


@group.command("list")
@click.option("--grade", default="", help="S A B C D 或 none（资料不足）。Of one grade; none: waiting.")
@click.option("--review", is_flag=True, help="只列待复核的。Only those under review.")
@click.option("--vetoed", is_flag=True, help="只列被否决项限制的。Only those under a veto.")
@acting("grades.view")
def list_grades(person: Person, grade: str, review: bool, vetoed: bool) -> None:
    """列出企业客户的等级，得分高的在前。Who stands where, the best score first."""
    found = tiering_reads.grade_list(person.actor, grade=grade, review=review, vetoed=vetoed, limit=200)
    person.show(
        [
            {
                "customer": row.customer_id,
                "number": row.number,
                "name": row.name,
                "grade": row.grade,
                "score": _points(row.score_e2),
                "moved": _points(row.moved_e2),
                "review due": row.review_due_on,
                "reason": row.reason.say(person.actor.language),
            }
            for row in found.items
        ]
    )


@group.command()
@click.argument("customer_id", type=int)
@acting("grades.view")
def explain(person: Person, customer_id: int) -> None:
    """为什么是这一级。Why a customer has its grade."""
    sheet = tiering_reads.grade_sheet(person.actor, customer_id, on=local_date(person.at))
    now, language = sheet.present, "zh" if person.actor.language.startswith("zh") else "en"
    person.show(
        {
            "grade": now.grade if now else "",
            "score": _points(now.score_e2) if now else None,
            "reason": now.why["reason"][language] if now else "",
            "card": now.version if now else None,
            "as of": now.as_of if now else None,
            "lines": {line["name"][language]: line["brought"] for line in now.why["lines"]} if now else {},
            "vetoes": [veto["reason"][language] for veto in now.why["vetoes"]] if now else [],
            "missing": [each[language] for each in now.why["missing"]] if now else [],
            "review due": sheet.review.due_on if sheet.review else None,
            "typed": {row.code: row.value for row in sheet.inputs},
            "measured": sheet.measured,
        }
    )


@group.command()
@click.argument("customer_id", type=int)
@click.option(
    "--set", "pairs", multiple=True, required=True, metavar="CODE=VALUE", help="空值是不再知道。Empty: unknown."
)
@click.option("--on", "observed", type=click.DateTime(["%Y-%m-%d"]), help="哪天的情况。Of which day.")
@click.option("--note", default="", help="来源或说明。Where from.")
@acting("grades.record")
def record(person: Person, customer_id: int, pairs: tuple[str, ...], observed: datetime | None, note: str) -> None:
    """登记评级资料并重新评级。Keep what was learned and grade anew."""
    values = dict(_pair(each) for each in pairs)
    day = observed.date() if observed else None
    with person.writing():
        grade = tiering.record_inputs(customer_id, values, observed_on=day, note=note, by=person.actor, at=person.at)
    person.show({"grade": grade})


@group.command()
@click.argument("customer_id", type=int)
@acting("grades.record")
def regrade(person: Person, customer_id: int) -> None:
    """按今天的资料重新评级。Grade anew by what is known today."""
    with person.writing():
        grade = tiering.grade_customer(customer_id, by=person.actor, at=person.at)
    person.show({"grade": grade})


@group.command("close-review")
@click.argument("customer_id", type=int)
@click.option("--note", default="", help="复核结论。What the review came to.")
@acting("grades.record")
def close_review(person: Person, customer_id: int, note: str) -> None:
    """完成季度复核。Close the quarterly review."""
    with person.writing():
        grade = tiering.close_review(customer_id, note=note, by=person.actor, at=person.at)
    person.show({"grade": grade})


@group.command()
@click.option("--preset", is_flag=True, help="自带的那一张。The one to begin with.")
@acting("grades.view")
def card(person: Person, preset: bool) -> None:
    """以 JSON 输出评级卡，改好后可发布。The card as JSON, to be changed and published."""
    current = tiering_reads.card_version(person.actor, local_date(person.at))
    body = tiering_reads.card_preset() if preset or current is None else current.body
    click.echo(json.dumps(body, ensure_ascii=False, indent=2))


@group.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@acting("grades.view")
def examine(person: Person, file: TextIO) -> None:
    """检查一张评级卡，不保存。What is wrong with a card; nothing is kept."""
    found = tiering_reads.examine(person.actor, _read(file))
    language = person.actor.language
    if found.weighing:
        weights = {code: weight / 1_000_000 for code, weight in found.weighing.weights.items()}
        person.say(f"一致性比率 {found.weighing.ratio:.4f}：{weights}", f"CR {found.weighing.ratio:.4f}: {weights}")
    if not found.faults:
        person.say("可以发布。", "It can be published.")
    person.show(
        [
            {"place": each.place, "what": each.what.say(language), "remedy": each.remedy.say(language)}
            for each in found.faults
        ]
    )


@group.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--from", "begins", type=click.DateTime(["%Y-%m-%d"]), help="从哪天起，默认今天。From which day.")
@click.option("--note", default="", help="为什么改。Why.")
@acting("grades.publish")
def publish(person: Person, file: TextIO, begins: datetime | None, note: str) -> None:
    """发布新的一版。Publish the next version."""
    plain, day = _read(file), begins.date() if begins else None
    with person.writing():
        version = tiering.publish_card(plain, from_on=day, note=note, by=person.actor, at=person.at)
    person.show({"version": version})


def _read(file: TextIO) -> Any:
    try:
        return json.load(file)
    except ValueError as error:
        raise Invalid(f"文件不是 JSON：{error}", f"The file is not JSON: {error}", field="file") from None


def _pair(text: str) -> tuple[str, str]:
    code, equals, value = text.partition("=")
    if not equals:
        raise Invalid(f"请写成 代码=值，而不是「{text}」。", f"Write CODE=VALUE, not “{text}”.", field="set")
    return code.strip(), value.strip()


def _points(e2: int | None) -> str | None:
    return None if e2 is None else f"{e2 / 100:.2f}"


commands = [group]
