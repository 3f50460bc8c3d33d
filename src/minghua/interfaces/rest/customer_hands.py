"""Into whose hands a customer passes: assignment, pool, shares, closing; and acts on many with their undo."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Code, Id, Instant, Line, ListOut, MadeOut, NonEmptyLine, Out

router = Door(tags=["customers"])
Ids = Annotated[list[Id], Field(min_length=1, max_length=1_000)]


class AssignIn(Body):
    """The new owner, a colleague within reach."""

    owner_id: Id
    reason: Code = "assigned"
    note: Line = ""


class PoolReturnIn(Body):
    """Why the customer goes back to the pool, and to which; by default the team's."""

    reason: Code
    pool_id: Id | None = None
    note: Line = ""


class ShareIn(Body):
    """A colleague or a team, exactly one of them."""

    user_id: Id | None = None
    team_id: Id | None = None
    may_edit: bool = False
    reason: Line = ""


class ReasonIn(Body):
    """Why."""

    reason: NonEmptyLine


class BulkAssignIn(Body):
    """Many customers to one colleague."""

    ids: Ids
    owner_id: Id
    note: Line = ""


class BulkTagIn(Body):
    """One tag on many customers."""

    ids: Ids
    name: Annotated[NonEmptyLine, Field(max_length=40)]


class CollaboratorOut(Out):
    """A person or team to whom a customer is opened."""

    share_id: int
    user_id: int | None
    team_id: int | None
    name: str
    may_edit: bool
    reason: str
    shared_at: Instant


class BulkOut(Out):
    """What a bulk act did; `refused` by id, `token` undoes it."""

    changed: int
    refused: dict[int, str]
    token: str


class UndoneOut(Out):
    """How many rows were put back."""

    undone: int


@router.write("PUT", "/customers/{customer_id}/owner", permission="customers.assign")
def assign_customer(request: HttpRequest, customer_id: Id, body: AssignIn) -> None:
    """Give a customer to a colleague; the same owner again changes nothing."""
    caller = of(request)
    customers.assign_owner(
        customer_id, owner_id=body.owner_id, reason=body.reason, note=body.note, by=caller.actor, at=caller.at
    )


@router.write("POST", "/customers/{customer_id}/claim", permission="pool.claim")
def claim_customer(request: HttpRequest, customer_id: Id) -> None:
    """Take a customer out of the pool; 409 with the reason when it cannot be had."""
    caller = of(request)
    customers.claim(customer_id, by=caller.actor, at=caller.at)


@router.write("PUT", "/customers/{customer_id}/pool", permission="customers.view")
def return_customer(request: HttpRequest, customer_id: Id, body: PoolReturnIn) -> None:
    """Put a customer back into a pool; its owner may (`pool.claim`), or whoever may assign."""
    caller = of(request)
    customers.return_to_pool(
        customer_id, pool_id=body.pool_id, reason=body.reason, note=body.note, by=caller.actor, at=caller.at
    )


@router.read("/customers/{customer_id}/shares", permission="customers.view", answers=ListOut[CollaboratorOut])
def list_shares(request: HttpRequest, customer_id: Id) -> Any:
    """To whom a customer is opened."""
    return {"items": customer_reads.collaborators(of(request).actor, customer_id)}


@router.write("POST", "/customers/{customer_id}/shares", permission="customers.share", answers=MadeOut, status=201)
def share_customer(request: HttpRequest, customer_id: Id, body: ShareIn) -> Any:
    """Open a customer to a colleague or a team; again changes the terms."""
    caller = of(request)
    return {"id": customers.share(customer_id, **body.model_dump(), by=caller.actor, at=caller.at)}


@router.write("DELETE", "/customers/{customer_id}/shares/{share_id}", permission="customers.share")
def unshare_customer(request: HttpRequest, customer_id: Id, share_id: Id) -> None:
    """Take a share back."""
    caller = of(request)
    customers.unshare(customer_id, share_id=share_id, by=caller.actor, at=caller.at)


@router.write("PUT", "/customers/{customer_id}/closure", permission="customers.close")
def close_customer(request: HttpRequest, customer_id: Id, body: ReasonIn) -> None:
    """Close an archive with a reason."""
    caller = of(request)
    customers.close(customer_id, reason=body.reason, by=caller.actor, at=caller.at)


@router.write("DELETE", "/customers/{customer_id}/closure", permission="customers.close")
def reopen_customer(request: HttpRequest, customer_id: Id) -> None:
    """Open a closed archive again."""
    caller = of(request)
    customers.reopen(customer_id, by=caller.actor, at=caller.at)


@router.write("POST", "/bulk/customers/owner", permission="customers.assign", answers=BulkOut)
def bulk_assign(request: HttpRequest, body: BulkAssignIn) -> Any:
    """Give many customers to one colleague; rows out of reach are refused one by one."""
    caller = of(request)
    return customers.bulk_assign(body.ids, owner_id=body.owner_id, note=body.note, by=caller.actor, at=caller.at)


@router.write("POST", "/bulk/customers/tag", permission="customers.tag", answers=BulkOut)
def bulk_tag(request: HttpRequest, body: BulkTagIn) -> Any:
    """Put one tag on many customers."""
    caller = of(request)
    return customers.bulk_tag(body.ids, name=body.name, by=caller.actor, at=caller.at)


@router.write("PUT", "/bulk/customers/{token}/undo", permission="customers.view", answers=UndoneOut)
def undo_bulk(request: HttpRequest, token: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]) -> Any:
    """Undo one's own bulk act; what moved on since then stays."""
    caller = of(request)
    return {"undone": customers.undo_bulk(token, by=caller.actor, at=caller.at)}
