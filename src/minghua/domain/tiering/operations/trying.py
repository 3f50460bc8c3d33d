"""Trying a draft takes as long as there are members: it is asked for, goes on in pieces, and can be called off.

A piece is computed from one look at the database (`try_some`) and kept in a short transaction (`keep_tried`).
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from minghua.domain.tiering.models import Membership, Programme, ProgrammeDraft, SimulationRun
from minghua.domain.tiering.operations.programmes import SUBJECT, NoDraft, ProgrammeStopped
from minghua.domain.tiering.operations.simulate import Prepared, conclude, prepare
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.queries.drafts import SIMULATE, asked_key, asked_simulation
from minghua.domain.tiering.types import Simulated
from minghua.foundation.audit import operations as audit
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

MOST_COST = 10**12


class NoSimulation(Refusal):
    """Nothing is being tried."""

    code = "no_simulation_under_way"
    status = 409
    text = Text("没有正在进行的试算。", "No simulation is under way.")
    remedy = Text("请刷新页面查看结果。", "Reload the page to see the outcome.")


class Piece(NamedTuple):
    """Some thousand members more were tried; nothing is kept yet."""

    run_id: int
    began_after: int
    ready: Prepared
    last: bool


def ask_simulation(
    programme: str, *, from_on: date | None = None, costs: Mapping[str, int] | None = None, by: Actor, at: datetime
) -> int:
    """Ask for a simulation of the present draft and return the job's id; while one is under way it is that one.

    `costs` are minor units per member and benefit. Raises NotFound, NoDraft, ProgrammeStopped, Invalid (the day, a cost).
    """
    require(by, "tiering.manage")
    under_way = asked_simulation(by, programme)
    if under_way is not None and under_way.waiting:
        return under_way.job_id
    run_id = begin_simulation(programme, from_on=from_on, costs=costs, by=by, at=at)
    run = SimulationRun.objects.get(pk=run_id)
    payload = {"programme": programme, "run_id": run_id, "user_id": by.user_id}
    key = f"{asked_key(programme, run.fingerprint)}{at.isoformat()}"
    run.job_id = jobs.enqueue(SIMULATE, payload, key=key, at=at)
    SimulationRun.objects.filter(pk=run_id).update(job_id=run.job_id)
    return run.job_id


def begin_simulation(
    programme: str, *, from_on: date | None = None, costs: Mapping[str, int] | None = None, by: Actor, at: datetime
) -> int:
    """Begin a simulation of the present draft that `try_some` goes on with; return its id. Raises as `ask_simulation`."""
    require(by, "tiering.manage")
    row = Programme.objects.filter(code=programme).first()
    if row is None:
        raise NotFound(field="programme")
    if row.stopped_at is not None:
        raise ProgrammeStopped(programme=programme)
    ready = prepare(programme, from_on=from_on, at=at)
    told = dict(costs or {})
    _check(told, known=_benefits(row, ready.draft))
    overtaken = SimulationRun.objects.filter(programme=row, ended_at=None)
    overtaken.exclude(fingerprint=ready.draft.fingerprint, base=ready.tally.base).update(ended_at=at, kept={})
    run = SimulationRun.objects.create(
        programme=row, fingerprint=ready.draft.fingerprint, base=ready.tally.base, on=ready.begins, costs=told,
        asked_at=at, asked_by_id=by.user_id, members=Membership.objects.filter(programme=row).count(),
    )  # fmt: skip
    return run.pk


def try_some(run_id: int, *, by: Actor) -> Piece | None:
    """Try the next some thousand members and write nothing; None when it ended or another draft or version came."""
    require(by, "tiering.manage")
    run = SimulationRun.objects.select_related("programme").filter(pk=run_id, ended_at=None).first()
    if run is None:
        return None
    try:
        ready = prepare(run.programme.code, from_on=run.on, at=run.asked_at)
    except NoDraft:
        return None
    tally = ready.tally
    if (ready.draft.fingerprint, tally.base) != (run.fingerprint, run.base):
        return None
    tally.go_on(run.kept, after=run.after, seen=run.seen)
    return Piece(run_id, run.after, ready, last=not tally.step())


def keep_tried(piece: Piece, *, by: Actor, at: datetime) -> Simulated | None:
    """Keep a piece, and with the last one the outcome, which is returned; a run that ended meanwhile keeps nothing."""
    require(by, "tiering.manage")
    tally = piece.ready.tally
    known: dict[str, Any] = {} if piece.last else tally.kept()
    going = SimulationRun.objects.filter(pk=piece.run_id, after=piece.began_after, ended_at=None)
    ended = at if piece.last else None
    if not going.update(after=tally.after, seen=tally.seen, kept=known, ended_at=ended) or not piece.last:
        return None
    costs = SimulationRun.objects.values_list("costs", flat=True).get(pk=piece.run_id)
    return conclude(piece.ready, costs, by=by, at=at)


def end_overtaken(run_id: int, *, by: Actor, at: datetime) -> None:
    """End a run that `try_some` has no more pieces of, and keep nothing of it; one that ended already stays as it is."""
    require(by, "tiering.manage")
    SimulationRun.objects.filter(pk=run_id, ended_at=None).update(ended_at=at, kept={})


def cancel_simulation(programme: str, *, by: Actor, at: datetime) -> None:
    """Call off the simulation of the present draft; the job ends at its next piece. Raises NotFound, NoSimulation."""
    require(by, "tiering.manage")
    row = Programme.objects.filter(code=programme).first()
    if row is None:
        raise NotFound(field="programme")
    asked = asked_simulation(by, programme)
    going = SimulationRun.objects.filter(job_id=asked.job_id if asked and asked.waiting else None, ended_at=None)
    if asked is None or not going.update(ended_at=at, cancelled_at=at, cancelled_by_id=by.user_id, kept={}):
        raise NoSimulation()
    audit.record("tiering.simulation_cancelled", SUBJECT, row.pk, {}, by=by, at=at)


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
