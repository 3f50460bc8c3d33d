"""The list of business grades as a file: the rows and the order on the screen, each with its reason."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import GradeRow
from minghua.foundation.exports.types import ExportKind
from minghua.foundation.exports.types import Spec as Part
from minghua.foundation.listing.types import Sort
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.words import Text

BATCH = 400
HEADS = (
    Text("客户号", "Number"),
    Text("客户", "Customer"),
    Text("负责人", "Owner"),
    Text("等级", "Grade"),
    Text("得分", "Score"),
    Text("上次得分", "Score before"),
    Text("自", "Since"),
    Text("截至", "As of"),
    Text("评级卡版本", "Card version"),
    Text("复核期限", "Review due"),
    Text("理由", "Reason"),
)


def rows(viewer: Actor, part: Part) -> Iterator[tuple[str, ...]]:
    """Yield the header and a row per graded customer within reach."""
    require(viewer, "grades.view")
    yield tuple(head.say(viewer.language) for head in HEADS)
    sorts = tuple(Sort(**each) for each in part.get("sorts") or [])
    cursor: str | None = None
    while True:
        found = tiering_reads.grade_list(viewer, **_filter(part), sorts=sorts, cursor=cursor, limit=BATCH)
        kept = interaction_reads.restricted_ids(row.customer_id for row in found.items)
        yield from (_cells(row, viewer.language) for row in found.items if row.customer_id not in kept)
        cursor = found.next_cursor
        if cursor is None:
            return


def _filter(part: Part) -> dict[str, Any]:
    return {"grade": part.get("grade", ""), "review": bool(part.get("review")), "vetoed": bool(part.get("vetoed"))}


def _cells(row: GradeRow, language: str) -> tuple[str, ...]:
    due = row.review_due_on.isoformat() if row.review_due_on else ""
    scores = (_score(row.score_e2), _score(row.before_e2))
    head = (row.number, row.name, row.owner_name or "", row.grade, *scores)
    return (*head, row.since_on.isoformat(), row.as_of.isoformat(), str(row.version), due, row.reason.say(language))


def _score(score_e2: int | None) -> str:
    return "" if score_e2 is None else f"{score_e2 // 100}.{score_e2 % 100:02}"


def _size(viewer: Actor, part: Part, on: date, most: int) -> int:
    found = tiering_reads.graded(viewer, **_filter(part)).exclude(interaction_reads.restricted("customer_id"))
    return found.order_by()[:most].count()


GRADES = "tiering.grades"
KINDS = (
    ExportKind(
        GRADES, Text("企业评级列表", "Business grades"), "customers.export", "grade.exported", "tiering.Grading",
        _size, lambda viewer, part, on: rows(viewer, part),
    ),
)  # fmt: skip
