"""Acts over everything a filter keeps: small ones at once, long ones by the worker in pieces, each undone as one."""

from datetime import date, datetime

from minghua.domain.customers.models import BulkAct
from minghua.domain.customers.operations import bulk, hands
from minghua.domain.customers.operations.bulk import Argument, UndoneAlready
from minghua.domain.customers.queries import lists, sweeps
from minghua.domain.customers.types.parties import Sweep, SweepState
from minghua.foundation.audit import operations as audit
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.listing.types import Spec
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.ids import hex_id

JOB = "customers.sweep"
PIECE = 500
MOST = 10_000


def sweep_assign(spec: Spec, *, on: date, owner_id: int, note: str = "", by: Actor, at: datetime) -> Sweep:
    """Give everybody a filter keeps to one colleague; raises Invalid for more than 10,000."""
    require(by, "customers.assign")
    hands.of_person(by, owner_id)
    return _begin("assign", spec, {"owner_id": owner_id, "note": note}, on=on, by=by, at=at)


def sweep_tag(spec: Spec, *, on: date, name: str, by: Actor, at: datetime) -> Sweep:
    """Put one tag on everybody a filter keeps; raises Invalid for more than 10,000."""
    require(by, "customers.tag")
    return _begin("tag", spec, {"name": name}, on=on, by=by, at=at)


def undo_sweep(token: str, *, by: Actor, at: datetime) -> Sweep:
    """Take one's own act back, also while it is going on; raises NotFound, UndoneAlready."""
    require(by, "customers.view")
    act = _of(token, by)
    if not BulkAct.objects.filter(pk=act.pk, undone_at__isnull=True).update(
        undone_at=at, state=SweepState.UNDOING, position=0
    ):
        raise UndoneAlready(field="token")
    return _go_on(token, by=by, at=at)


def advance_sweep(token: str, *, by: Actor, at: datetime) -> Sweep:
    """Do, or undo, one piece of the act, and return how it stands."""
    require(by, "customers.view")
    act = _of(token, by)
    if act.state == SweepState.RUNNING:
        _do(act, by=by, at=at)
    elif act.state == SweepState.UNDOING:
        _undo(act, by=by, at=at)
    return sweeps.told(act)


def stop_sweep(token: str, *, by: Actor) -> None:
    """Leave somebody's act where it is, because whoever began it may not do it any more; raises NotFound."""
    require(by, "jobs.manage")
    ends = {SweepState.RUNNING: SweepState.DONE, SweepState.UNDOING: SweepState.UNDONE}
    act = BulkAct.objects.filter(token=token).first()
    if act is None:
        raise NotFound(field="token")
    BulkAct.objects.filter(pk=act.pk).update(state=ends.get(SweepState(act.state), act.state))


def _begin(verb: str, spec: Spec, argument: Argument, *, on: date, by: Actor, at: datetime) -> Sweep:
    ids = lists.all_ids(by, spec, on=on, most=MOST + 1)
    if not ids:
        return Sweep("", verb, argument, SweepState.DONE, total=0, position=0, changed=0, refused=0, restored=0)
    if len(ids) > MOST:
        raise Invalid(
            f"符合条件的客户超过 {MOST} 位，一次处理不了。",
            f"More than {MOST:,} customers meet the conditions: too many for one act.",
            field="filter",
            remedy_zh="请再加一个条件，分几次处理。",
            remedy_en="Add a condition and act in several steps.",
        )
    act = BulkAct.objects.create(
        token=hex_id(), verb=verb, ids=ids, argument=argument, state=SweepState.RUNNING, by_id=by.user_id, at=at
    )
    audit.record("customers.swept", "customers.BulkAct", act.pk, {"verb": verb, "rows": len(ids)}, by=by, at=at)
    return _go_on(act.token, by=by, at=at)


def _go_on(token: str, *, by: Actor, at: datetime) -> Sweep:
    act = _of(token, by)
    if len(act.ids) <= PIECE:
        return advance_sweep(token, by=by, at=at)
    jobs.enqueue(JOB, {"token": token, "user_id": by.user_id}, at=at)
    return sweeps.told(act)


def _of(token: str, by: Actor) -> BulkAct:
    act = BulkAct.objects.filter(token=token, by_id=by.user_id).select_for_update().first()
    if act is None or not act.ids:
        raise NotFound(field="token")
    return act


def _do(act: BulkAct, *, by: Actor, at: datetime) -> None:
    ids = act.ids[act.position : act.position + PIECE]
    before, refused = bulk.do(act.verb, ids, act.argument, by=by, at=at)
    act.before = [*act.before, *before]
    act.refused += len(refused)
    act.position += len(ids)
    if act.position >= len(act.ids):
        act.state = SweepState.DONE
    act.save(update_fields=["before", "refused", "position", "state"])


def _undo(act: BulkAct, *, by: Actor, at: datetime) -> None:
    piece = act.before[act.position : act.position + PIECE]
    act.restored += bulk.put_back(act.verb, piece, by=by, at=at) if piece else 0
    act.position += len(piece)
    if act.position >= len(act.before):
        act.state = SweepState.UNDONE
        told = {"verb": act.verb, "rows": act.restored}
        audit.record("customers.bulk_undone", "customers.BulkAct", act.pk, told, by=by, at=at)
    act.save(update_fields=["restored", "position", "state"])
