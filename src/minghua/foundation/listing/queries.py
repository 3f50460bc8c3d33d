"""Reads of saved views: one's own, one's team's, everybody's."""

from django.db.models import Q

from minghua.foundation.listing.models import SavedView
from minghua.foundation.listing.views import View, Visibility
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound


def visible_views(viewer: Actor, list_code: str) -> list[View]:
    """Return the views of a list this person may use, in their order."""
    require(viewer, "signed_in")
    views = SavedView.objects.filter(_seen(viewer), list_code=list_code).order_by("position", "id")
    return [_shown(view, viewer) for view in views]


def view(viewer: Actor, view_id: int) -> View:
    """Return one view; raises NotFound, also for a view of somebody else."""
    require(viewer, "signed_in")
    found = SavedView.objects.filter(_seen(viewer), pk=view_id).first()
    if found is None:
        raise NotFound(field="view_id")
    return _shown(found, viewer)


def editable(actor: Actor) -> Q:
    """Return the condition of views this person may change: one's own, and shared ones with `views.share`."""
    own = Q(owner_id=actor.user_id)
    if not actor.may("views.share"):
        return own
    return own | Q(visibility=Visibility.ALL) | Q(visibility=Visibility.TEAM, team_id__in=_teams(actor))


def _seen(viewer: Actor) -> Q:
    team = Q(visibility=Visibility.TEAM, team_id__in=_teams(viewer))
    return Q(owner_id=viewer.user_id) | Q(visibility=Visibility.ALL) | team


def _teams(actor: Actor) -> frozenset[int]:
    return frozenset({actor.team_id} if actor.team_id else ()) | actor.scope.team_ids


def _shown(row: SavedView, viewer: Actor) -> View:
    mine = row.owner_id == viewer.user_id
    shared = row.visibility != Visibility.MINE
    return View(
        row.pk, row.name, Visibility(row.visibility), row.spec, mine, mine or (shared and viewer.may("views.share"))
    )


def shared_with_all(list_code: str, *, most: int = 20) -> list[View]:
    """Return the views of a list that everybody sees, a few of them, for figures that are computed about them."""
    found = SavedView.objects.filter(list_code=list_code, visibility=Visibility.ALL).order_by("position", "id")[:most]
    return [View(row.pk, row.name, Visibility(row.visibility), row.spec, False, False) for row in found]
