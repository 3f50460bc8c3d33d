"""Pauses: a case waits for a reason, in somebody's hands, until a day; never without a clock of its own."""

from datetime import datetime

from minghua.domain.service.operations import deeds
from minghua.domain.service.types.cases import Standing
from minghua.domain.service.types.deeds import Done
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabulary


def pause(case_id: int, reason: str, *, note: str = "", owner_id: int | None = None, by: Actor, at: datetime) -> Done:
    """Let a case wait: its resolution stops, the pause's own clock runs against its owner. Raises CaseNotNow, Invalid."""
    require(by, "service.work")
    deeds.refuse_first({"reason": "" if reason in vocabulary.codes("service.pause") else "unknown_reason"})
    case = deeds.begin(case_id, "paused", by=by)
    case.standing = Standing.WAITING
    owner = owner_id or case.assignee_id or by.user_id
    seq = deeds.do(case, "paused", text=note, data={"reason": reason, "owner": owner}, by=by, at=at)
    return deeds.finish(case, seq, by=by, at=at)


def resume(case_id: int, *, note: str = "", by: Actor, at: datetime) -> Done:
    """Let a waiting case go on; raises CaseNotNow."""
    require(by, "service.work")
    case = deeds.begin(case_id, "resumed", by=by)
    case.standing = Standing.OPEN
    return deeds.finish(case, deeds.do(case, "resumed", text=note, by=by, at=at), by=by, at=at)
