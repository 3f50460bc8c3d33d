"""Saved views: filter, order, columns and board of a list, kept for oneself, a team or everybody."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field, JsonValue

from minghua.foundation.listing import operations as listing
from minghua.foundation.listing import queries as listing_reads
from minghua.foundation.listing.coding import spec_from_json
from minghua.foundation.listing.types import Spec
from minghua.foundation.listing.views import Visibility
from minghua.foundation.people.types import Actor
from minghua.interfaces.rest import lists
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Body, Code, Id, ListOut, MadeOut, NonEmptyLine, Out

router = Door(tags=["views"])
ViewName = Annotated[NonEmptyLine, Field(max_length=60)]


class SpecIn(Body):
    """What a view remembers; the filter is `{"all": [["status", "is", "lost"], {"any": […]}]}`."""

    filter: dict[Code, JsonValue] | None = None
    sort: Annotated[list[Code], Field(max_length=3)] = []
    columns: Annotated[list[Code], Field(max_length=60)] = []
    board: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9_.]*$")] = ""
    text: lists.Text = ""


class ViewIn(Body):
    """A view to be saved."""

    list_code: lists.ListCode
    name: ViewName
    spec: SpecIn
    visibility: Visibility = Visibility.MINE


class ViewEdit(Body):
    """What to change of a view."""

    list_code: lists.ListCode
    name: ViewName | None = None
    spec: SpecIn | None = None
    visibility: Visibility | None = None


class ViewOut(Out):
    """A saved view."""

    id: int
    name: str
    visibility: Visibility
    spec: dict[str, JsonValue]
    mine: bool
    may_edit: bool


class ViewOrderIn(Body):
    """The views of a list in the order wanted."""

    list_code: lists.ListCode
    view_ids: Annotated[list[Id], Field(max_length=200)]


def spec_of(actor: Actor, list_code: str, given: SpecIn) -> Spec:
    """Return the view a body describes; raises a Refusal (422)."""
    return spec_from_json(given.model_dump(), lists.fields(actor, list_code))


@router.read("/views", permission="signed_in", answers=ListOut[ViewOut])
def list_views(request: HttpRequest, list_code: lists.ListCode) -> Any:
    """The views of a list the caller may use, in their order."""
    return {"items": listing_reads.visible_views(of(request).actor, list_code)}


@router.write("POST", "/views", permission="signed_in", answers=MadeOut, status=201)
def create_view(request: HttpRequest, body: ViewIn) -> Any:
    """Save a view; sharing it needs `views.share`; 409 when the name is taken."""
    caller = of(request)
    spec = spec_of(caller.actor, body.list_code, body.spec)
    made = listing.create_view(
        body.list_code, name=body.name, spec=spec, visibility=body.visibility, by=caller.actor, at=caller.at
    )
    return {"id": made}


@router.write("PATCH", "/views/{view_id}", permission="signed_in")
def update_view(request: HttpRequest, view_id: Id, body: ViewEdit) -> None:
    """Change what is given."""
    caller = of(request)
    spec = None if body.spec is None else spec_of(caller.actor, body.list_code, body.spec)
    listing.update_view(view_id, name=body.name, spec=spec, visibility=body.visibility, by=caller.actor, at=caller.at)


@router.write("DELETE", "/views/{view_id}", permission="signed_in")
def delete_view(request: HttpRequest, view_id: Id) -> None:
    """Delete a view one may edit."""
    caller = of(request)
    listing.delete_view(view_id, by=caller.actor, at=caller.at)


@router.write("PUT", "/view-orders", permission="signed_in")
def reorder_views(request: HttpRequest, body: ViewOrderIn) -> None:
    """Put the views one may edit into that order."""
    caller = of(request)
    listing.reorder_views(body.list_code, view_ids=body.view_ids, by=caller.actor, at=caller.at)


@router.read("/lists/{list_code}/fields", permission="signed_in", answers=ListOut[lists.ListFieldOut])
def list_fields(request: HttpRequest, list_code: lists.ListCode) -> Any:
    """The fields a list can be filtered, sorted and shown by."""
    return {"items": lists.shown(lists.fields(of(request).actor, list_code))}
