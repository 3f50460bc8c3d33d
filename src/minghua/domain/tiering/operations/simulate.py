"""A draft is tried on everybody before it is published, in one transaction or some thousand members after another."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from minghua.domain.tiering.models import Programme, ProgrammeDraft, Simulation
from minghua.domain.tiering.operations.programmes import SUBJECT, NoDraft, refuse_another_ledger, require_day
from minghua.domain.tiering.operations.tallying import Tally
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.queries.simulations import opened
from minghua.domain.tiering.types import Simulated
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date


class Prepared(NamedTuple):
    """A draft that can be tried: nobody was looked at yet."""

    row: Programme
    draft: ProgrammeDraft
    begins: date
    tally: Tally


def simulate(
    programme: str,
    *,
    from_on: date | None = None,
    costs: Mapping[str, int] | None = None,
    by: Actor,
    at: datetime,
) -> Simulated:
    """Try the draft on every member from a day on (tomorrow) and keep the outcome as the evidence that publishing asks for.

    `costs` tell what a benefit costs per member, in minor units. Raises NotFound, NoDraft, Invalid (the day). The caller's
    transaction stays open while it computes: doors go through `begin_simulation`, `try_some` and `keep_tried`.
    """
    require(by, "tiering.manage")
    ready = prepare(programme, from_on=from_on, at=at)
    ready.tally.run()
    return conclude(ready, costs or {}, by=by, at=at)


def prepare(programme: str, *, from_on: date | None, at: datetime) -> Prepared:
    """Return the draft ready to be tried; raises NotFound, NoDraft, Invalid (the day)."""
    row = Programme.objects.filter(code=programme).first()
    if row is None:
        raise NotFound(field="programme")
    draft = ProgrammeDraft.objects.filter(programme=row).first()
    if draft is None:
        raise NoDraft(programme=row.code)
    spec = plans.read_data(draft.data)
    present = plans.plans_of([row])
    begins = from_on or local_date(at, spec.tz) + timedelta(days=1)
    require_day(begins, at=at)
    if present:
        refuse_another_ledger(present[0].versions[-1].spec, spec)
    return Prepared(row, draft, begins, Tally(row.pk, present[0] if present else None, spec, begins, at=at))


def conclude(ready: Prepared, costs: Mapping[str, int], *, by: Actor, at: datetime) -> Simulated:
    """Keep the outcome."""
    result = ready.tally.result(costs)
    kept = Simulation.objects.create(
        programme=ready.row,
        fingerprint=ready.draft.fingerprint,
        base=ready.tally.base,
        on=ready.begins,
        result=result,
        made_at=at,
        made_by_id=by.user_id,
    )
    told = {"fingerprint": ready.draft.fingerprint, "members": result["members"]}
    audit.record("tiering.simulated", SUBJECT, ready.row.pk, told, by=by, at=at)
    return opened(kept, ready.row.code)
