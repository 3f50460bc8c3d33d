"""Writes of saved views: make, change, share, order and delete."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from minghua.foundation.audit import operations as audit
from minghua.foundation.listing.coding import spec_to_json
from minghua.foundation.listing.models import SavedView
from minghua.foundation.listing.queries import editable
from minghua.foundation.listing.types import Spec
from minghua.foundation.listing.views import NoTeam, ViewNameTaken, Visibility
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Forbidden, Invalid, NotFound


def create_view(
    list_code: str, *, name: str, spec: Spec, visibility: Visibility = Visibility.MINE, by: Actor, at: datetime
) -> int:
    """Save a view and return its id; raises ViewNameTaken, Forbidden (sharing needs `views.share`)."""
    team_id, owner_id = _shared_team(visibility, by), _person(by)
    last = SavedView.objects.filter(list_code=list_code).aggregate(last=Max("position"))["last"] or 0
    view = SavedView(
        list_code=list_code, name=_named(name), visibility=visibility, owner_id=owner_id, team_id=team_id,
        spec=spec_to_json(spec), position=last + 1, updated_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            view.save(force_insert=True)
    except IntegrityError:
        raise ViewNameTaken(field="name", name=view.name) from None
    audit.record(
        "view.created", "listing.SavedView", view.pk, {"name": view.name, "visibility": visibility}, by=by, at=at
    )
    return view.pk


def _person(by: Actor) -> int:
    require(by, "signed_in")
    if by.user_id is None:
        raise Forbidden(permission="signed_in")
    return by.user_id


def _named(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not 1 <= len(name) <= 60:
        raise Invalid("视图名称应为 1 到 60 个字。", "A view's name has 1 to 60 characters.", field="name")
    return name


def _shared_team(visibility: Visibility, by: Actor) -> int | None:
    if visibility == Visibility.MINE:
        return None
    require(by, "views.share")
    if visibility == Visibility.ALL:
        return None
    if by.team_id is None:
        raise NoTeam(field="visibility")
    return by.team_id


def update_view(
    view_id: int,
    *,
    name: str | None = None,
    spec: Spec | None = None,
    visibility: Visibility | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Change what is given of a view one may edit; raises NotFound, ViewNameTaken, Forbidden."""
    view = _load(view_id, by)
    changes: dict[str, object] = {"updated_at": at}
    if name is not None:
        changes["name"] = _named(name)
    if spec is not None:
        changes["spec"] = spec_to_json(spec)
    if visibility is not None:
        changes |= {"visibility": visibility, "team_id": _shared_team(visibility, by)}
    try:
        with transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(**changes)
    except IntegrityError:
        raise ViewNameTaken(field="name", name=name) from None
    audit.record("view.updated", "listing.SavedView", view_id, {"changed": sorted(changes)}, by=by, at=at)


def delete_view(view_id: int, *, by: Actor, at: datetime) -> None:
    """Delete a view one may edit; raises NotFound."""
    view = _load(view_id, by)
    audit.record("view.deleted", "listing.SavedView", view_id, {"name": view.name}, by=by, at=at)
    view.delete()


def reorder_views(list_code: str, *, view_ids: Sequence[int], by: Actor, at: datetime) -> None:
    """Put the views one may edit into that order; others keep their places."""
    require(by, "signed_in")
    views = SavedView.objects.filter(editable(by), list_code=list_code, pk__in=view_ids)
    position = {key: place for place, key in enumerate(view_ids)}
    for view in views:
        view.position = position[view.pk]
    SavedView.objects.bulk_update(views, ["position"])


def _load(view_id: int, by: Actor) -> SavedView:
    require(by, "signed_in")
    view = SavedView.objects.filter(editable(by), pk=view_id).first()
    if view is None:
        raise NotFound(field="view_id")
    return view
