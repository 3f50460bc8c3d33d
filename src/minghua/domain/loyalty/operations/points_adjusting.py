"""Points are given and taken by hand: a few by one person, many when another agreed (R24.1, trust R4)."""

from datetime import datetime
from typing import NamedTuple

from minghua.domain.loyalty.models import PointsAdjustment
from minghua.domain.loyalty.operations import points, points_by_hand
from minghua.domain.loyalty.operations import points_booking as booking
from minghua.domain.loyalty.operations.points_schemes import SUBJECT
from minghua.domain.loyalty.operations.schemes import SchemeStopped
from minghua.domain.loyalty.queries import points_plans
from minghua.domain.loyalty.types.adjustments import AdjustmentState, Way
from minghua.domain.loyalty.types.points import Act, Happening
from minghua.domain.loyalty.types.points_scheme import PointsPlan
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

ACTS = {Way.GIVE: Act.EARN, Way.TAKE: Act.TAKE}


class AnotherPersonNeeded(Refusal):
    """Who asked for an adjustment does not approve it."""

    code = "another_person_needed"
    status = 403
    text = Text("自己提出的积分调整不能由自己批准。", "Who asked for an adjustment cannot approve it.")
    remedy = Text("请另一位有权维护积分的同事批准。", "Let another person who manages points approve it.")


class AdjustmentDecided(Refusal):
    """The adjustment was approved or turned down before."""

    code = "adjustment_decided"
    status = 409
    text = Text("这项积分调整已经处理过了。", "The adjustment was decided before.")
    remedy = Text("请看积分调整列表中是谁处理的。", "The list of adjustments says by whom.")


class Adjusted(NamedTuple):
    """The adjustment, whether it is in the ledger or waits for another person, and whether it had been told before."""

    id: int
    state: AdjustmentState
    again: bool


def adjust_points(
    scheme: str, customer_id: int, amount: int, *, way: Way, key: str, reason: str, by: Actor, at: datetime
) -> Adjusted:
    """Give or take points by hand; more than one person may change alone waits until another approves.

    Raises NotFound, Invalid, SchemeStopped, InsufficientPoints, PointsKeyTaken.
    """
    plan, customer_id = points.begin(scheme, customer_id, key, amount, by=by)
    why, own = points_by_hand.reasoned(reason), points.own_key(ACTS[way].value, key)
    known = PointsAdjustment.objects.filter(scheme_id=plan.id, key=own).first()
    if known is not None:
        if (known.customer_id, known.way, known.amount) != (customer_id, way, amount):
            raise booking.PointsKeyTaken(key=own, field="key")
        return Adjusted(known.pk, AdjustmentState(known.state), again=True)
    told = _happening(plan, own, way, amount, at=at)
    points.judge(plan, customer_id, told, at=booking.instant(plan, customer_id, at=at))
    large = amount > points_by_hand.most_alone(at=at)
    if large and by.user_id is None:
        raise Invalid("大额调整要由一位员工提出。", "A large adjustment is asked for by a person.", field="amount")
    state = AdjustmentState.ASKED if large else AdjustmentState.BOOKED
    if not large:
        points.tell(plan, customer_id, told, by=by, at=at)
    pk = points_by_hand.note(
        plan, customer_id, amount, way=way, key=own, reason=why, state=state, by=by, at=at
    )  # fmt: skip
    if large:
        said = {"adjustment": pk, "points_act": ACTS[way].value, "amount": amount}
        audit.record("points.requested", SUBJECT, plan.id, said, about=customer_id, by=by, at=at)
    return Adjusted(pk, state, again=False)


def approve_adjustment(adjustment_id: int, *, by: Actor, at: datetime) -> Adjusted:
    """Put into the ledger what another person asked for; of two who approve at once one does.

    Raises NotFound, AnotherPersonNeeded, AdjustmentDecided, SchemeStopped, InsufficientPoints: then it still waits.
    """
    require(by, "points.manage")
    row = _asked(adjustment_id, by=by)
    booking.take_turns([row.customer_id])
    if by.user_id is None or row.asked_by_id == by.user_id:
        raise AnotherPersonNeeded
    _decide(row, AdjustmentState.BOOKED, "", by=by, at=at)
    plan = points_plans.plan(row.scheme.code)
    told = _happening(plan, row.key, Way(row.way), row.amount, at=at)
    points.tell(plan, row.customer_id, told, by=by, at=at, inputs={"adjustment": row.pk})
    _audit("points.approved", row, by=by, at=at)
    return Adjusted(row.pk, AdjustmentState.BOOKED, again=False)


def refuse_adjustment(adjustment_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Turn down what was asked for, with a reason; who asked may withdraw it. Raises NotFound, Invalid, AdjustmentDecided."""
    require(by, "points.record")
    row = _asked(adjustment_id, by=by)
    if row.asked_by_id != by.user_id:
        require(by, "points.manage")
    _decide(row, AdjustmentState.REFUSED, points_by_hand.reasoned(reason), by=by, at=at)
    _audit("points.refused", row, by=by, at=at)


def _asked(adjustment_id: int, *, by: Actor) -> PointsAdjustment:
    row = visible(PointsAdjustment.objects.select_related("scheme"), by).filter(pk=adjustment_id).first()
    if row is None:
        raise NotFound(field="adjustment_id")
    return row


def _decide(row: PointsAdjustment, state: AdjustmentState, why: str, *, by: Actor, at: datetime) -> None:
    """Decide it if nobody did, and if it still is whose it was when it was read."""
    asked = PointsAdjustment.objects.filter(pk=row.pk, customer_id=row.customer_id, state=AdjustmentState.ASKED)
    if not asked.update(state=state, decided_at=at, decided_by_id=by.user_id, decided_why=why):
        raise AdjustmentDecided


def _happening(plan: PointsPlan, key: str, way: Way, amount: int, *, at: datetime) -> Happening:
    if way is Way.TAKE:
        return Happening(Act.TAKE, key, at, amount)
    if plan.is_stopped:
        raise SchemeStopped(field="scheme", scheme=plan.code)
    return Happening(Act.EARN, key, at, amount, expiry=plan.at(at).spec.expiry)


def _audit(act: str, row: PointsAdjustment, *, by: Actor, at: datetime) -> None:
    said = {"adjustment": row.pk, "amount": row.amount}
    audit.record(act, SUBJECT, row.scheme_id, said, about=row.customer_id, by=by, at=at)
