"""What must hold of cases: a log without gaps, clocks that stand one way, nothing open behind a closed case (SVC-INV-1, 2, 3, 6)."""

from datetime import timedelta
from typing import Final

from minghua.domain.service.queries.problem_invariants import PROBLEM_INVARIANTS
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

_OPEN_CASE: Final = "(SELECT min(id) FROM service_case WHERE standing <> 'closed')"
_SATISFIED: Final = "(SELECT min(id) FROM service_clock WHERE state = 'satisfied')"

INVARIANTS = (
    Invariant(
        "SVC-INV-1",
        Text(
            "工单往来逐条编号，不缺不重", "The log of a case is numbered without gaps, the case knows its last number"
        ),
        rows(
            "SELECT c.id AS case_id FROM service_case c LEFT JOIN (SELECT case_id, count(*) AS lines, max(seq) AS last"
            " FROM service_caseentry GROUP BY case_id) e ON e.case_id = c.id WHERE e.lines IS NULL OR"
            " e.lines <> c.version OR e.last <> c.version"
        ),
        (f"UPDATE service_case SET version = version + 1 WHERE id = {_OPEN_CASE}",),
    ),
    Invariant(
        "SVC-INV-2",
        Text("办结的工单没有还在走的时限", "No clock runs behind a closed case"),
        rows(
            "SELECT k.id AS clock, k.case_id FROM service_clock k JOIN service_case c ON c.id = k.case_id"
            " WHERE c.standing = 'closed' AND (k.state = 'open' OR k.next_at IS NOT NULL)"
        ),
        (
            "UPDATE service_clock SET state = 'open', done_at = NULL, breached_at = NULL WHERE id = (SELECT min(k.id)"
            " FROM service_clock k JOIN service_case c ON c.id = k.case_id WHERE c.standing = 'closed')",
        ),
    ),
    Invariant(
        "SVC-INV-3",
        Text(
            "每个时限只有一种结局：超时的恰好记过一次超时，没有超时的不曾记过，过了时间的不会一直没人看",
            "A clock ends one way: a broken one was told broken exactly once, another never, and none is left unlooked at",
        ),
        rows(
            "SELECT k.id AS clock, k.state FROM service_clock k LEFT JOIN service_clockalert a ON a.clock_id = k.id"
            " AND a.percent = 100 WHERE (k.state = 'breached') <> (a.id IS NOT NULL)"
            " OR (k.state = 'breached' AND a.at <> k.breached_at)"
            " OR (k.state = 'open' AND NOT k.paused AND k.due_at IS NOT NULL AND k.next_at IS NULL)"
            " OR (k.state = 'open' AND k.due_at < %(before)s)",
            older_than=timedelta(days=1),
        ),
        (
            "INSERT INTO service_clockalert (clock_id, percent, at, told_at) SELECT id, 100, started_at, started_at"
            f" FROM service_clock WHERE id = {_SATISFIED}",
            "UPDATE service_clock SET next_at = NULL WHERE id = (SELECT min(id) FROM service_clock WHERE state = 'open'"
            " AND due_at IS NOT NULL)",
        ),
    ),
    Invariant(
        "SVC-INV-6",
        Text(
            "工单列表的到期与超时数等于它的时限",
            "What the list shows as due and overdue is what the clocks of the case say",
        ),
        rows(
            "SELECT c.id AS case_id FROM service_case c LEFT JOIN (SELECT case_id, min(CASE WHEN state = 'open' THEN"
            " due_at END) AS due_at, sum(CASE WHEN state = 'breached' AND done_at IS NULL THEN 1 ELSE 0 END) AS broken"
            " FROM service_clock GROUP BY case_id) k ON k.case_id = c.id"
            " WHERE COALESCE(k.broken, 0) <> c.breached OR (k.due_at IS NULL) <> (c.due_at IS NULL) OR k.due_at <> c.due_at"
        ),
        (f"UPDATE service_case SET breached = breached + 1 WHERE id = {_OPEN_CASE}",),
    ),
    *PROBLEM_INVARIANTS,
)
