"""Quality as people see it: one customer's with its reasons, the figures of sets and their course."""

from datetime import date, timedelta
from typing import Any, Final

from minghua.domain.customers.models import QualitySnapshot
from minghua.domain.customers.queries import rows
from minghua.domain.customers.queries.judging import Judge
from minghua.domain.customers.types.quality import DIMENSIONS, QualitySheet, SetQuality
from minghua.foundation.listing import queries as views
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require

MOST_SETS: Final = 200


def quality_sheet(viewer: Actor, customer_id: int, *, on: date) -> QualitySheet:
    """Return a visible customer's quality as it is now, with every reason, and its archive score; raises NotFound."""
    customer = rows.one(viewer, customer_id)
    judge = Judge(on)
    _, found, score = next(judge.judged([customer]))
    return QualitySheet(
        quality=found,
        as_of=on,
        archive_e2=score.score_e2,
        completeness=score.completeness,
        freshness=score.freshness,
        due_on=score.due_on,
        cycle_days=judge.cycle_of(customer),
    )


def set_qualities(viewer: Actor, *, scope: str = "") -> list[SetQuality]:
    """Return the latest figures of the sets in reach (everyone, teams, owners, shared views), the worst first."""
    require(viewer, "customers.view")
    reach = visible(QualitySnapshot.objects.all(), viewer)
    latest = reach.order_by("-as_of").values_list("as_of", flat=True).first()
    if latest is None:
        return []
    found = reach.filter(as_of=latest)
    if scope:
        found = found.filter(scope=scope)
    snapshots = list(found.order_by("total", "scope", "scope_id")[:MOST_SETS])
    names = _names(viewer, snapshots)
    return [_shown(row, names.get((row.scope, row.scope_id), "")) for row in snapshots]


def course(viewer: Actor, *, scope: str, scope_id: int, until: date, days: int = 180) -> list[SetQuality]:
    """Return the figures of one set over the days before, oldest first; empty when it is out of reach."""
    require(viewer, "customers.view")
    found = visible(QualitySnapshot.objects.all(), viewer).filter(
        scope=scope, scope_id=scope_id, as_of__gt=until - timedelta(days=days), as_of__lte=until
    )
    return [_shown(row, "") for row in found.order_by("as_of")]


def _names(viewer: Actor, snapshots: list[QualitySnapshot]) -> dict[tuple[str, int], str]:
    by_scope = {scope: [row.scope_id for row in snapshots if row.scope == scope] for scope in ("owner", "team", "view")}
    names: dict[tuple[str, int], str] = {}
    names |= {("owner", pk): name for pk, name in people.names_of(by_scope["owner"]).items()}
    names |= {("team", pk): name for pk, name in people.team_names(by_scope["team"]).items()}
    if by_scope["view"]:
        names |= {("view", view.id): view.name for view in views.visible_views(viewer, "customers")}
    return names


def _shown(row: QualitySnapshot, name: str) -> SetQuality:
    sides: dict[str, Any] = {code: getattr(row, code) for code in DIMENSIONS}
    return SetQuality(
        scope=row.scope,
        scope_id=row.scope_id or None,
        name=name,
        as_of=row.as_of,
        customers=row.customers,
        total_e2=row.total,
        archive_e2=row.archive,
        sides_e4=sides,
    )
