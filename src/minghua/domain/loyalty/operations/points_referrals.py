"""Who brings others earns when their first order can no longer be returned, and gives back when it is all the same (P6)."""

from collections.abc import Sequence
from datetime import datetime

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.queries import Brought
from minghua.domain.loyalty.models import PointsFact
from minghua.domain.loyalty.operations import points_booking as booking
from minghua.domain.loyalty.operations import points_budgets as budgets
from minghua.domain.loyalty.operations.points_booking import BATCH, NewFact
from minghua.domain.loyalty.queries import points_awards, points_plans
from minghua.domain.loyalty.rules import points_awarding as awarding
from minghua.domain.loyalty.rules import points_referring as rules
from minghua.domain.loyalty.rules.points_awarding import Members
from minghua.domain.loyalty.rules.points_limits import Drawn
from minghua.domain.loyalty.rules.points_referring import Due
from minghua.domain.loyalty.types.earning import EarningKind
from minghua.domain.loyalty.types.points import Act, Happening
from minghua.domain.loyalty.types.points_scheme import PointsPlan
from minghua.domain.loyalty.types.referral import Side
from minghua.domain.orders import queries as order_reads
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require


def pay_referrals(*, after_id: int = 0, limit: int, by: Actor, at: datetime) -> list[int]:
    """Look at the next recommendations, pay those that are due, and return their ids; none when done. Repeating pays nothing."""
    require(by, "points.record")
    plans = [plan for plan in points_plans.every() if not plan.is_stopped and _brings(plan)]
    links = customer_reads.referrals(after_id=after_id, limit=limit) if plans else []
    ids = sorted({pk for link in links for pk in (link.from_id, link.to_id)})
    if ids:
        booking.take_turns(ids)
        sales = order_reads.scorable(ids)
        sides = points_awards.sides(ids)
        for plan in plans:
            members, _ = points_awards.members_of(plan, ids, sales, at=at)
            news = _news(members, links, sides)
            if news:
                booking.book(plan, news, by=by, at=at)
    return [link.id for link in links]


def whose_friends(plans: Sequence[PointsPlan], customer_ids: Sequence[int]) -> set[int]:
    """Return who was paid for having brought one of these customers: what comes back of the order concerns them."""
    own = [plan.id for plan in plans if _brings(plan)]
    if not own:
        return set()
    orders = [f"sale:{sale.order_id}" for some in order_reads.scorable(customer_ids).values() for sale in some]
    found: set[int] = set()
    for start in range(0, len(orders), BATCH):
        rows = PointsFact.objects.filter(scheme_id__in=own, of__in=orders[start : start + BATCH], act=Act.EARN)
        found.update(rows.values_list("customer_id", flat=True))
    return found


def _brings(plan: PointsPlan) -> bool:
    return any(rule.kind is EarningKind.REFERRAL for version in plan.versions for rule in version.spec.earn)


def _news(members: Members, links: Sequence[Brought], sides: dict[int, Side]) -> list[NewFact]:
    dues = rules.dues(members, links, sides)
    most = awarding.budgets(members.plan, (), ((due.rule.code, due.award) for due in dues))
    held = budgets.hold(members.plan, most, ())
    told = [_tell(members, held.drawn, due) for due in dues]
    budgets.write(held)
    return told


def _tell(members: Members, drawn: Drawn, due: Due) -> NewFact:
    customer_id, rule, sale, award, at = due
    version = members.plan.on(award.on)
    said = awarding.limited(members, drawn, customer_id, version.spec, award, award.worth.fixed)
    told = Happening(
        Act.EARN, award.key, at, award.points, of=f"sale:{sale.order_id}", expiry=version.spec.expiry, worth=award.worth
    )
    return NewFact(customer_id, told, {"rule": rule.code, **said}, sale.order_id, version.number)
