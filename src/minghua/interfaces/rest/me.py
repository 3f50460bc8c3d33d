"""Who the caller is and what it may do, as the door sees it."""

from typing import Any

from django.http import HttpRequest

from minghua.foundation.permissions.table import PERMISSIONS
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Out

router = Door(tags=["me"])


class MeOut(Out):
    """The person, the permissions in force for this token or session, and the reach over rows."""

    user_id: int
    name: str
    language: str
    team_id: int | None
    permissions: list[str]
    sees_everything: bool
    team_ids: list[int]
    masked_fields: list[str]
    row_cap: int | None


@router.read("/me", permission="signed_in", answers=MeOut)
def me(request: HttpRequest) -> dict[str, Any]:
    """The caller."""
    actor = of(request).actor
    return {
        "user_id": actor.user_id,
        "name": actor.name,
        "language": actor.language,
        "team_id": actor.team_id,
        "permissions": [code for code in PERMISSIONS if code != "signed_in" and actor.may(code)],
        "sees_everything": actor.scope.everything,
        "team_ids": sorted(actor.scope.team_ids),
        "masked_fields": sorted(actor.masked),
        "row_cap": actor.row_cap,
    }
