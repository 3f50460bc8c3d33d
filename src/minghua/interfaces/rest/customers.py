"""Customers: create, read, edit; the shapes other customer modules share."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import CustomerCard, NewCustomer
from minghua.interfaces.rest import lists
from minghua.interfaces.rest.caller import Caller, of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import (
    NO_NUL,
    Body,
    Code,
    Currency,
    Cursor,
    Day,
    Id,
    Instant,
    Limit,
    Line,
    ListOut,
    MadeOut,
    NonEmptyLine,
    Out,
    PageOut,
    Version,
)
from minghua.kernel.clock import local_date
from minghua.kernel.errors import NotFound
from minghua.kernel.words import Text

router = Door(tags=["customers"])
Value = (
    Annotated[str, Field(max_length=4_000, pattern=NO_NUL)]
    | bool
    | Annotated[int, Field(ge=-(10**15), le=10**15)]
    | Annotated[list[Code], Field(max_length=50)]
    | None
)
FieldPath = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^(archive\.)?[a-z][a-z0-9_]*$")]


class MergedInto(NotFound):
    """The record lives on in another one, which the answer names and links to."""

    code = "merged_into"
    text = Text("这位客户已并入客户 {home}。", "This customer was merged into customer {home}.")
    remedy = Text("请改用 {link}。", "Use {link} instead.")


class CustomerIn(Body):
    """A customer to be created; `archive` holds codes of the field register; no owner means the caller."""

    kind: Literal["person", "organization", "household"]
    name: NonEmptyLine
    short_name: Annotated[Line, Field(max_length=100)] = ""
    gender: Line = ""
    birthday: Day | None = None
    mobile: Line = ""
    phone: Line = ""
    email: Line = ""
    wechat: Annotated[Line, Field(max_length=64)] = ""
    province: Annotated[Line, Field(max_length=40)] = ""
    city: Annotated[Line, Field(max_length=40)] = ""
    district: Annotated[Line, Field(max_length=40)] = ""
    address: Annotated[str, Field(max_length=300, pattern=NO_NUL)] = ""
    area: Annotated[Line, Field(max_length=80)] = ""
    market_kind: Line = ""
    channel_kind: Line = ""
    screening: Line = "none"
    attitude: Line = ""
    origin_channel: Line = ""
    credit_grade: Line = ""
    confidentiality: Line = "internal"
    parent_id: Id | None = None
    owner_id: Id | None = None
    pool_id: Id | None = None
    next_action: Line = ""
    next_action_on: Day | None = None
    archive: Annotated[dict[Code, Value], Field(max_length=120)] = {}
    source_system: Annotated[Line, Field(max_length=40)] = ""
    external_id: Annotated[Line, Field(max_length=60)] = ""
    currency: Currency = "CNY"


class CustomerNew(CustomerIn):
    """A customer to be created, and what to do when stored ones look like it."""

    on_duplicate: Annotated[
        Literal["create", "refuse"],
        Field(description="create: make it and name the look-alikes; refuse: 409 `looks_alike` when there are any"),
    ] = "create"


class LookAlikeOut(Out):
    """A stored customer that looks like this one; out of reach it has no id and says only whom to ask."""

    id: int | None
    number: str
    name: str
    mobile: str
    city: str
    owner_name: str
    score: str
    verdict: str
    traits: dict[str, str]


class CustomerMade(MadeOut):
    """The id of the customer, and those that look like it (R06.8)."""

    duplicates: list[LookAlikeOut]


class CustomerEdit(Body):
    """Fields to change, by column or `archive.<code>`, on top of the version that was read."""

    base_version: Version
    changes: Annotated[dict[FieldPath, Value], Field(min_length=1, max_length=120)]


class CustomerOut(Out):
    """One customer as the caller may see it; the names of masked fields are listed, their values are masked."""

    id: int
    number: str
    kind: str
    name: str
    values: dict[str, Any]
    axes_why: dict[str, Any]
    owner_id: int | None
    owner_name: str
    team_id: int | None
    team_name: str
    pool_id: int | None
    pool_name: str
    parent_id: int | None
    parent_name: str
    version: int
    masked: list[str]
    may_edit: bool
    closed_at: Instant | None


class TagOut(Out):
    """A tag."""

    id: int
    name: str
    colour: str


class CustomerRowOut(Out):
    """One customer on the list; `values` by field code, masked like everywhere."""

    id: int
    number: str
    kind: str
    name: str
    version: int
    values: dict[str, Any]
    owner_name: str
    team_name: str
    pool_name: str
    currency: str
    tags: list[TagOut]


class VersionOut(Out):
    """The version after a change."""

    version: int


@router.read("/customers", permission="customers.view", answers=PageOut[CustomerRowOut], flat_filters=True)
def list_customers(
    request: HttpRequest,
    filter: lists.FilterJson = "",
    sort: lists.SortCodes = "",
    q: lists.Text = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """The customers the caller may see; latest change first unless sorted."""
    caller, spec = of(request), lists.spec(request, "customers")
    on = local_date(caller.at)
    found = customer_reads.listing(caller.actor, spec, on=on, text=q, cursor=cursor or None, limit=limit)
    items = [replace(row, values=customer_reads.archive_written(row.values, prefix="archive_")) for row in found.items]
    return replace(found, items=tuple(items))


@router.read("/customers/count", permission="customers.view", answers=lists.CountOut, flat_filters=True)
def count_customers(request: HttpRequest, filter: lists.FilterJson = "", q: lists.Text = "") -> Any:
    """How many customers the list has, counted no further than 10,000."""
    caller, spec = of(request), lists.spec(request, "customers")
    return customer_reads.count(caller.actor, spec, on=local_date(caller.at), text=q)


@router.write("POST", "/customers", permission="customers.create", answers=CustomerMade, status=201)
def create_customer(request: HttpRequest, body: CustomerNew) -> Any:
    """Create a customer; the same (source_system, external_id) again gives the first one's id. Look-alikes are named."""
    caller = of(request)
    new = NewCustomer(**body.model_dump(exclude={"on_duplicate"}))
    refuse = body.on_duplicate == "refuse"
    made = customers.create_customer(new, refuse_alike=refuse, by=caller.actor, at=caller.at)
    return {"id": made, "duplicates": _alike(caller, made)}


def _alike(caller: Caller, customer_id: int) -> Any:
    """Whoever may create a customer for others but not see it is told nothing."""
    if not caller.actor.may("customers.view") or not customer_reads.visible_ids(caller.actor, [customer_id]):
        return []
    return customer_reads.look_alikes(caller.actor, customer_id, at=caller.at)


@router.read("/customers/{customer_id}/duplicates", permission="customers.view", answers=ListOut[LookAlikeOut])
def list_look_alikes(request: HttpRequest, customer_id: Id) -> Any:
    """Stored customers that look like this one, most alike first, at most five (R06.8)."""
    caller = of(request)
    return {"items": customer_reads.look_alikes(caller.actor, customer_id, at=caller.at)}


@router.read("/customers/{customer_id}", permission="customers.view", answers=CustomerOut)
def get_customer(request: HttpRequest, customer_id: Id) -> Any:
    """One customer's card; for a merged one 404 with the code `merged_into` and a `Link` to where it lives now."""
    viewer = of(request).actor
    try:
        return _written(customer_reads.customer(viewer, customer_id))
    except NotFound:
        home = customer_reads.now_called(viewer, customer_id)
        if home is None:
            raise
        raise MergedInto(field="customer_id", home=home, link=f"/api/v1/customers/{home}") from None


def _written(card: CustomerCard) -> CustomerCard:
    """Self-made fields are sent as they are taken: decimals as text with their places."""
    archive = customer_reads.archive_written(card.values["archive"])
    return replace(card, values=card.values | {"archive": archive})


@router.write("PATCH", "/customers/{customer_id}", permission="customers.edit", answers=VersionOut)
def edit_customer(request: HttpRequest, customer_id: Id, body: CustomerEdit) -> Any:
    """Change the named fields; 409 when somebody else saved first."""
    caller = of(request)
    version = customers.edit_customer(
        customer_id, body.changes, base_version=body.base_version, by=caller.actor, at=caller.at
    )
    return {"version": version}
