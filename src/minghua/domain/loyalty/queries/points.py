"""Points as people read them: accounts, lots with their last days, and the statement that explains every line (R24.1)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import PointsAccount, PointsEntry, PointsFact
from minghua.domain.loyalty.queries import points_facts, points_plans
from minghua.domain.loyalty.queries.points_plans import PointsPlan
from minghua.domain.loyalty.rules.points_fold import fold
from minghua.domain.loyalty.types.points import AccountState
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class LotRow:
    """Points of one earning that are left, and the last day on which they may be used (None: for ever)."""

    key: str
    left: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class AccountSheet:
    """A member's account in one scheme at an instant: what may be spent, what waits, what is held and owed."""

    scheme: str
    name: Text
    available: int
    pending: int
    held: int
    debt: int
    lots: tuple[LotRow, ...]

    @property
    def balance(self) -> int:
        """What may be spent, less what is owed."""
        return self.available - self.debt


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of a statement: what moved, why, with what it was reckoned from, and the balance after it."""

    id: int
    at: datetime
    recorded_at: datetime
    move: str
    source: str
    target: str
    amount: int
    corrects: bool
    balance: int
    cause: str
    lot: str
    inputs: dict[str, Any]


def points_of(viewer: Actor, customer_id: int, *, at: datetime) -> list[AccountSheet]:
    """Return a member's accounts as they are at an instant, whether a night wrote it down or not; raises NotFound."""
    require(viewer, "points.view")
    customer_reads.require_seen(viewer, customer_id)
    found = []
    for plan in points_plans.every():
        story = points_facts.stories(plan.id, [customer_id]).get(customer_id)
        if story:
            found.append(_sheet(plan, fold(story, at=at, zone=plan.zone)))
    return found


def points_statement(
    viewer: Actor, scheme: str, customer_id: int, *, before_id: int | None = None, limit: int = 50
) -> list[EntryLine]:
    """Return the lines of a member's ledger, the latest written first, from before an id on; raises NotFound."""
    require(viewer, "points.view")
    customer_reads.require_seen(viewer, customer_id)
    plan = points_plans.plan(scheme)
    account = PointsAccount.objects.filter(scheme_id=plan.id, customer_id=customer_id).first()
    rows = PointsEntry.objects.filter(account=account) if account else PointsEntry.objects.none()
    page = list((rows if before_id is None else rows.filter(pk__lt=before_id)).order_by("-pk")[:limit])
    keys = {row.cause or row.lot for row in page}
    inputs = dict(PointsFact.objects.filter(scheme_id=plan.id, key__in=keys).values_list("key", "inputs"))
    return [
        EntryLine(
            row.pk, row.at, row.recorded_at, row.move, row.source, row.target, row.amount, row.corrects, row.balance, row.cause,
            row.lot, inputs.get(row.cause or row.lot, {}),
        )
        for row in page
    ]  # fmt: skip


def _sheet(plan: PointsPlan, state: AccountState) -> AccountSheet:
    lots = [
        LotRow(lot.key, lot.available, None if lot.expires_on is None else lot.expires_on - timedelta(days=1))
        for lot in state.lots
        if lot.available
    ]
    lots.sort(key=lambda lot: (lot.last_on is None, lot.last_on or date.max))
    return AccountSheet(
        plan.code, plan.latest.name, state.available, state.pending, state.held, state.debt, tuple(lots)
    )
