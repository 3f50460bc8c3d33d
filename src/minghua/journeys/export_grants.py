"""What was given as a file: the rows of the screen, each with level, snapshot, version and reason (R14.8)."""

from collections.abc import Iterator
from datetime import date, timedelta

from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import GrantFilter
from minghua.domain.loyalty.types import GrantState
from minghua.domain.loyalty.types.shown import GrantRow
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
    Text("礼包", "Pack"),
    Text("期", "Period"),
    Text("等级", "Level"),
    Text("等级以何时为准", "Level as of"),
    Text("方案", "Scheme"),
    Text("版本", "Version"),
    Text("发放日", "Issued"),
    Text("最后可用日", "Last day"),
    Text("状态", "State"),
    Text("内容", "Contents"),
    Text("理由", "Reason"),
)
STATES = {
    GrantState.CURRENT: Text("有效", "Current"),
    GrantState.EXPIRED: Text("已过期", "Expired"),
    GrantState.REVOKED: Text("已撤回", "Revoked"),
}


def rows(viewer: Actor, part: Part, on: date) -> Iterator[tuple[str, ...]]:
    """Yield the header and a row per grant within reach."""
    require(viewer, "benefits.view")
    yield tuple(head.say(viewer.language) for head in HEADS)
    sorts = tuple(Sort(**each) for each in part.get("sorts") or [])
    cursor: str | None = None
    while True:
        found = loyalty_reads.grants(viewer, _kept(part), on=on, sorts=sorts, cursor=cursor, limit=BATCH)
        yield from (_cells(row, viewer.language) for row in found.items)
        cursor = found.next_cursor
        if cursor is None:
            return


def _kept(part: Part) -> GrantFilter:
    return GrantFilter(**{name: str(part.get(name) or "") for name in GrantFilter._fields})


def _cells(row: GrantRow, language: str) -> tuple[str, ...]:
    items = Text("；", "; ").say(language).join(f"{each.name.say(language)} × {each.pieces}" for each in row.items)
    return (
        str(row.id), row.customer_number, row.customer_name, row.benefit_name.say(language), row.period,
        row.level_name.say(language), row.level_at.isoformat(), row.scheme, str(row.version), row.issued_on.isoformat(),
        (row.until_on - timedelta(days=1)).isoformat(), STATES[row.state].say(language), items, row.reason.say(language),
    )  # fmt: skip


def _size(viewer: Actor, part: Part, on: date, most: int) -> int:
    return loyalty_reads.granted(viewer, _kept(part), on=on).order_by()[:most].count()


GRANTS = "loyalty.grants"
KINDS = (
    ExportKind(
        GRANTS, Text("礼包发放记录", "Packs given"), "customers.export", "benefits.exported", "loyalty.BenefitGrant", _size, rows
    ),
)  # fmt: skip
