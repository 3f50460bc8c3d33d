"""What was given: the list with its filters, one grant, each with its evidence as it stands on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import BenefitGrant, BenefitVersion, GrantItem, Revocation
from minghua.domain.loyalty.queries import plans
from minghua.domain.loyalty.types import GrantState, SchemeSpec
from minghua.domain.loyalty.types.shown import GrantRow, ItemRow
from minghua.foundation.listing import paging
from minghua.foundation.listing.types import Field, Sort
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.paging import Page
from minghua.kernel.words import Text

GRANT_FIELDS: Final[tuple[Field, ...]] = (
    Field("granted", Text("发放时间", "Given"), "datetime", "granted_at", sortable=True),
    Field("until", Text("失效日", "Until"), "date", "until_on", sortable=True),
)
LATEST_FIRST: Final = (Sort("granted", descending=True),)


class GrantFilter(NamedTuple):
    """Which grants a list keeps; empty fields keep all."""

    scheme: str = ""
    benefit: str = ""
    period: str = ""
    state: str = ""


ALL: Final = GrantFilter()


def granted(viewer: Actor, keep: GrantFilter = ALL, *, on: date) -> "QuerySet[BenefitGrant]":
    """Return the grants within reach that a filter keeps; raises Invalid for a state that there is not."""
    require(viewer, "benefits.view")
    require(viewer, "customers.view")
    rows = visible(BenefitGrant.objects.filter(customer__merged_into=None), viewer)
    for column, value in (("scheme__code", keep.scheme), ("benefit", keep.benefit), ("period", keep.period)):
        rows = rows.filter(**{column: value}) if value else rows
    if not keep.state:
        return rows
    if keep.state not in set(GrantState):
        raise Invalid("没有这种状态。", "There is no such state.", field="state")
    revoked = Exists(Revocation.objects.filter(grant_id=OuterRef("pk")))
    if keep.state == GrantState.REVOKED:
        return rows.filter(revoked)
    rows = rows.exclude(revoked)
    return rows.filter(until_on__lte=on) if keep.state == GrantState.EXPIRED else rows.filter(until_on__gt=on)


def grants(
    viewer: Actor,
    keep: GrantFilter = ALL,
    *,
    on: date,
    sorts: tuple[Sort, ...] = (),
    cursor: str | None = None,
    limit: int = 50,
) -> Page[GrantRow]:
    """Return one page of grants, the latest first; raises BadCursor, UnknownField, Invalid."""
    rows = told(viewer, granted(viewer, keep, on=on))
    page = paging.page(rows, sorts or LATEST_FIRST, GRANT_FIELDS, cursor=cursor, limit=limit)
    return Page(tuple(opened(page.items, on=on)), page.next_cursor, page.previous_cursor)


def grant_count(viewer: Actor, keep: GrantFilter = ALL, *, on: date) -> paging.Count:
    """Return how many the list has, counted no further than 10,000."""
    return paging.capped_count(granted(viewer, keep, on=on))


def grant(viewer: Actor, grant_id: int, *, on: date) -> GrantRow:
    """Return one grant with its evidence; raises NotFound."""
    found = opened(told(viewer, granted(viewer, on=on).filter(pk=grant_id)), on=on)
    if not found:
        raise NotFound(field="grant_id")
    return found[0]


def told(viewer: Actor, rows: "QuerySet[BenefitGrant]") -> "QuerySet[BenefitGrant]":
    """Return the same grants with the names that this viewer may read."""
    return rows.select_related("scheme", "customer", "granted_by").annotate(told_name=customer_reads.told_name(viewer))


def opened(rows: Iterable[Any], *, on: date) -> list[GrantRow]:
    """Return grants as they stand on a day; four queries for however many."""
    found = list(rows)
    ids = [row.pk for row in found]
    items: defaultdict[int, list[GrantItem]] = defaultdict(list)
    for item in GrantItem.objects.filter(grant_id__in=ids).order_by("pk"):
        items[item.grant_id].append(item)
    revoked = {row.grant_id: row for row in Revocation.objects.filter(grant_id__in=ids)}
    specs = _specs({(row.scheme_id, row.version) for row in found})
    names = _level_names({row.programme for row in found}, on=on)
    return [
        _row(row, items[row.pk], revoked.get(row.pk), specs[row.scheme_id, row.version], names, on=on) for row in found
    ]


def _row(
    row: Any,
    items: list[GrantItem],
    revoked: Revocation | None,
    spec: SchemeSpec,
    names: dict[tuple[str, str], Text],
    *,
    on: date,
) -> GrantRow:
    pack = spec.pack(row.benefit)
    said = {each.code: each.name for each in pack.items} if pack else {}
    state = GrantState.EXPIRED if row.until_on <= on else GrantState.CURRENT
    return GrantRow(
        id=row.pk,
        scheme=row.scheme.code,
        scheme_name=Text(row.scheme.name_zh, row.scheme.name_en),
        version=row.version,
        programme=row.programme,
        benefit=row.benefit,
        benefit_name=pack.name if pack else Text(row.benefit, row.benefit),
        period=row.period,
        customer_id=row.customer_id,
        customer_number=row.customer.number,
        customer_name=row.told_name,
        take=row.take,
        level=row.level,
        level_name=names.get((row.programme, row.level), Text(row.level, row.level)),
        level_at=row.level_at,
        window_from=row.window_from,
        window_until=row.window_until,
        issued_on=row.issued_on,
        until_on=row.until_on,
        granted_at=row.granted_at,
        granted_by=row.granted_by.name if row.granted_by else "",
        reason=Text(row.reason_zh, row.reason_en),
        state=GrantState.REVOKED if revoked else state,
        revoked_at=revoked.at if revoked else None,
        revoked_why=revoked.reason if revoked else "",
        currency=spec.currency,
        items=tuple(
            ItemRow(
                each.code, said.get(each.code, Text(each.code, each.code)), each.kind, each.value, each.least,
                each.count, each.from_on, each.until_on,
            )
            for each in items
        ),
    )  # fmt: skip


def _specs(wanted: set[tuple[int, int]]) -> dict[tuple[int, int], SchemeSpec]:
    rows = BenefitVersion.objects.filter(scheme_id__in={pk for pk, _ in wanted}) if wanted else ()
    return {(row.scheme_id, row.number): plans.specified(row.text) for row in rows}


def _level_names(programmes: set[str], *, on: date) -> dict[tuple[str, str], Text]:
    return {
        (programme, level.code): level.name
        for programme in sorted(programmes)
        for level in plans.levels_of(plans.programme_rules(programme, on=on))
    }
