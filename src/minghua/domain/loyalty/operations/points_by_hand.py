"""What a person may give or take alone, and the note of it (R24.1, trust R4)."""

from collections.abc import Iterable
from datetime import datetime

from minghua.domain.loyalty.models import PointsAdjustment
from minghua.domain.loyalty.types.adjustments import AdjustmentState, Way
from minghua.domain.loyalty.types.points_policy import BY_HAND
from minghua.domain.loyalty.types.points_scheme import PointsPlan
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people.types import Actor
from minghua.kernel.errors import Invalid, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

LONGEST_REASON = 200


class TooManyByHand(Refusal):
    """One person gives more points at once than anybody may give alone."""

    code = "too_many_by_hand"
    status = 403
    text = Text(
        "一个人一次最多赠送 {most} 积分，不能是 {amount}。",
        "One person gives {most} points at once at most, not {amount}.",
    )
    remedy = Text("请提交积分调整，由另一位同事批准。", "Ask for an adjustment; another person approves it.")


def most_alone(*, at: datetime) -> int:
    """Return how many points one person may give or take at once without another."""
    return int(parameters.value(BY_HAND.code, on=local_date(at)))


def reasoned(reason: str) -> str:
    """Return the reason as it is kept; raises Invalid for none and for one too long."""
    plain = reason.strip()
    if not plain:
        raise Invalid("请写明原因。", "Say why.", field="reason")
    if len(plain) > LONGEST_REASON:
        raise Invalid("原因最多 200 字。", "A reason has 200 characters at most.", field="reason")
    return plain


def note(
    plan: PointsPlan,
    customer_id: int,
    amount: int,
    *,
    way: Way,
    key: str,
    reason: str,
    state: AdjustmentState,
    by: Actor,
    at: datetime,
) -> int:
    """Keep who changed points by hand, or asks to; returns its id."""
    row = PointsAdjustment.objects.create(
        scheme_id=plan.id, customer_id=customer_id, key=key, way=way, amount=amount, most=most_alone(at=at),
        reason=reason[:LONGEST_REASON], state=state, asked_at=at, asked_by_id=by.user_id,
    )  # fmt: skip
    return row.pk


def note_many(
    plan: PointsPlan, gifts: Iterable[tuple[int, int, str, str]], *, way: Way, by: Actor, at: datetime
) -> None:
    """Keep who gave many members points at once: customer, amount, key and reason of each."""
    most = most_alone(at=at)
    PointsAdjustment.objects.bulk_create(
        PointsAdjustment(
            scheme_id=plan.id, customer_id=pk, key=key, way=way, amount=amount, most=most, reason=reason[:LONGEST_REASON],
            state=AdjustmentState.BOOKED, asked_at=at, asked_by_id=by.user_id,
        )
        for pk, amount, key, reason in gifts
    )  # fmt: skip
