"""Whose standing has gone out of date because time passed or a parameter changed (R01.2)."""

from datetime import date, timedelta

from django.db.models import Q

from minghua.domain.customers.models import Customer
from minghua.domain.customers.rules.standing import Windows
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require

_ACTIVE = ("first_time", "repeat", "loyal", "advocate")


def windows_on(on: date) -> Windows:
    """Return the numbers in force that day (P03, P34)."""
    return Windows(
        churn_days=parameters.value("standing.churn_days", on=on),
        regained_days=parameters.value("standing.regained_days", on=on),
        loyal_index=parameters.value("standing.loyal_index", on=on),
    )


def standing_due(viewer: Actor, *, on: date, after_id: int = 0, limit: int = 500) -> list[int]:
    """Return ids (ascending, after `after_id`) of customers whose status no longer fits their last order's age."""
    require(viewer, "customers.view")
    windows = windows_on(on)
    half_ago = on - timedelta(days=windows.churn_days // 2)
    window_ago = on - timedelta(days=windows.churn_days)
    outdated = (
        Q(status__in=_ACTIVE, last_order_on__lt=half_ago)
        | Q(status="regained")
        | Q(status="dormant", last_order_on__lt=window_ago)
        | Q(status="dormant", last_order_on__gte=half_ago)
        | Q(status="lost", last_order_on__gte=window_ago)
    )
    rows = visible(Customer.objects.filter(outdated, pk__gt=after_id, axes_as_of__lt=on), viewer)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
