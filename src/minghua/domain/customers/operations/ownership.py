"""Who looks after a customer: assign, claim from the pool, return to it."""

from datetime import datetime

from minghua.domain.customers.models import Customer
from minghua.domain.customers.operations import hands, holding, passing
from minghua.domain.customers.queries import claims, pooling, rows
from minghua.domain.customers.rules import pool as pool_rules
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.kernel.errors import Conflict, Forbidden, Invalid
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

_RETURN = Text("退回这位客户", "Return this customer")


def assign_owner(
    customer_id: int, *, owner_id: int, reason: str = "assigned", note: str = "", by: Actor, at: datetime
) -> None:
    """Give the customer to a colleague in reach; the same owner again changes nothing. Raises NotFound, Forbidden."""
    require(by, "customers.assign")
    customer = holding.changeable(by, customer_id)
    require_reason(reason)
    new = hands.of_person(by, owner_id)
    if customer.owner_id != new.owner_id:
        passing.pass_on([customer], new, reason=reason, note=note, by=by, at=at)


def return_to_pool(
    customer_id: int, *, pool_id: int | None = None, reason: str, note: str = "", by: Actor, at: datetime
) -> None:
    """Put the customer back into a pool with a reason; its owner may, or whoever may assign."""
    require(by, "customers.view")
    customer = holding.changeable(by, customer_id)
    if customer.owner_id != by.user_id or not by.may("pool.claim"):
        _require_assign(by)
    require_reason(reason)
    if customer.pool_id is not None:
        raise Invalid("该客户已在公海。", "The customer is in the pool already.", field="pool_id")
    new = hands.of_pool(by, pool_id, team_id=customer.team_id)
    passing.pass_on([customer], new, reason=reason, note=note, by=by, at=at)


def claim(customer_id: int, *, by: Actor, at: datetime) -> None:
    """Take a customer out of the pool; of two who try, exactly one wins.

    Raises NotPooled, OtherPool, HeldBack, CoolingDown, DailyLimitReached, CapacityReached, each saying until when.
    """
    require(by, "pool.claim")
    if by.user_id is None:
        raise Forbidden(permission=Text("领取客户", "Claim customers").say(by.language))
    customer = rows.one(by, customer_id)
    if customer.pool_id is None:
        raise pool_rules.NotPooled(field="customer_id")
    # Two claims of one person must not both see the last free place: the person's row is their queue.
    User.objects.select_for_update(no_key=True).get(pk=by.user_id)
    _require_claimable(customer, by=by, at=at)
    try:
        passing.pass_on([customer], hands.of_person(by, by.user_id), reason="claimed", by=by, at=at)
    except Conflict:
        raise pool_rules.NotPooled(field="customer_id") from None


def _require_claimable(customer: Customer, *, by: Actor, at: datetime) -> None:
    pool = pooling.pool_row(customer.pool_id or 0)
    if not pooling.is_open_to(pool, by):
        raise pool_rules.OtherPool(field="pool_id", pool=pool.name)
    facts = claims.facts(customer, user_id=by.user_id or 0, at=at)
    on = local_date(at)
    terms = pooling.terms_of(pool, pooling.default_terms(on))
    pool_rules.require_claimable(facts, terms=terms, on=on)


def _require_assign(by: Actor) -> None:
    if not by.may("customers.assign"):
        raise Forbidden(permission=_RETURN.say(by.language))


def require_reason(reason: str) -> None:
    """Raise Invalid unless the reason is a known one."""
    if reason not in vocabularies.codes("customers.owner_reason"):
        raise Invalid("请选择原因。", "Choose a reason.", field="reason")
