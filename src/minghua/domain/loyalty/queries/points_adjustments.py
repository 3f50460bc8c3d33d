"""Every change of points by hand: who asked, why, and who agreed (R24.1, trust R4)."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import F, QuerySet

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import PointsAdjustment
from minghua.domain.loyalty.types.adjustments import AdjustmentRow, AdjustmentState, Way
from minghua.domain.loyalty.types.points_policy import BY_HAND
from minghua.foundation.listing import paging
from minghua.foundation.listing.types import Field, Sort
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid
from minghua.kernel.paging import Page
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

ADJUSTMENT_FIELDS: Final[tuple[Field, ...]] = (
    Field("asked", Text("提出时间", "Asked"), "datetime", "asked_at", sortable=True),
    Field("amount", Text("积分", "Points"), "number", "amount", sortable=True),
)
LATEST_FIRST: Final = (Sort("asked", descending=True),)


class AdjustmentFilter(NamedTuple):
    """Which adjustments a list keeps; empty fields keep all. `size` is "large" for those that need two people."""

    scheme: str = ""
    state: str = ""
    way: str = ""
    size: str = ""


ALL_ADJUSTMENTS: Final = AdjustmentFilter()


def adjusted(viewer: Actor, keep: AdjustmentFilter = ALL_ADJUSTMENTS) -> "QuerySet[PointsAdjustment]":
    """Return the adjustments within reach that a filter keeps; raises Invalid for a word that there is not."""
    require(viewer, "points.record")
    require(viewer, "customers.view")
    rows = visible(PointsAdjustment.objects.filter(customer__merged_into=None), viewer)
    if keep.scheme:
        rows = rows.filter(scheme__code=keep.scheme)
    for name, words in (("state", set(AdjustmentState)), ("way", set(Way)), ("size", {"large"})):
        said = getattr(keep, name)
        if said and said not in words:
            raise Invalid("没有这种筛选。", "There is no such filter.", field=name)
    if keep.size:
        rows = rows.filter(amount__gt=F("most"))
    kept = {name: getattr(keep, name) for name in ("state", "way") if getattr(keep, name)}
    return rows.filter(**kept)


def adjustments(
    viewer: Actor,
    keep: AdjustmentFilter = ALL_ADJUSTMENTS,
    *,
    sorts: tuple[Sort, ...] = (),
    cursor: str | None = None,
    limit: int = 50,
) -> Page[AdjustmentRow]:
    """Return one page of adjustments, the latest first; raises BadCursor, UnknownField, Invalid."""
    rows = adjusted(viewer, keep).select_related("scheme", "customer", "asked_by", "decided_by")
    named = rows.annotate(told_name=customer_reads.told_name(viewer))
    page = paging.page(named, sorts or LATEST_FIRST, ADJUSTMENT_FIELDS, cursor=cursor, limit=limit)
    return Page(tuple(_row(row) for row in page.items), page.next_cursor, page.previous_cursor)


def adjustment_count(viewer: Actor, keep: AdjustmentFilter = ALL_ADJUSTMENTS) -> paging.Count:
    """Return how many the list has, counted no further than 10,000."""
    return paging.capped_count(adjusted(viewer, keep))


def most_by_hand(viewer: Actor, *, at: datetime) -> int:
    """Return how many points one person may give or take at once without another."""
    require(viewer, "points.record")
    return int(parameters.value(BY_HAND.code, on=local_date(at)))


def _row(row: Any) -> AdjustmentRow:
    return AdjustmentRow(
        row.pk, row.scheme.code, Text(row.scheme.name_zh, row.scheme.name_en), row.customer_id, row.customer.number,
        row.told_name, Way(row.way), row.amount, row.most, row.reason, AdjustmentState(row.state), row.asked_at, row.asked_by_id,
        row.asked_by.name if row.asked_by else "", row.decided_at, row.decided_by.name if row.decided_by else "", row.decided_why,
    )  # fmt: skip
