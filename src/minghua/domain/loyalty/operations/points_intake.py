"""Many earnings told at once: one unit of work, every line answered, what is refused harms no other (R24.1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import PointsAccount, PointsAdjustment, PointsFact
from minghua.domain.loyalty.operations import points, points_booking, points_by_hand
from minghua.domain.loyalty.operations.points_booking import NewFact, PointsKeyTaken
from minghua.domain.loyalty.operations.schemes import SchemeStopped
from minghua.domain.loyalty.queries import points_plans
from minghua.domain.loyalty.types.adjustments import AdjustmentState, Way
from minghua.domain.loyalty.types.points import Act, Happening
from minghua.domain.loyalty.types.points_scheme import PointsPlan
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.storage.among import among
from minghua.kernel.errors import Invalid, NotFound, Refusal

MOST_LINES: Final = 500


class NewEarning(NamedTuple):
    """Points for a member, once for ever under this key, and why."""

    customer_id: int
    amount: int
    key: str
    reason: str = ""


class Taken(StrEnum):
    """What became of a line."""

    BOOKED = "booked"
    AGAIN = "again"
    REFUSED = "refused"


class LineTaken(NamedTuple):
    """The answer to one line, in the order in which they were told; `refusal` says why nothing was booked."""

    key: str
    taken: Taken
    refusal: Refusal | None = None


class _Ground(NamedTuple):
    """What the lines of one block are judged on."""

    homes: Mapping[int, int]
    visible: frozenset[int]
    known: dict[str, tuple[int, int]]  # key → customer and amount of the earning
    waiting: frozenset[str]
    most: int | None


def take_in_points(scheme: str, lines: Sequence[NewEarning], *, by: Actor, at: datetime) -> list[LineTaken]:
    """Give many members points that become usable at once; returns an answer for each line.

    A line that was told before counts once. Raises NotFound, SchemeStopped, and Invalid for more than 500 lines.
    """
    require(by, "points.record")
    plan = points_plans.plan(scheme)
    if plan.is_stopped:
        raise SchemeStopped(field="scheme", scheme=scheme)
    if not 1 <= len(lines) <= MOST_LINES:
        raise Invalid("一次 1 至 500 行。", "From 1 to 500 lines at once.", field="items")
    ground = _ground(plan, lines, by=by, at=at)
    answers, fresh = [], []
    for line in lines:
        answer = _judge(ground, line)
        answers.append(answer)
        if answer.taken is Taken.BOOKED:
            fresh.append(line)
            ground.known[points.own_key("earn", line.key)] = (ground.homes[line.customer_id], line.amount)
    if fresh:
        _book(plan, ground, fresh, by=by, at=at)
    return answers


def _ground(plan: PointsPlan, lines: Sequence[NewEarning], *, by: Actor, at: datetime) -> _Ground:
    """Take everybody's turn, where they are by now, and read what the lines are judged on."""
    ids = {line.customer_id for line in lines}
    homes = points.at_home(ids)
    keys = {points.own_key("earn", line.key) for line in lines}
    facts = PointsFact.objects.filter(among("key", keys), scheme_id=plan.id)
    asked = PointsAdjustment.objects.filter(among("key", keys), scheme_id=plan.id).exclude(state=AdjustmentState.BOOKED)
    return _Ground(
        homes=homes,
        visible=customer_reads.visible_ids(by, set(homes.values()), pooled=False),
        known={key: (pk, amount) for key, pk, amount in facts.values_list("key", "customer_id", "amount")},
        waiting=frozenset(asked.values_list("key", flat=True)),
        most=None if by.user_id is None else points_by_hand.most_alone(at=at),
    )


def _judge(ground: _Ground, line: NewEarning) -> LineTaken:
    """Return what becomes of a line: booked, known, or refused with the reason."""
    key, home = points.own_key("earn", line.key), ground.homes[line.customer_id]
    wrong: Refusal | None = points.unfit(line.key, line.amount)
    if wrong is None and home not in ground.visible:
        wrong = NotFound(field="customer_id")
    if wrong is None and key in ground.known:
        if ground.known[key] == (home, line.amount):
            return LineTaken(line.key, Taken.AGAIN)
        wrong = PointsKeyTaken(key=key, field="key")
    if wrong is None and key in ground.waiting:
        wrong = PointsKeyTaken(key=key, field="key")
    if wrong is None and ground.most is not None and line.amount > ground.most:
        wrong = points_by_hand.TooManyByHand(most=f"{ground.most:,}", amount=f"{line.amount:,}", field="amount")
    return LineTaken(line.key, Taken.BOOKED) if wrong is None else LineTaken(line.key, Taken.REFUSED, wrong)


def _book(plan: PointsPlan, ground: _Ground, lines: Sequence[NewEarning], *, by: Actor, at: datetime) -> None:
    """Store the facts with who gave them and why; the ledger follows."""
    spec, version = plan.at(at).spec, plan.at(at).number
    accounts = PointsAccount.objects.filter(among("customer_id", set(ground.homes.values())), scheme_id=plan.id)
    known = dict(accounts.values_list("customer_id", "as_of"))
    news = []
    for line in lines:
        home, key = ground.homes[line.customer_id], points.own_key("earn", line.key)
        told = Happening(Act.EARN, key, max(at, known.get(home, at)), line.amount, expiry=spec.expiry)
        inputs = {"reason": line.reason} if line.reason and by.user_id is None else {}
        news.append(NewFact(home, told, inputs, version=version))
    points_booking.book(plan, news, by=by, at=at)
    if by.user_id is not None:
        points_by_hand.note_many(
            plan,
            [(new.customer_id, new.told.amount, new.told.key, line.reason) for new, line in zip(news, lines, strict=True)],
            way=Way.GIVE, by=by, at=at,
        )  # fmt: skip
    for new in news:
        said = {"points_act": Act.EARN.value, "amount": new.told.amount, "key": new.told.key, "scheme": plan.code}
        audit.record("points.recorded", "loyalty.PointsScheme", plan.id, said, about=new.customer_id, by=by, at=at)
