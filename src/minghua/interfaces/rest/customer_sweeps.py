"""Acts on everybody a filter keeps: begun here, done in pieces by the worker, watched and undone by their token."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.parties import SweepState
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Id, Line, NonEmptyLine, Out
from minghua.interfaces.rest.views import SpecIn, spec_of
from minghua.kernel.periods import local_date

router = Door(tags=["customers"])
Token = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class SweepAssignIn(Body):
    """Everybody the filter and text keep, to one colleague."""

    spec: SpecIn
    owner_id: Id
    note: Line = ""


class SweepTagIn(Body):
    """One tag on everybody the filter and text keep."""

    spec: SpecIn
    name: Annotated[NonEmptyLine, Field(max_length=40)]


class SweepOut(Out):
    """How the act stands: of `total` customers the worker came to `position`; `token` (none when the filter keeps nobody) watches and undoes it."""

    token: str
    verb: str
    state: SweepState
    total: int
    position: int
    changed: int
    refused: int
    restored: int


@router.write("POST", "/sweeps/customers/owner", permission="customers.assign", answers=SweepOut)
def sweep_assign(request: HttpRequest, body: SweepAssignIn) -> Any:
    """Give everybody a filter keeps to one colleague; 422 for more than 10,000."""
    caller = of(request)
    spec, on = spec_of(caller.actor, "customers", body.spec), local_date(caller.at)
    return customers.sweep_assign(spec, on=on, owner_id=body.owner_id, note=body.note, by=caller.actor, at=caller.at)


@router.write("POST", "/sweeps/customers/tag", permission="customers.tag", answers=SweepOut)
def sweep_tag(request: HttpRequest, body: SweepTagIn) -> Any:
    """Put one tag on everybody a filter keeps; 422 for more than 10,000."""
    caller = of(request)
    spec, on = spec_of(caller.actor, "customers", body.spec), local_date(caller.at)
    return customers.sweep_tag(spec, on=on, name=body.name, by=caller.actor, at=caller.at)


@router.read("/sweeps/customers/{token}", permission="customers.view", answers=SweepOut)
def get_sweep(request: HttpRequest, token: Token) -> Any:
    """One's own act as it stands."""
    return customer_reads.sweep(of(request).actor, token)


@router.write("PUT", "/sweeps/customers/{token}/undo", permission="customers.view", answers=SweepOut)
def undo_sweep(request: HttpRequest, token: Token) -> Any:
    """Take one's own act back, also while it is going on; what moved on since then stays."""
    caller = of(request)
    return customers.undo_sweep(token, by=caller.actor, at=caller.at)
