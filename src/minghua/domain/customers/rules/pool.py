"""The public pool 公海: when a customer returns to it and who may claim from it, with reasons (P01, P02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from minghua.kernel.errors import Refusal
from minghua.kernel.periods import midnight
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class PoolTerms:
    """The numbers of one pool; None means no such limit."""

    return_after_days: int = 30
    claim_limit: int | None = 50
    daily_limit: int | None = None
    cooldown_days: int = 0
    hold_days: int = 0


class OfTeam(Protocol):
    """A pool as far as the choice of a pool needs to know it."""

    @property
    def team_id(self) -> int | None: ...


P = TypeVar("P", bound=OfTeam)


@dataclass(frozen=True, slots=True)
class Basin:
    """One active pool: whose customers return to it, and by which numbers."""

    pool_id: int
    team_id: int | None
    terms: PoolTerms


@dataclass(frozen=True, slots=True)
class CareFacts:
    """In whose hands a customer is, and when its owner last had to do with it."""

    owner_id: int | None
    team_id: int | None
    owned_since: datetime | None
    last_contact_at: datetime | None = None
    last_order_on: date | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What is known when somebody reaches for a pooled customer; days are local dates."""

    held: int
    claimed_today: int
    entered_pool_on: date
    was_mine_until: date | None = None


class CapacityReached(Refusal):
    """The claimer's capacity 库容 is full."""

    code = "capacity_reached"
    status = 409
    text = Text("您已持有 {held} 位客户，达到库容上限 {limit}。", "You hold {held} customers, the capacity is {limit}.")
    remedy = Text("退回或转移一位客户后即可领取。", "Return or hand over one customer, then claim again.")


class DailyLimitReached(Refusal):
    """No more claims today."""

    code = "daily_limit_reached"
    status = 409
    text = Text(
        "今天已领取 {claimed} 位，达到每日上限 {limit}。", "You claimed {claimed} today, the daily limit is {limit}."
    )
    remedy = Text("{possible_on} 起可再领取。", "You may claim again from {possible_on}.")


class CoolingDown(Refusal):
    """The previous owner may not take the customer straight back."""

    code = "cooling_down"
    status = 409
    text = Text(
        "您是该客户的前负责人，{days} 天内不能领回。", "You were the owner; it cannot be taken back within {days} days."
    )
    remedy = Text("{possible_on} 起可以领取。", "You may claim it from {possible_on}.")


class OtherPool(Refusal):
    """The pool belongs to another team."""

    code = "other_pool"
    status = 403
    text = Text("公海「{pool}」只供所属部门领取。", "The pool “{pool}” is for its own team only.")
    remedy = Text("请联系主管分配。", "Ask a manager to assign the customer.")


class NotPooled(Refusal):
    """Somebody was quicker, or the customer never was in the pool."""

    code = "not_pooled"
    status = 409
    text = Text("该客户已不在公海，可能刚被他人领取。", "The customer is no longer in the pool; somebody was quicker.")
    remedy = Text("请刷新公海列表，选择其他客户。", "Refresh the pool and choose another customer.")


class HeldBack(Refusal):
    """The customer has only just entered the pool."""

    code = "held_back"
    status = 409
    text = Text("该客户刚进入公海，保护期 {days} 天。", "The customer is new in the pool and held for {days} days.")
    remedy = Text("{possible_on} 起可以领取。", "It may be claimed from {possible_on}.")


def require_claimable(facts: ClaimFacts, *, terms: PoolTerms, on: date) -> None:
    """Raise HeldBack, CoolingDown, DailyLimitReached or CapacityReached, in that order; say nothing if free."""
    possible_on = held_until(facts.entered_pool_on, hold_days=terms.hold_days)
    if on < possible_on:
        raise HeldBack(days=terms.hold_days, possible_on=possible_on.isoformat())
    possible_on = free_from(
        facts.entered_pool_on, facts.was_mine_until, hold_days=terms.hold_days, cooldown_days=terms.cooldown_days
    )
    if on < possible_on:
        raise CoolingDown(days=terms.cooldown_days, possible_on=possible_on.isoformat())
    if terms.daily_limit is not None and facts.claimed_today >= terms.daily_limit:
        tomorrow = on + timedelta(days=1)
        raise DailyLimitReached(claimed=facts.claimed_today, limit=terms.daily_limit, possible_on=tomorrow.isoformat())
    if terms.claim_limit is not None and facts.held >= terms.claim_limit:
        raise CapacityReached(held=facts.held, limit=terms.claim_limit)


def held_until(entered_pool_on: date, *, hold_days: int) -> date:
    """Return the first day on which anybody may claim a customer that entered its pool on that day."""
    return entered_pool_on + timedelta(days=hold_days)


def free_from(entered_pool_on: date, was_mine_until: date | None, *, hold_days: int, cooldown_days: int) -> date:
    """Return the first day on which hold and cool-down days let this person claim."""
    free_for_all = held_until(entered_pool_on, hold_days=hold_days)
    if was_mine_until is None:
        return free_for_all
    return max(free_for_all, was_mine_until + timedelta(days=cooldown_days))


def home_of(team_id: int | None, pools: Sequence[P]) -> P | None:
    """Return the pool a customer of this team returns to: its team's first one, else the first without a team."""
    own = (pool for pool in pools if team_id is not None and pool.team_id == team_id)
    general = (pool for pool in pools if pool.team_id is None)
    return next(own, None) or next(general, None)


def return_due_at(facts: CareFacts, *, terms: PoolTerms) -> datetime | None:
    """Return the instant from which the customer goes back, P01 days after its owner last had to do with it.

    An order keeps it from the end of its day. None for a closed customer and for one that nobody owns.
    """
    if facts.owner_id is None or facts.owned_since is None or facts.closed_at is not None:
        return None
    followed_up = [facts.owned_since]
    if facts.last_contact_at is not None:
        followed_up.append(facts.last_contact_at)
    if facts.last_order_on is not None:
        followed_up.append(midnight(facts.last_order_on + timedelta(days=1)))
    return max(followed_up) + timedelta(days=terms.return_after_days)
