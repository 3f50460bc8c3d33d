"""How an act over everything a filter keeps is getting on."""

from minghua.domain.customers.models import BulkAct
from minghua.domain.customers.types.parties import Sweep, SweepState
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound


def sweep(viewer: Actor, token: str) -> Sweep:
    """Return one's own act; raises NotFound for anybody else's."""
    require(viewer, "customers.view")
    act = BulkAct.objects.filter(token=token, by_id=viewer.user_id).first()
    if act is None or not act.ids:
        raise NotFound(field="token")
    return told(act)


def told(act: BulkAct) -> Sweep:
    """Return the act as doors tell it."""
    state = SweepState(act.state)
    backwards = state in {SweepState.UNDOING, SweepState.UNDONE}
    return Sweep(
        token=act.token,
        verb=act.verb,
        argument=dict(act.argument),
        state=state,
        total=len(act.before) if backwards else len(act.ids),
        position=act.position,
        changed=len(act.before),
        refused=act.refused,
        restored=act.restored,
    )
