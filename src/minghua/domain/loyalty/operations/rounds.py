"""The rounds of the night: everybody once per pack and period, then again those whom something happened to (P3)."""

from datetime import datetime
from typing import NamedTuple

from minghua.domain.customers.operations import holding
from minghua.domain.loyalty.models import PackRound
from minghua.domain.loyalty.operations.giving import give
from minghua.domain.loyalty.operations.revoking import revoke_undone
from minghua.domain.loyalty.queries import plans
from minghua.domain.loyalty.queries.plans import Plan
from minghua.domain.loyalty.rules import windows
from minghua.domain.loyalty.types import Pack, SchemeVersion, Take, Undone, Window
from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require


class _Due(NamedTuple):
    plan: Plan
    version: SchemeVersion
    pack: Pack
    window: Window


def give_some(*, limit: int, by: Actor, at: datetime) -> int:
    """Look at the next members for the packs that are due by themselves; returns how many were looked at, none when done.

    The first round of a period walks over every member; later ones over those who were judged since the round before.
    """
    require(by, "benefits.give")
    for due in _due(at):
        told = {"begun_at": at, "looked_at": at}
        found = PackRound.objects.select_for_update()
        round_, _ = found.get_or_create(
            scheme_id=due.plan.id, benefit=due.pack.code, period=due.window.period, defaults=told
        )
        looked = _look(due, round_, limit=limit, by=by, at=at)
        if looked:
            return looked
    return 0


def _due(at: datetime) -> list[_Due]:
    found = []
    for plan in plans.running():
        today = plan.today(at)
        version = plan.on(today)
        for pack in () if version is None else version.spec.packs:
            window = windows.window_on(pack.occasion, None, today) if pack.take is Take.ISSUE else None
            if version is not None and window is not None:
                found.append(_Due(plan, version, pack, window))
    return found


def _look(due: _Due, round_: PackRound, *, limit: int, by: Actor, at: datetime) -> int:
    """Look at the next of a round; one that is through begins anew, with who was judged since it last began."""
    if round_.done_at is not None and round_.looked_at >= at:
        return 0
    begun_at = at if round_.done_at is not None and round_.after_id == 0 else round_.begun_at
    since = None if round_.done_at is None else round_.looked_at
    ids = tiering_reads.member_ids(due.plan.programme, after_id=round_.after_id, since=since, limit=limit)
    if ids:
        holding.hold(ids)
        holding.take_turns(ids)
        give(due.plan, due.version.number, due.pack, ids, by=by, at=at)
        if due.pack.undone is Undone.REVOKE:
            revoke_undone(due.plan, due.pack, due.window.period, ids, by=by, at=at)
    through = len(ids) < limit
    told = {"after_id": 0, "done_at": at, "looked_at": begun_at} if through else {"after_id": ids[-1]}
    PackRound.objects.filter(pk=round_.pk).update(begun_at=begun_at, **told)
    return len(ids)
