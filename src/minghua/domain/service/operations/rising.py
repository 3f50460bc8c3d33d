"""What a level asks for is set going: the supervisor is told, at level 3 a person calls within one working day (SVC-AC-09)."""

from datetime import datetime, time
from typing import Final

from minghua.domain.service.models import Problem
from minghua.domain.service.operations.promise_ledger import give_promise
from minghua.domain.service.types.promises import Origin, PromiseKind, PromiseToKeep
from minghua.foundation.notices import operations as notices
from minghua.foundation.people.types import Actor
from minghua.foundation.routing import recipients
from minghua.kernel import working_days
from minghua.kernel.periods import SHANGHAI, local_date
from minghua.kernel.words import Text

END_OF_DAY: Final = time(18)


def rise(problem: Problem, *, case_id: int, by: Actor, at: datetime) -> None:
    """Tell those above from the second report on; from the third on a call within a working day is owed."""
    if problem.level < 2:
        return
    above = recipients.leads(by.team_id, beside=by.user_id)
    notices.send(
        above, kind="service.problem",
        title=Text(f"同一故障第 {problem.reports} 次报修，{problem.level} 级", f"Report {problem.reports} of one fault, level {problem.level}"),
        link=f"/problems/{problem.pk}", about=("customers.Customer", problem.customer_id),
        key=f"problem:{problem.pk}:{problem.reports}", by=by, at=at,
    )  # fmt: skip
    owner = by.user_id or next(iter(above), None)
    if problem.level >= 3 and owner is not None:
        give_promise(
            PromiseToKeep(
                customer_id=problem.customer_id, kind=PromiseKind.CALL_BACK, origin=Origin.SYSTEM, owner_id=owner,
                text="同一故障第三次报修：由人打电话，说明修、换还是退。", due_at=next_working_day(at),
                key=f"level3:{problem.pk}:{problem.reports}", unit_id=problem.unit_id, problem_id=problem.pk, case_id=case_id,
            ),
            by=by, at=at,
        )  # fmt: skip


def next_working_day(at: datetime) -> datetime:
    """Return the end of the next working day."""
    day = working_days.after(local_date(at), 1).on
    return datetime.combine(day, END_OF_DAY, SHANGHAI)
