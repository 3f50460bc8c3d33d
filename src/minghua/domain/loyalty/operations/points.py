"""Points are earned, held, spent and given back by name: each once for ever under its key, each judged under the account's lock."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import PointsAdjustment, PointsFact
from minghua.domain.loyalty.operations import points_booking as booking
from minghua.domain.loyalty.operations import points_by_hand
from minghua.domain.loyalty.operations.points_booking import NewFact
from minghua.domain.loyalty.operations.schemes import SchemeStopped
from minghua.domain.loyalty.queries import points_facts, points_plans
from minghua.domain.loyalty.rules.points_fold import fold
from minghua.domain.loyalty.types.adjustments import AdjustmentState, Way
from minghua.domain.loyalty.types.points import AccountState, Act, Happening, Move
from minghua.domain.loyalty.types.points_scheme import PointsPlan
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

MOST = 10**12
LONGEST_KEY = 100


class InsufficientPoints(Refusal):
    """There are not so many points to spend; while something is owed there are none."""

    code = "insufficient_points"
    status = 409
    text = Text("可用积分 {available}，不够 {amount}。", "{available} points may be spent, not {amount}.")
    remedy = Text("请减少积分，或查看对账单。", "Spend fewer, or look at the statement.")


class HoldOver(Refusal):
    """The hold was spent, released or has timed out."""

    code = "hold_over"
    status = 409
    text = Text("预留「{key}」已经结束。", "The hold “{key}” is over.")
    remedy = Text("请重新预留。", "Hold the points anew.")


class TooMuchBack(Refusal):
    """More is to be given back than was spent."""

    code = "too_much_back"
    status = 409
    text = Text("这笔只剩 {left} 分可退回。", "Only {left} points of it can be given back.")
    remedy = Text("请改小数额。", "Give back less.")


class Written(NamedTuple):
    """The account after the act, and whether the act had been told before."""

    state: AccountState
    again: bool


def earn_points(
    scheme: str,
    customer_id: int,
    amount: int,
    *,
    key: str,
    why: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Written:
    """Give points that become usable at once (an activity, a gift); raises NotFound, SchemeStopped, Invalid, TooManyByHand, PointsKeyTaken."""
    plan, customer_id = begin(scheme, customer_id, key, amount, by=by)
    own = own_key("earn", key)
    if by.user_id is not None:
        _may_give(plan, amount, own, at=at)
    if plan.is_stopped:
        raise SchemeStopped(field="scheme", scheme=scheme)
    spec = plan.at(at).spec
    told = Happening(Act.EARN, own, at, amount, expiry=spec.expiry)
    inputs, said = dict(why or {}), ""
    if by.user_id is not None:  # words of people stand in the note, which an erasure can blank; a fact stays for ever
        said = str(inputs.pop("reason", ""))
    written = tell(plan, customer_id, told, by=by, at=at, inputs=inputs)
    if by.user_id is not None and not written.again:
        points_by_hand.note(
            plan, customer_id, amount, way=Way.GIVE, key=own, reason=said, state=AdjustmentState.BOOKED, by=by, at=at
        )
    return written


def spend_points(scheme: str, customer_id: int, amount: int, *, key: str, by: Actor, at: datetime) -> Written:
    """Spend points, nearest expiry first; raises NotFound, Invalid, InsufficientPoints, PointsKeyTaken (LV8)."""
    plan, customer_id = begin(scheme, customer_id, key, amount, by=by)
    told = Happening(Act.SPEND, own_key("spend", key), at, amount)
    return tell(plan, customer_id, told, by=by, at=at)


def hold_points(
    scheme: str, customer_id: int, amount: int, *, key: str, minutes: int | None = None, by: Actor, at: datetime
) -> Written:
    """Keep points for a purchase under way, for so many minutes; raises what `spend_points` raises."""
    plan, customer_id = begin(scheme, customer_id, key, amount, by=by)
    lasts = plan.at(at).spec.hold_minutes if minutes is None else minutes
    if not 1 <= lasts <= 43_200:
        raise Invalid("预留应为 1 分钟至 30 天。", "A hold lasts from a minute to 30 days.", field="minutes")
    told = Happening(Act.HOLD, own_key("hold", key), at, amount, until_at=at + timedelta(minutes=lasts))
    return tell(plan, customer_id, told, by=by, at=at)


def capture_hold(
    scheme: str, customer_id: int, *, key: str, amount: int | None = None, by: Actor, at: datetime
) -> Written:
    """Spend what was held, all of it or part; raises NotFound, Invalid, HoldOver."""
    plan, customer_id = begin(scheme, customer_id, key, 1 if amount is None else amount, by=by)
    held = _fact(plan, customer_id, own_key("hold", key))
    taken = held.amount if amount is None else amount
    if taken > held.amount:
        raise Invalid(f"只预留了 {held.amount} 分。", f"Only {held.amount} points are held.", field="amount")
    told = Happening(Act.CAPTURE, own_key("capture", key), at, taken, of=held.key)
    return tell(plan, customer_id, told, by=by, at=at)


def release_hold(scheme: str, customer_id: int, *, key: str, by: Actor, at: datetime) -> Written:
    """Let go what was held; raises NotFound, HoldOver."""
    plan, customer_id = begin(scheme, customer_id, key, 1, by=by)
    held = _fact(plan, customer_id, own_key("hold", key))
    told = Happening(Act.RELEASE, own_key("release", key), at, of=held.key)
    return tell(plan, customer_id, told, by=by, at=at)


def reverse_spending(
    scheme: str, customer_id: int, *, of: str, key: str, amount: int | None = None, by: Actor, at: datetime
) -> Written:
    """Give spent points back to the lots they came from (LV2), all that is left of them or part; raises NotFound, Invalid, TooMuchBack.

    `of` is the key of the spending, or of the hold that was captured.
    """
    plan, customer_id = begin(scheme, customer_id, key, 1 if amount is None else amount, by=by)
    own = {own_key("spend", of), own_key("capture", of)}
    first = PointsFact.objects.filter(scheme_id=plan.id, customer_id=customer_id, key__in=own).first()
    if first is None:
        raise NotFound(field="of")
    mine = own_key("restore", key)
    others = PointsFact.objects.filter(scheme_id=plan.id, act=Act.RESTORE, of=first.key).exclude(key=mine)
    left = first.amount - sum(others.values_list("amount", flat=True))
    known = PointsFact.objects.filter(scheme_id=plan.id, key=mine).first()
    back = (left if known is None else known.amount) if amount is None else amount
    if known is None and not 0 < back <= left:
        raise TooMuchBack(left=left, field="amount")
    told = Happening(Act.RESTORE, mine, at, back, of=first.key, grace_days=plan.at(at).spec.grace_days)
    return tell(plan, customer_id, told, by=by, at=at)


def begin(scheme: str, customer_id: int, key: str, amount: int, *, by: Actor) -> tuple[PointsPlan, int]:
    """Look at what was asked and take the turn of the customer; returns who that is by now, where records were merged."""
    require(by, "points.record")
    plan = points_plans.plan(scheme)
    if (wrong := unfit(key, amount)) is not None:
        raise wrong
    home = at_home([customer_id])[customer_id]
    if home not in customer_reads.visible_ids(by, [home], pooled=False):
        raise NotFound(field="customer_id")
    return plan, home


def unfit(key: str, amount: int) -> Invalid | None:
    """Return what is wrong with a key or an amount."""
    if not 1 <= len(key.strip()) <= LONGEST_KEY:
        return Invalid("业务号应为 1 至 100 字。", "A key has 1 to 100 characters.", field="key")
    if not 1 <= amount <= MOST:
        return Invalid(
            "积分应为 1 至一万亿的整数。", "Points are a whole number from 1 to a million million.", field="amount"
        )
    return None


def at_home(customer_ids: Iterable[int]) -> dict[int, int]:
    """Take the turns of these customers and return who each is by now: itself, or what it was merged into."""
    ids = set(customer_ids)
    homes = {pk: pk for pk in ids} | customer_reads.homes(ids)
    while True:
        booking.take_turns(sorted(set(homes.values())))
        moved = customer_reads.homes(set(homes.values()))  # merged while we waited
        if not moved:
            return homes
        homes = {pk: moved.get(home, home) for pk, home in homes.items()}


def tell(
    plan: PointsPlan,
    customer_id: int,
    told: Happening,
    *,
    by: Actor,
    at: datetime,
    inputs: Mapping[str, Any] | None = None,
) -> Written:
    """Book a fact unless it is known; one that asks for more than there is is refused before it is told."""
    at = booking.instant(plan, customer_id, at=at)
    told = replace(told, at=at)
    again = PointsFact.objects.filter(scheme_id=plan.id, key=told.key).exists()
    if not again:
        judge(plan, customer_id, told, at=at)
    new = NewFact(customer_id, told, dict(inputs or {}), version=plan.at(at).number)
    state = booking.book(plan, [new], by=by, at=at)[customer_id]
    if not again:
        said = {"points_act": told.act.value, "amount": told.amount, "key": told.key, "scheme": plan.code}
        audit.record("points.recorded", "loyalty.PointsScheme", plan.id, said, about=customer_id, by=by, at=at)
    return Written(state, again)


def judge(plan: PointsPlan, customer_id: int, told: Happening, *, at: datetime) -> None:
    """Refuse what asks for more than there is, and the end of a hold that is over; raises InsufficientPoints, HoldOver.

    `at` is no earlier than what the account knows (`booking.instant`).
    """
    state = fold(points_facts.stories(plan.id, [customer_id]).get(customer_id, ()), at=at, zone=plan.zone)
    if told.act in (Act.SPEND, Act.HOLD, Act.TAKE) and (state.debt or state.available < told.amount):
        raise InsufficientPoints(available=state.balance, amount=told.amount, field="amount")
    if told.act in (Act.CAPTURE, Act.RELEASE):
        ends = {Move.CAPTURED, Move.RELEASED, Move.TIMED_OUT}
        over = {line.cause for line in state.lines if line.move in ends}
        rows = PointsFact.objects.filter(scheme_id=plan.id, of=told.of).exclude(key=told.key)
        held = PointsFact.objects.get(scheme_id=plan.id, key=told.of)
        until = datetime.fromisoformat(held.terms["until_at"])
        if until <= at or any(row.key in over for row in rows):
            raise HoldOver(key=told.of.partition(":")[2], field="key")


def _may_give(plan: PointsPlan, amount: int, key: str, *, at: datetime) -> None:
    """A person gives alone no more than anybody may, and nothing that was asked of another under the same key."""
    most = points_by_hand.most_alone(at=at)
    if amount > most:
        raise points_by_hand.TooManyByHand(most=f"{most:,}", amount=f"{amount:,}", field="amount")
    if PointsAdjustment.objects.filter(scheme_id=plan.id, key=key).exclude(state=AdjustmentState.BOOKED).exists():
        raise booking.PointsKeyTaken(key=key, field="key")


def _fact(plan: PointsPlan, customer_id: int, key: str) -> PointsFact:
    found = PointsFact.objects.filter(scheme_id=plan.id, customer_id=customer_id, key=key).first()
    if found is None:
        raise NotFound(field="key")
    return found


def own_key(kind: str, key: str) -> str:
    """Return the key of a fact of this kind; what a person names stays apart from orders and returns."""
    return f"{kind}:{key.strip()}"
