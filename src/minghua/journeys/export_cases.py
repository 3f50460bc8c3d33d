"""The desk as a file: the cases and the order on the screen; of customers whose data is only kept none."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.service import queries as service_reads
from minghua.domain.service.types import CaseCard
from minghua.foundation.exports.types import ExportKind
from minghua.foundation.exports.types import Spec as Part
from minghua.foundation.listing import coding
from minghua.foundation.listing.types import Spec
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.kernel.periods import SHANGHAI
from minghua.kernel.words import Text

BATCH = 400
HEADS = (
    Text("工单号", "Case"),
    Text("客户", "Customer"),
    Text("类型", "Kind"),
    Text("诉求", "Subject"),
    Text("轻重", "Severity"),
    Text("级别", "Level"),
    Text("状态", "State"),
    Text("最近期限", "Next due"),
    Text("已超时的时限", "Broken clocks"),
    Text("处理人", "In hand"),
    Text("首问负责人", "Answers for it"),
    Text("渠道", "Channel"),
    Text("登记时间", "Opened"),
    Text("办结时间", "Closed"),
    Text("办结结果", "Outcome"),
    Text("重开次数", "Reopened"),
)


def rows(viewer: Actor, spec: Spec, *, on: date) -> Iterator[tuple[str, ...]]:
    """Yield the header and a row per case within reach."""
    require(viewer, "service.view")
    yield tuple(head.say(viewer.language) for head in HEADS)
    cursor: str | None = None
    while True:
        found = service_reads.case_list(viewer, spec, on=on, text=spec.text, cursor=cursor, limit=BATCH)
        kept = interaction_reads.restricted_ids(row.customer_id for row in found.items)
        yield from (_cells(row, viewer.language) for row in found.items if row.customer_id not in kept)
        cursor = found.next_cursor
        if cursor is None:
            return


def _cells(row: CaseCard, language: str) -> tuple[str, ...]:
    kind, severity, standing, channel, outcome = (
        vocabularies.label(name, code).say(language) if code else ""
        for name, code in (
            ("service.kind", row.kind), ("service.severity", row.severity), ("service.standing", row.standing),
            ("interactions.channel", row.channel), ("service.outcome", row.outcome),
        )
    )  # fmt: skip
    return (
        str(row.id), row.customer_name, kind, row.subject, severity, str(row.level), standing, _moment(row.due_at),
        str(row.breached), row.assignee_name or "", row.accountable_name or "", channel, _moment(row.opened_at),
        _moment(row.closed_at), outcome, str(row.reopened),
    )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if at else ""


def _list_of(part: Part) -> Spec:
    return coding.spec_from_json(part.get("list") or {}, service_reads.CASE_FIELDS)


def _size(viewer: Actor, part: Part, on: date, most: int) -> int:
    spec = _list_of(part)
    found: Any = service_reads.chosen_cases(viewer, spec, on=on, text=spec.text)
    return int(found.exclude(interaction_reads.restricted("customer_id")).order_by()[:most].count())


LIST = "service.cases"
KINDS = (
    ExportKind(
        LIST, Text("工单列表", "Cases"), "customers.export", "case.exported", "service.Case",
        _size, lambda viewer, part, on: rows(viewer, _list_of(part), on=on),
    ),
)  # fmt: skip
