"""Figures of quality follow the customers: in bulk, batch by batch, and once a day for every set (R06.9, R07.5)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum

from minghua.domain.customers.models import Customer, CustomerQuality, QualityMark, QualitySnapshot
from minghua.domain.customers.queries import lists, secrets
from minghua.domain.customers.queries.judging import CYCLE_CODES, Judge
from minghua.domain.customers.rules.archive import ArchiveScore
from minghua.domain.customers.types.quality import RULE_VERSION, Dimension, Quality
from minghua.foundation.listing import coding
from minghua.foundation.listing import queries as views
from minghua.foundation.listing.types import Spec
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

BATCH: Final = 1_000
OVERLAP: Final = timedelta(minutes=10)  # a change may be committed some time after the instant it carries
RECENT: Final = "recent"
FIGURES: Final = (*(str(dimension) for dimension in Dimension), "total", "archive")


def refresh_quality(*, after_id: int, by: Actor, at: datetime) -> int | None:
    """Judge the next customers by id and return the last one looked at, None at the end."""
    require(by, "customers.edit")
    found = list(Customer.objects.filter(pk__gt=after_id).order_by("pk")[:BATCH])
    store_figures(found, on=local_date(at))
    return found[-1].pk if found else None


def refresh_recent(*, by: Actor, at: datetime) -> bool:
    """Judge the next customers that changed since the mark, and return whether more may follow."""
    require(by, "customers.edit")
    mark = QualityMark.objects.select_for_update().filter(pk=RECENT).first() or QualityMark(
        code=RECENT, at=at - OVERLAP
    )
    later = Q(updated_at__gt=mark.at) | Q(updated_at=mark.at, pk__gt=mark.after_id)
    found = list(Customer.objects.filter(later, updated_at__gte=mark.at).order_by("updated_at", "pk")[:BATCH])
    store_figures(found, on=local_date(at))
    more = len(found) == BATCH
    last = found[-1] if found else None
    if more and last is not None:
        mark.at, mark.after_id = last.updated_at, last.pk
    else:
        mark.at, mark.after_id = max(mark.at, at - OVERLAP), 0
    mark.save()
    return more


def store_figures(customers: Sequence[Customer], *, on: date) -> int:
    """Judge these customers, store the figures that changed and return how many did."""
    if not customers:
        return 0
    secrets.open_archives(customers)
    ids = [customer.pk for customer in customers]
    known = CustomerQuality.objects.filter(customer_id__in=ids).in_bulk()
    rows = [_row(customer, found, score, on=on) for customer, found, score in Judge(on).judged(customers)]
    changed = [row for row in rows if row.customer_id not in known or _differs(row, known[row.customer_id])]
    CustomerQuality.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=[*FIGURES, "as_of", "rule_version"],
        batch_size=500,
    )
    _copy_to_customers([row.customer_id for row in changed])
    return len(changed)


def _copy_to_customers(ids: Sequence[int]) -> None:
    """The two scores stand in the customer's row too, where lists sort by them."""
    figures = CustomerQuality.objects.filter(customer_id=OuterRef("pk"))
    if ids:
        Customer.objects.filter(pk__in=ids).update(
            quality=Subquery(figures.values("total")[:1]), archive_score=Subquery(figures.values("archive")[:1])
        )


def _row(customer: Customer, found: Quality, score: ArchiveScore, *, on: date) -> CustomerQuality:
    sides = {str(side.dimension): side.e4 for side in found.sides}
    return CustomerQuality(
        customer_id=customer.pk,
        total=found.total_e2,
        archive=score.score_e2,
        as_of=on,
        rule_version=RULE_VERSION,
        **sides,
    )


def _differs(row: CustomerQuality, known: CustomerQuality) -> bool:
    return any(getattr(row, name) != getattr(known, name) for name in (*FIGURES, "rule_version"))


def take_snapshots(*, by: Actor, at: datetime) -> int:
    """Store today's means of everyone, each team, each owner and each view shared with all; return how many sets."""
    require(by, "customers.view")
    on = local_date(at)
    figures = CustomerQuality.objects.filter(customer__closed_at=None)
    made = [_snapshot("all", 0, row, on=on) for row in [figures.aggregate(**_means())]]
    for scope, path in (("team", "customer__team_id"), ("owner", "customer__owner_id")):
        for row in figures.exclude(**{path: None}).order_by().values(set=F(path)).annotate(**_means()):
            made.append(_snapshot(scope, row["set"], dict(row), on=on))
    made += list(_of_views(by, on=on))
    QualitySnapshot.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["scope", "scope_id", "as_of"],
        update_fields=["customers", *FIGURES, "rule_version", "parameter_version"],
        batch_size=200,
    )
    return len(made)


def _of_views(by: Actor, *, on: date) -> Iterable[QualitySnapshot]:
    """A view that no longer fits the fields is passed over: its owner sees why when opening it."""
    for view in views.shared_with_all("customers"):
        try:
            wanted = coding.filter_from_json(view.spec.get("filter"), lists.fields_for(by))
            chosen = lists.chosen(by, Spec(wanted), on=on)
        except Refusal:
            continue
        row = CustomerQuality.objects.filter(customer_id__in=chosen.values("pk")).aggregate(**_means())
        yield _snapshot("view", view.id, row, on=on)


def _means() -> dict[str, Any]:
    sums = {f"sum_{name}": Sum(name) for name in FIGURES}
    return {"customers": Count("pk")} | sums | {f"count_{name}": Count(name) for name in FIGURES}


def _snapshot(scope: str, scope_id: int, row: dict[str, Any], *, on: date) -> QualitySnapshot:
    means = {name: _mean(row[f"sum_{name}"], row[f"count_{name}"]) for name in FIGURES}
    versions = "/".join(str(parameters.in_force(code, on=on).version) for code in CYCLE_CODES)
    return QualitySnapshot(
        as_of=on,
        scope=scope,
        scope_id=scope_id,
        customers=row["customers"],
        rule_version=RULE_VERSION,
        parameter_version=versions,
        **means,
    )


def _mean(total: int | None, count: int) -> int | None:
    return int(Fraction(int(total), count) + Fraction(1, 2)) if count and total is not None else None
