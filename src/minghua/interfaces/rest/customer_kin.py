"""What hangs on a customer: relations, household members, the organisation tree, tags."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import NewMember
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.customers import TagOut
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Code, Day, Id, Line, ListOut, MadeOut, NonEmptyLine, Out
from minghua.kernel.clock import local_date

router = Door(tags=["customers"])


class RelationIn(Body):
    """A link from this customer to another one."""

    to_customer_id: Id
    kind: Code
    role: Line = ""
    note: Line = ""
    since_on: Day | None = None


class LinkOut(Out):
    """A relation seen from one side; a partner out of reach has no id and no name."""

    id: int
    kind: str
    role: str
    note: str
    since_on: Day | None
    until_on: Day | None
    outgoing: bool
    other_id: int | None
    other_name: str
    other_number: str


class MemberIn(Body):
    """A person to be added to a household, known as a customer or by name only."""

    name: NonEmptyLine
    person_id: Id | None = None
    relation: Line = ""
    gender: Line = ""
    birthday: Day | None = None
    note: Line = ""
    since_on: Day | None = None


class MemberOut(Out):
    """A member of a household."""

    id: int
    household_id: int
    household_name: str
    person_id: int | None
    name: str
    relation: str
    gender: str
    birthday: Day | None
    note: str
    since_on: Day | None
    until_on: Day | None


class BranchOut(Out):
    """One organisation of the tree."""

    id: int
    name: str
    number: str
    depth: int
    here: bool
    net_minor: int
    currency: str


class EndIn(Body):
    """The day it ends, excluded; today by default."""

    until_on: Day | None = None


class TagIn(Body):
    """A tag by its name; it is made if new."""

    name: Annotated[NonEmptyLine, Field(max_length=40)]


@router.read("/customers/{customer_id}/relations", permission="customers.view", answers=ListOut[LinkOut])
def list_relations(request: HttpRequest, customer_id: Id, ended: bool = False) -> Any:
    """The links of a customer in both directions."""
    caller = of(request)
    return {"items": customer_reads.relations(caller.actor, customer_id, on=local_date(caller.at), ended=ended)}


@router.write("POST", "/customers/{customer_id}/relations", permission="customers.edit", answers=MadeOut, status=201)
def relate_customer(request: HttpRequest, customer_id: Id, body: RelationIn) -> Any:
    """Link two customers; 409 when the link exists."""
    caller = of(request)
    return {"id": customers.relate(customer_id, **body.model_dump(), by=caller.actor, at=caller.at)}


@router.write("PUT", "/relations/{relation_id}/end", permission="customers.edit")
def end_relation(request: HttpRequest, relation_id: Id, body: EndIn) -> None:
    """End a link on a day; it stays readable."""
    caller = of(request)
    customers.unrelate(relation_id, until_on=body.until_on, by=caller.actor, at=caller.at)


@router.read("/customers/{customer_id}/household", permission="customers.view", answers=ListOut[MemberOut])
def read_household(request: HttpRequest, customer_id: Id, ended: bool = False) -> Any:
    """The members of a household, or those a person lives with."""
    caller = of(request)
    return {"items": customer_reads.household(caller.actor, customer_id, on=local_date(caller.at), ended=ended)}


@router.write("POST", "/customers/{customer_id}/members", permission="customers.edit", answers=MadeOut, status=201)
def add_member(request: HttpRequest, customer_id: Id, body: MemberIn) -> Any:
    """Add a person to a household."""
    caller = of(request)
    return {"id": customers.add_member(customer_id, NewMember(**body.model_dump()), by=caller.actor, at=caller.at)}


@router.write("PUT", "/members/{member_id}/end", permission="customers.edit")
def end_member(request: HttpRequest, member_id: Id, body: EndIn) -> None:
    """Let a member leave the household on a day."""
    caller = of(request)
    customers.end_member(member_id, until_on=body.until_on, by=caller.actor, at=caller.at)


@router.read("/customers/{customer_id}/organisation", permission="customers.view", answers=ListOut[BranchOut])
def read_organisation(request: HttpRequest, customer_id: Id) -> Any:
    """The visible part of an organisation's tree."""
    return {"items": customer_reads.tree(of(request).actor, customer_id)}


@router.read("/customers/{customer_id}/tags", permission="customers.view", answers=ListOut[TagOut])
def list_customer_tags(request: HttpRequest, customer_id: Id) -> Any:
    """The tags of a customer."""
    return {"items": customer_reads.tags(of(request).actor, customer_id)}


@router.write("POST", "/customers/{customer_id}/tags", permission="customers.tag", answers=MadeOut)
def tag_customer(request: HttpRequest, customer_id: Id, body: TagIn) -> Any:
    """Put a tag on a customer; twice is once."""
    caller = of(request)
    return {"id": customers.tag(customer_id, name=body.name, by=caller.actor, at=caller.at)}


@router.write("DELETE", "/customers/{customer_id}/tags/{tag_id}", permission="customers.tag")
def untag_customer(request: HttpRequest, customer_id: Id, tag_id: Id) -> None:
    """Take a tag off a customer."""
    caller = of(request)
    customers.untag(customer_id, tag_id=tag_id, by=caller.actor, at=caller.at)
