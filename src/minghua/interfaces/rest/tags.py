"""The tags themselves: made, renamed, coloured, grouped, merged with a way back, deleted when nobody wears them."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.customers import TagOut
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Id, Instant, Line, ListOut, MadeOut, NonEmptyLine, Out

router = Door(tags=["tags"])
Token = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Colour = Literal["grey", "teal", "red", "amber", "green", "blue", "violet", "pink"]


class TagSheetIn(Body):
    """How a tag is called, coloured and grouped."""

    name: Annotated[NonEmptyLine, Field(max_length=40)]
    colour: Colour = "grey"
    group: Annotated[Line, Field(max_length=40)] = ""


class TagSheetOut(Out):
    """A tag and how many customers wear it."""

    id: int
    name: str
    colour: str
    group: str
    worn: int


class TagMergeIn(Body):
    """The tag that stays."""

    into: Id


class TagMergeOut(Out):
    """A merge of one's own that can still be undone."""

    token: str
    name: str
    number: int
    at: Instant


class UndoTokenOut(Out):
    """What undoes the merge: DELETE /tag-merges/{token}."""

    token: str


class TagUnmergedOut(Out):
    """How many customers wear the first tag again."""

    rows: int


@router.read("/tags", permission="customers.view", answers=ListOut[TagOut])
def list_tags(request: HttpRequest) -> Any:
    """Every tag, by name."""
    return {"items": customer_reads.all_tags(of(request).actor)}


@router.read("/tag-sheets", permission="parameters.view", answers=ListOut[TagSheetOut])
def list_tag_sheets(request: HttpRequest) -> Any:
    """Every tag with how many customers wear it, by group and name."""
    return {"items": customer_reads.tag_sheets(of(request).actor)}


@router.write("POST", "/tags", permission="customers.tag", answers=MadeOut, status=201)
def make_tag(request: HttpRequest, body: TagSheetIn) -> Any:
    """Make a tag, or find the one of that name; 403 when new tags are the administrators' to make."""
    caller = of(request)
    made = customers.save_tag(body.name, colour=body.colour, group=body.group, by=caller.actor, at=caller.at)
    return {"id": made}


@router.write("PUT", "/tags/{tag_id}", permission="parameters.edit")
def change_tag(request: HttpRequest, tag_id: Id, body: TagSheetIn) -> Any:
    """Rename, colour and group a tag; 409 when another one is called that."""
    caller = of(request)
    customers.change_tag(tag_id, name=body.name, colour=body.colour, group=body.group, by=caller.actor, at=caller.at)


@router.write("DELETE", "/tags/{tag_id}", permission="parameters.edit")
def delete_tag(request: HttpRequest, tag_id: Id) -> Any:
    """Delete a tag that nobody wears; 409 otherwise."""
    caller = of(request)
    customers.delete_tag(tag_id, by=caller.actor, at=caller.at)


@router.write("POST", "/tags/{tag_id}/merges", permission="parameters.edit", answers=UndoTokenOut, status=201)
def merge_tag(request: HttpRequest, tag_id: Id, body: TagMergeIn) -> Any:
    """Put everybody who wears this tag into another one and take this one away."""
    caller = of(request)
    return {"token": customers.merge_tag(tag_id, into=body.into, by=caller.actor, at=caller.at)}


@router.read("/tag-merges", permission="parameters.view", answers=ListOut[TagMergeOut])
def list_tag_merges(request: HttpRequest) -> Any:
    """One's own latest merges that were not undone."""
    return {"items": customer_reads.tag_merges(of(request).actor)}


@router.write("DELETE", "/tag-merges/{token}", permission="parameters.edit", answers=TagUnmergedOut)
def unmerge_tag(request: HttpRequest, token: Token) -> Any:
    """Undo a merge of one's own; 409 when it was undone before."""
    caller = of(request)
    return {"rows": customers.undo_bulk(token, by=caller.actor, at=caller.at)}
