"""What must always hold of retention: nothing held is erased, and nothing lies about long after its term."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.foundation.personal import purging
from minghua.kernel.words import Text

GRACE: Final = timedelta(days=3)  # a night or two may be missed
_SHOWN: Final = 20


def _overdue(at: datetime) -> Iterator[Finding]:
    for kind, part, before in purging.steps(at=at, grace=GRACE):
        for key in part.due(before).order_by("pk").values_list("pk", flat=True)[:_SHOWN]:
            yield {"kind": kind.code, "table": part.model, "row": key}


INVARIANTS = (
    Invariant(
        "INV-N7",
        Text(
            "保存期限已过的数据至多再留三天（依法保全的除外）",
            "What is past its term stays three days longer at most, unless a legal hold keeps it",
        ),
        _overdue,
        (
            "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('n7', '', '2000-01-01 00:00:00')",
        ),
    ),
    Invariant(
        "INV-N9",
        Text("依法保全期间没有删除过该客户", "No customer was erased while a legal hold was open on them"),
        rows(
            "SELECT e.customer_id AS customer, h.id AS hold FROM personal_erasure e "
            "JOIN personal_legalhold h ON h.customer_id = e.customer_id WHERE h.since <= e.at "
            "AND (h.until IS NULL OR h.until > e.at) AND e.reason <> 'restored'"
        ),
        (
            "INSERT INTO personal_legalhold (customer_id, why, since, lift_reason) "
            "VALUES (0, 'x', '2000-01-01 00:00:00', '')",
            "INSERT INTO personal_erasure (customer_id, number, reason, at, gone, kept) "
            "VALUES (0, 'C0', 'request', '2001-01-01 00:00:00', '{}', '{}')",
        ),
    ),
)
