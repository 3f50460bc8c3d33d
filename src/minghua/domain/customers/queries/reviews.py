"""Archives that are due to be verified, by grade: whose, since when, and the list of the yearly clean-up (R07.4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Min, Q, QuerySet

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import cards, rows
from minghua.domain.customers.queries.judging import cycles_on
from minghua.domain.customers.types.reviews import GRADES, ReviewRow, ReviewStanding, StaleRow
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.paging import Page, decode_cursor, encode_cursor
from minghua.kernel.periods import add_months, local_date, midnight

MOST_COUNTED: Final = 1_000
STALE_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Cycles:
    """The update cycles of one day, and the conditions they make."""

    on: date
    days: tuple[int, ...]

    @classmethod
    def of(cls, on: date) -> "Cycles":
        """Return the cycles in force that day."""
        return cls(on, cycles_on(on))

    def grade_of(self, value_class: str) -> int:
        """Return 0, 1 or 2 for A, B, C."""
        return GRADES.get(value_class, 2)

    def due(self, *, more: int = 0) -> Q:
        """Return the condition of open archives due on the day (or `more` days overdue)."""
        late = Q(value_class="key", verified_at__lt=self._before(0, more))
        late |= Q(value_class="potential", verified_at__lt=self._before(1, more))
        late |= Q(verified_at__lt=self._before(2, more)) & ~Q(value_class__in=["key", "potential"])
        return Q(closed_at=None) & (late | Q(verified_at=None))

    def newly_due(self) -> Q:
        """Return the condition of those that fell due on this very day."""
        parts = Q(pk__in=())
        for value_classes, grade in ((["key"], 0), (["potential"], 1), (None, 2)):
            end = self._before(grade, 0)
            fell = Q(verified_at__lt=end, verified_at__gte=end - timedelta(days=1))
            graded = (
                ~Q(value_class__in=["key", "potential"]) if value_classes is None else Q(value_class__in=value_classes)
            )
            parts |= fell & graded
        return Q(closed_at=None) & parts

    def _before(self, grade: int, more: int) -> datetime:
        """Verified before this instant means that the cycle has run out on the day: due_on ≤ on."""
        return midnight(self.on - timedelta(days=self.days[grade] + more - 1))


def reviews_due(
    viewer: Actor,
    *,
    on: date,
    mine: bool = True,
    owner_id: int | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ReviewRow]:
    """Return archives due on the day, the longest unverified first: one's own, one owner's, or all in reach."""
    require(viewer, "customers.view")
    cycles = Cycles.of(on)
    found = _reach(viewer, mine=mine, owner_id=owner_id).filter(cycles.due()).select_related("owner", "pool")
    found = found.exclude(verified_at=None)  # whoever is created is verified that day; what is older is in the counts
    if cursor:
        at, after = decode_cursor(cursor, datetime, int)
        found = found.filter(Q(verified_at__gt=at) | Q(verified_at=at, pk__gt=after))
    ordered = list(found.order_by("verified_at", "pk")[: limit + 1])
    following = encode_cursor((ordered[limit - 1].verified_at, ordered[limit - 1].pk)) if len(ordered) > limit else None
    return Page(tuple(_row(viewer, row, cycles) for row in ordered[:limit]), following)


def review_count(viewer: Actor, *, on: date) -> int:
    """Return how many of one's own archives are due, counted no further than a thousand."""
    require(viewer, "customers.view")
    return _reach(viewer, mine=True, owner_id=None).filter(Cycles.of(on).due())[:MOST_COUNTED].count()


def review_report(viewer: Actor, *, on: date) -> list[ReviewStanding]:
    """Return for each owner and team in reach how many archives there are, are due, and are a month overdue."""
    require(viewer, "customers.view")
    cycles = Cycles.of(on)
    reach = visible(Customer.objects.filter(closed_at=None), viewer)
    figures: dict[str, Any] = {
        "customers": Count("pk"),
        "due": Count("pk", filter=cycles.due()),
        "long_due": Count("pk", filter=cycles.due(more=30)),
        "oldest": Min("verified_at"),
    }
    found = []
    for scope, path, names_of in (("team", "team_id", people.team_names), ("owner", "owner_id", people.names_of)):
        lines = list(reach.exclude(**{path: None}).order_by().values(path).annotate(**figures))
        names = names_of([line[path] for line in lines])
        found += [
            ReviewStanding(
                scope,
                line[path],
                names.get(line[path], ""),
                line["customers"],
                line["due"],
                line["long_due"],
                line["oldest"],
            )
            for line in lines
        ]
    return sorted(found, key=lambda one: (one.scope != "team", -one.due, one.name))


def newly_due_by_owner(by: Actor, *, on: date) -> dict[int, tuple[int, int]]:
    """Return owner id → (how many fell due today, how many are due) of owners with news."""
    require(by, "customers.view")
    cycles = Cycles.of(on)
    reach = visible(Customer.objects.filter(cycles.due()).exclude(owner=None), by)
    lines = reach.order_by().values("owner_id").annotate(due=Count("pk"), new=Count("pk", filter=cycles.newly_due()))
    return {line["owner_id"]: (line["new"], line["due"]) for line in lines if line["new"]}


def stale(viewer: Actor, *, on: date, cursor: str | None = None, limit: int = 50) -> Page[StaleRow]:
    """Return the list of the yearly clean-up: open archives nobody bought from, talked to or verified for twelve months."""
    require(viewer, "customers.view")
    day = add_months(on, -STALE_MONTHS)
    since = midnight(day)
    quiet = (
        (Q(last_order_on=None) | Q(last_order_on__lt=day))
        & (Q(last_contact_at=None) | Q(last_contact_at__lt=since))
        & (Q(verified_at=None) | Q(verified_at__lt=since))
    )
    found = visible(Customer.objects.filter(quiet, closed_at=None, created_at__lt=since), viewer)
    if cursor:
        (after,) = decode_cursor(cursor, int)
        found = found.filter(pk__gt=after)
    ordered = list(found.select_related("owner", "pool").order_by("pk")[: limit + 1])
    following = encode_cursor((ordered[limit - 1].pk,)) if len(ordered) > limit else None
    return Page(tuple(_stale(viewer, row) for row in ordered[:limit]), following)


def _reach(viewer: Actor, *, mine: bool, owner_id: int | None) -> "QuerySet[Customer]":
    found = rows.seen(viewer)
    if owner_id is not None:
        return found.filter(owner_id=owner_id)
    return found.filter(owner_id=viewer.user_id or 0) if mine else found


def _row(viewer: Actor, row: Customer, cycles: Cycles) -> ReviewRow:
    grade = cycles.grade_of(row.value_class)
    verified = local_date(row.verified_at) if row.verified_at else None
    due_on = verified + timedelta(days=cycles.days[grade]) if verified else None
    return ReviewRow(
        id=row.pk,
        name=cards.shown(viewer, row, "name"),
        number=row.number,
        grade="ABC"[grade],
        owner_id=row.owner_id,
        owner_name=row.owner.name if row.owner else "",
        verified_on=verified,
        due_on=due_on,
        overdue_days=(cycles.on - due_on).days if due_on else None,
        cycle_days=cycles.days[grade],
        archive_e2=row.archive_score,
    )


def _stale(viewer: Actor, row: Customer) -> StaleRow:
    return StaleRow(
        id=row.pk,
        name=cards.shown(viewer, row, "name"),
        number=row.number,
        owner_name=row.owner.name if row.owner else "",
        last_order_on=row.last_order_on,
        last_contact_at=row.last_contact_at,
        verified_at=row.verified_at,
    )
