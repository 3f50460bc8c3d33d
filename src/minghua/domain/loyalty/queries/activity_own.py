"""Takings as their member reads them, and the bytes of a revealed deck that anybody can check."""

from collections.abc import Iterable

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import ActivityHandover, ActivityTaking
from minghua.domain.loyalty.queries import activity_plans
from minghua.domain.loyalty.rules import deck
from minghua.domain.loyalty.types.playing import OwnTaking, Play
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.words import Text


def own_takings(
    viewer: Actor, customer_id: int, *, portfolio: str = "", activity: str = "", limit: int = 50
) -> list[OwnTaking]:
    """Return what one member took part in, the latest first, of one activity where it is named; raises NotFound."""
    require(viewer, "activities.view")
    customer_reads.require_seen(viewer, customer_id)
    rows = visible(ActivityTaking.objects.filter(customer_id=customer_id), viewer)
    rows = rows.filter(portfolio__code=portfolio) if portfolio else rows
    rows = rows.filter(activity=activity) if activity else rows
    return _told(rows.order_by("-pk")[:limit])


def own_taking(viewer: Actor, customer_id: int, taking_id: int) -> OwnTaking:
    """Return one taking of a member; raises NotFound, also for another member's."""
    require(viewer, "activities.view")
    found = _told(visible(ActivityTaking.objects.filter(customer_id=customer_id, pk=taking_id), viewer))
    if not found:
        raise NotFound(field="taking_id")
    return found[0]


def deck_sealed(code: str, activity: str) -> bytes:
    """Return the bytes whose SHA-256 is the commitment of a revealed deck, for anybody; raises NotFound before that."""
    plan = activity_plans.plan(code)
    row = activity_plans.decks_of(plan.id).get(activity)
    if row is None or row.revealed_at is None:
        raise NotFound(field="activity")
    spec = next(found.lottery for each in plan.versions if (found := each.spec.play(activity)) and found.lottery)
    return deck.sealed(activity_plans.cards(row, spec), seed=bytes.fromhex(row.seed))


def _told(rows: Iterable[ActivityTaking]) -> list[OwnTaking]:
    plans = {each.id: each for each in activity_plans.every()}
    found, rows = [], list(rows)
    settled = ActivityHandover.objects.filter(taking_id__in=[row.pk for row in rows])
    outcomes = dict(settled.values_list("taking_id", "outcome"))
    for row in rows:
        plan = plans[row.portfolio_id]
        play = next((each.spec.play(row.activity) for each in plan.versions if each.number == row.version), None)
        found.append(_own(row, plan.code, play)._replace(outcome=outcomes.get(row.pk, "")))
    return found


def _own(row: ActivityTaking, portfolio: str, play: Play | None) -> OwnTaking:
    name = Text(row.item, row.item) if play is None else play.item_name(row.item)
    return OwnTaking(
        row.pk, portfolio, row.activity, play, row.on, row.at, row.key, row.earned, row.cost, row.item, name, row.reason,
        row.place, row.said,
    )  # fmt: skip
