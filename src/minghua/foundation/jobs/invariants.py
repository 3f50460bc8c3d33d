"""What must always hold of the job table."""

from datetime import timedelta

from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Invariant
from minghua.kernel.words import Text

OVERDUE = timedelta(hours=6)

INVARIANTS = (
    Invariant(
        "INV-O1",
        Text("没有任务到期超过六小时仍未执行", "No job has been due for more than six hours"),
        rows(
            "SELECT id AS job, name, due_at FROM jobs_job WHERE state IN ('queued', 'leased') AND due_at < %(before)s",
            older_than=OVERDUE,
        ),
        (
            "INSERT INTO jobs_job (name, payload, state, due_at, attempts, fence, worker, last_error, created_at) "
            "VALUES ('day.begin', '{}', 'queued', '2020-01-01 00:00:00', 0, 0, '', '', '2020-01-01 00:00:00')",
        ),
    ),
)
