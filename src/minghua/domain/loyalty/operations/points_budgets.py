"""Budgets of points: what all members together may get by some rules in a time, never above it and given back by returns."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db.models import F

from minghua.domain.loyalty.models import PointsBudget
from minghua.domain.loyalty.operations.points_booking import AccountMoved
from minghua.domain.loyalty.rules.points_limits import Drawn, Place
from minghua.domain.loyalty.types.points_scheme import PointsPlan


class Held(NamedTuple):
    """Budgets that are held until the transaction ends: their rows, how much each has in all, and what is drawn on them."""

    rows: Mapping[Place, PointsBudget]
    most: Mapping[Place, int]
    drawn: Drawn


def hold(plan: PointsPlan, most: Mapping[Place, int], known: Collection[Place]) -> Held:
    """Hold these periods of budgets, always in one order; those that may be drawn on (`most`) are opened when they are new."""
    places = {*most, *known}
    if not places:
        return Held({}, {}, Drawn())
    news = [
        PointsBudget(scheme_id=plan.id, limit=limit, first_on=first, most=most[limit, first])
        for limit, first in sorted(most)
    ]
    PointsBudget.objects.bulk_create(news, ignore_conflicts=True)
    rows = PointsBudget.objects.select_for_update().filter(
        scheme_id=plan.id, limit__in={limit for limit, _ in places}, first_on__in={first for _, first in places}
    )
    held = {(row.limit, row.first_on): row for row in rows.order_by("limit", "first_on")}
    return Held(held, most, Drawn({place: row.given for place, row in held.items()}))


def write(held: Held) -> None:
    """Write what was drawn, if there is room for it still; raises AccountMoved otherwise, and nothing was written."""
    for place, points in sorted(held.drawn.moved.items()):
        row = held.rows[place]
        most = max(row.most, held.most.get(place, 0))
        free = PointsBudget.objects.filter(pk=row.pk, given__lte=most - points, given__gte=-points)
        if points and not free.update(given=F("given") + points, most=most):
            raise AccountMoved()
