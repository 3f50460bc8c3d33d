"""Trying a draft takes as long as there are members: it is asked for, and done in the background as whoever asked."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from minghua.domain.tiering.models import Programme, ProgrammeDraft
from minghua.domain.tiering.operations.programmes import NoDraft, ProgrammeStopped, require_day
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.queries.drafts import SIMULATE, asked_key, asked_simulation
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound

MOST_COST = 10**12


def ask_simulation(
    programme: str, *, from_on: date | None = None, costs: Mapping[str, int] | None = None, by: Actor, at: datetime
) -> int:
    """Ask for a simulation of the present draft and return the job's id; while one is under way it is that one.

    `costs` are minor units per member and benefit. Raises NotFound, NoDraft, ProgrammeStopped, Invalid (the day, a cost).
    """
    require(by, "tiering.manage")
    row = Programme.objects.filter(code=programme).first()
    if row is None:
        raise NotFound(field="programme")
    if row.stopped_at is not None:
        raise ProgrammeStopped(programme=programme)
    draft = ProgrammeDraft.objects.filter(programme=row).first()
    if draft is None:
        raise NoDraft(programme=programme)
    if from_on is not None:
        require_day(from_on, at=at)
    told = dict(costs or {})
    _check(told, known=_benefits(row, draft))
    under_way = asked_simulation(by, programme)
    if under_way is not None and under_way.waiting:
        return under_way.job_id
    payload = {
        "programme": programme,
        "from_on": from_on.isoformat() if from_on else None,
        "costs": told,
        "user_id": by.user_id,
    }
    return jobs.enqueue(SIMULATE, payload, key=f"{asked_key(programme, draft.fingerprint)}{at.isoformat()}", at=at)


def _check(costs: Mapping[str, int], *, known: frozenset[str]) -> None:
    for code, minor in costs.items():
        if code not in known:
            raise Invalid(f"等级里没有权益「{code}」。", f"No level names the benefit “{code}”.", field=f"cost-{code}")
        if not 0 <= minor <= MOST_COST:
            raise Invalid("成本不能为负。", "A cost is not negative.", field=f"cost-{code}")


def _benefits(row: Programme, draft: ProgrammeDraft) -> frozenset[str]:
    """Return the benefits that levels name, now or by the draft."""
    specs = [plans.specified(json.dumps(draft.data, sort_keys=True))]
    specs += [plan.versions[-1].spec for plan in plans.plans_of([row])]
    return frozenset(code for spec in specs for level in spec.levels for code in level.benefits)
