"""Points given and taken by hand as a file: the rows of the screen, each with its reason and both people (R24.1, trust R4)."""

from collections.abc import Iterator
from datetime import date

from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import AdjustmentFilter
from minghua.domain.loyalty.types.adjustments import AdjustmentRow, AdjustmentState, Way
from minghua.foundation.exports.types import ExportKind
from minghua.foundation.exports.types import Spec as Part
from minghua.foundation.listing.types import Sort
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.words import Text

BATCH = 400
HEADS = (
    Text("编号", "Id"),
    Text("客户号", "Number"),
    Text("客户", "Customer"),
    Text("积分方案", "Scheme"),
    Text("增减", "Points"),
    Text("原因", "Reason"),
    Text("提出时间", "Asked"),
    Text("提出人", "Asked by"),
    Text("状态", "State"),
    Text("处理时间", "Decided"),
    Text("处理人", "Decided by"),
    Text("处理说明", "Decision"),
    Text("一人上限", "One person's limit"),
)
STATES = {
    AdjustmentState.ASKED: Text("待批准", "Waiting"),
    AdjustmentState.BOOKED: Text("已入账", "Booked"),
    AdjustmentState.REFUSED: Text("已退回", "Turned down"),
}


def rows(viewer: Actor, part: Part, on: date) -> Iterator[tuple[str, ...]]:
    """Yield the header and a row per adjustment within reach."""
    require(viewer, "points.record")
    yield tuple(head.say(viewer.language) for head in HEADS)
    sorts = tuple(Sort(**each) for each in part.get("sorts") or [])
    cursor: str | None = None
    while True:
        found = loyalty_reads.adjustments(viewer, _kept(part), sorts=sorts, cursor=cursor, limit=BATCH)
        yield from (_cells(row, viewer.language) for row in found.items)
        cursor = found.next_cursor
        if cursor is None:
            return


def _kept(part: Part) -> AdjustmentFilter:
    return AdjustmentFilter(**{name: str(part.get(name) or "") for name in AdjustmentFilter._fields})


def _cells(row: AdjustmentRow, language: str) -> tuple[str, ...]:
    amount = row.amount if row.way is Way.GIVE else -row.amount
    decided = row.decided_at.isoformat() if row.decided_at else ""
    return (
        str(row.id), row.customer_number, row.customer_name, row.scheme, str(amount), row.reason, row.asked_at.isoformat(),
        row.asked_by, STATES[row.state].say(language), decided, row.decided_by, row.decided_why, str(row.most),
    )  # fmt: skip


def _size(viewer: Actor, part: Part, on: date, most: int) -> int:
    return loyalty_reads.adjusted(viewer, _kept(part)).order_by()[:most].count()


ADJUSTMENTS = "loyalty.adjustments"
KINDS = (
    ExportKind(
        ADJUSTMENTS,
        Text("积分调整", "Points changed by hand"),
        "customers.export",
        "points.exported",
        "loyalty.PointsAdjustment",
        _size,
        rows,
    ),
)
