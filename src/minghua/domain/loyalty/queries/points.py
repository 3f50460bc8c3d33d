"""Points as people read them: accounts, lots with their last days, and the statement that explains every line (R24.1)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import PointsAccount, PointsAdjustment, PointsEntry, PointsFact
from minghua.domain.loyalty.queries import points_facts, points_plans
from minghua.domain.loyalty.rules.points_fold import fold
from minghua.domain.loyalty.types.points import AccountState, Act
from minghua.domain.loyalty.types.points_scheme import PointsPlan
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


class Withheld(NamedTuple):
    """An award that its limits left nothing of: when, of which order, and what it was reckoned from."""

    at: datetime
    order_id: int | None
    inputs: dict[str, Any]


def points_of(viewer: Actor, customer_id: int, *, at: datetime) -> list[AccountSheet]:
    """Return a member's accounts as they are at an instant, whether a night wrote it down or not; raises NotFound."""
    require(viewer, "points.view")
    customer_id = _home(viewer, customer_id)
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
    customer_id = _home(viewer, customer_id)
    plan = points_plans.plan(scheme)
    account = PointsAccount.objects.filter(scheme_id=plan.id, customer_id=customer_id).first()
    rows = PointsEntry.objects.filter(account=account) if account else PointsEntry.objects.none()
    page = list((rows if before_id is None else rows.filter(pk__lt=before_id)).order_by("-pk")[:limit])
    keys = {row.cause or row.lot for row in page}
    inputs = dict(PointsFact.objects.filter(scheme_id=plan.id, key__in=keys).values_list("key", "inputs"))
    by_hand = PointsAdjustment.objects.filter(scheme_id=plan.id, key__in=keys).exclude(reason="")
    for key, reason in by_hand.values_list("key", "reason"):
        inputs[key] = inputs.get(key, {}) | {"reason": reason}
    return [
        EntryLine(
            row.pk, row.at, row.recorded_at, row.move, row.source, row.target, row.amount, row.corrects, row.balance, row.cause,
            row.lot, inputs.get(row.cause or row.lot, {}),
        )
        for row in page
    ]  # fmt: skip


def points_withheld(viewer: Actor, scheme: str, customer_id: int, *, limit: int = 10) -> list[Withheld]:
    """Return the latest orders of a member that a limit left nothing of, each with what it was reckoned from; raises NotFound."""
    require(viewer, "points.view")
    customer_reads.require_seen(viewer, customer_id)
    plan = points_plans.plan(scheme)
    rows = PointsFact.objects.filter(customer_id=customer_id, scheme_id=plan.id, act=Act.EARN, amount=0)
    return [Withheld(row.at, row.order_id, row.inputs) for row in rows.order_by("-at", "-pk")[:limit]]


def _home(viewer: Actor, customer_id: int) -> int:
    """Return who a customer is by now: itself, or what it was merged into; raises NotFound where that is not seen."""
    home = customer_reads.survivor_of(customer_id)
    customer_reads.require_seen(viewer, home)
    return home


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
