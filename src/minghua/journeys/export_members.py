"""Members of a programme as a file: who stands where, whose period ends with what they lack, who is about to fall (R14.9)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import MemberRow
from minghua.foundation.exports.types import ExportKind
from minghua.foundation.exports.types import Spec as Part
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.words import Text

BATCH = 400
HEADS = (
    Text("客户编号", "Customer id"),
    Text("客户", "Customer"),
    Text("等级代码", "Level code"),
    Text("等级", "Level"),
    Text("成绩", "Score"),
    Text("天数（日均）", "Days (average)"),
    Text("有效至", "Last day"),
    Text("连续不达标月数", "Failing months"),
    Text("保级还差", "Needs to stay"),
    Text("人工授予", "By hand"),
)
FALL_HEADS = (
    Text("客户编号", "Customer id"),
    Text("客户", "Customer"),
    Text("原等级", "Level before"),
    Text("新等级", "Level after"),
    Text("成绩", "Score"),
)
Pages = Iterator[list[MemberRow]]


def _members(viewer: Actor, part: Part) -> Pages:
    after = 0
    while found := tiering_reads.members(
        viewer, part["programme"], level=part.get("level", ""), after_id=after, limit=BATCH
    ):
        yield found
        after = found[-1].id


def _falling(viewer: Actor, part: Part) -> Pages:
    after = 0
    while found := tiering_reads.falling(viewer, part["programme"], after_id=after, limit=BATCH):
        yield found
        after = found[-1].id


def _expiring(viewer: Actor, part: Part) -> Pages:
    after: Any = None
    days = {"on": date.fromisoformat(part["on"]), "until": date.fromisoformat(part["until"])}
    while found := tiering_reads.expiries(viewer, part["programme"], after=after, limit=BATCH, **days):
        yield found
        after = tiering_reads.expiry_place(found[-1])


def _rows(read: Callable[[Actor, Part], Pages]) -> Callable[[Actor, Part, date], Iterator[tuple[str, ...]]]:
    def rows(viewer: Actor, part: Part, on: date) -> Iterator[tuple[str, ...]]:
        require(viewer, "tiering.view")
        yield tuple(head.say(viewer.language) for head in HEADS)
        for found in read(viewer, part):
            yield from (_cells(row, viewer.language) for row in found)

    return rows


def _size(read: Callable[[Actor, Part], Pages]) -> Callable[[Actor, Part, date, int], int]:
    def size(viewer: Actor, part: Part, on: date, most: int) -> int:
        known = 0
        for found in read(viewer, part):
            known += len(found)
            if known >= most:
                break
        return min(known, most)

    return size


def _cells(row: MemberRow, language: str) -> tuple[str, ...]:
    return (
        str(row.customer_id), row.customer_name, row.level, row.level_name.say(language), str(row.score), str(row.parts),
        row.last_day.isoformat() if row.last_day else "", str(row.watch),
        "" if row.stay_needs is None else str(row.stay_needs), row.granted,
    )  # fmt: skip


def _kind(code: str, name: Text, read: Callable[[Actor, Part], Pages]) -> ExportKind:
    return ExportKind(code, name, "customers.export", "tiering.exported", "tiering.Programme", _size(read), _rows(read))


def _fallen(viewer: Actor, part: Part, on: date) -> Iterator[tuple[str, ...]]:
    require(viewer, "tiering.manage")
    yield tuple(head.say(viewer.language) for head in FALL_HEADS)
    found = tiering_reads.simulation(viewer, part["programme"])
    falls = found.falls if found else ()
    named = customer_reads.names(viewer, [fall.customer_id for fall in falls])
    for fall in falls:
        if fall.customer_id in named:
            yield str(fall.customer_id), named[fall.customer_id], fall.before, fall.after, str(fall.score)


def _fallen_size(viewer: Actor, part: Part, on: date, most: int) -> int:
    found = tiering_reads.simulation(viewer, part["programme"])
    return min(len(found.falls) if found else 0, most)


MEMBERS, EXPIRIES, FALLING = "tiering.members", "tiering.expiries", "tiering.falling"
FALLS = "tiering.falls"
KINDS = (
    _kind(MEMBERS, Text("会员名单", "Members of a programme"), _members),
    _kind(EXPIRIES, Text("等级即将到期名单", "Levels about to end"), _expiring),
    _kind(FALLING, Text("可能降级名单", "Members about to fall"), _falling),
    ExportKind(
        FALLS, Text("试算降级名单", "Members a draft would lower"), "customers.export", "tiering.exported",
        "tiering.Programme", _fallen_size, _fallen,
    ),
)  # fmt: skip
