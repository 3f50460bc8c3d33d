"""The public pools 公海: their rules, and what the caller may still claim."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Code, Id, ListOut, MadeOut, NonEmptyLine, Out
from minghua.kernel.clock import local_date

router = Door(tags=["pools"])
Days = Annotated[int, Field(ge=0, le=3_650)]
SomeDays = Annotated[int, Field(ge=1, le=3_650)]


class TermsOut(Out):
    """The rules in force."""

    return_after_days: int
    claim_limit: int | None
    daily_limit: int | None
    cooldown_days: int
    hold_days: int


class PoolOut(Out):
    """One pool: its rules, how many wait in it, whether the caller may claim."""

    id: int
    name: str
    active: bool
    team_id: int | None
    team_name: str
    terms: TermsOut
    hidden_fields: list[str]
    waiting: int
    open_to_viewer: bool


class PoolIn(Body):
    """The rules of a pool; empty limits fall back to the parameters."""

    name: Annotated[NonEmptyLine, Field(max_length=80)]
    team_id: Id | None = None
    active: bool = True
    return_after_days: SomeDays | None = None
    claim_limit: Days | None = None
    daily_limit: Days | None = None
    cooldown_days: Days = 0
    hold_days: Days = 0
    hidden_fields: Annotated[list[Code], Field(max_length=50)] = []


class CapacityOut(Out):
    """How many customers the caller holds of how many, and claimed today."""

    held: int
    limit: int
    claimed_today: int
    free: int


@router.read("/pools", permission="pool.view", answers=ListOut[PoolOut])
def list_pools(request: HttpRequest) -> Any:
    """Every active pool; all of them to whoever manages pools."""
    caller = of(request)
    return {"items": customer_reads.pools(caller.actor, on=local_date(caller.at))}


@router.read("/pools/capacity", permission="pool.view", answers=CapacityOut)
def read_capacity(request: HttpRequest) -> Any:
    """What the caller holds of the claim limit."""
    caller = of(request)
    return customer_reads.capacity(caller.actor, at=caller.at)


@router.write("POST", "/pools", permission="pool.manage", answers=MadeOut, status=201)
def create_pool(request: HttpRequest, body: PoolIn) -> Any:
    """Make a pool; 409 when the name is taken."""
    caller = of(request)
    return {"id": customers.save_pool(**body.model_dump(), by=caller.actor, at=caller.at)}


@router.write("PUT", "/pools/{pool_id}", permission="pool.manage", answers=MadeOut)
def save_pool(request: HttpRequest, pool_id: Id, body: PoolIn) -> Any:
    """Change the rules of a pool."""
    caller = of(request)
    return {"id": customers.save_pool(pool_id, **body.model_dump(), by=caller.actor, at=caller.at)}
