"""Orders of some members become points under the rules and limits of a scheme, and their returns take them back (R24.1).

Returns of what was told come first, so that what they free can be earned; then new orders and their returns as they happened.
The same telling serves the books, the dry run and the simulation over history.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from minghua.domain.loyalty.rules import points_crediting as crediting
from minghua.domain.loyalty.rules import points_earning as earning
from minghua.domain.loyalty.rules import points_limits as limiting
from minghua.domain.loyalty.rules.points_crediting import Award
from minghua.domain.loyalty.rules.points_earning import Buyer, Earning, Ordered, Shelved
from minghua.domain.loyalty.rules.points_limits import Drawn, Place
from minghua.domain.loyalty.types.earning import EarningKind, LimitOf
from minghua.domain.loyalty.types.points import Happening
from minghua.domain.loyalty.types.points_scheme import PointsPlan, PointsSpec, PointsVersion
from minghua.domain.orders.types.sales import Goods, Sale
from minghua.kernel.periods import local_date

NO_GOODS = Goods()


class Told(NamedTuple):
    """A fact to book: of whom, what, from which inputs, of which order and version."""

    customer_id: int
    told: Happening
    inputs: Mapping[str, Any]
    order_id: int | None
    version: int


class Draft(NamedTuple):
    """What a new order earns by a rule before any limit."""

    customer_id: int
    sale: Sale
    version: PointsVersion
    earning: Earning
    award: Award


class Returned(NamedTuple):
    """What came back of an award and is not told yet."""

    customer_id: int
    award: Award
    claw: Happening


@dataclass(slots=True)
class Members:
    """Everything that is known of some members' orders in one scheme while their points are told."""

    plan: PointsPlan
    at: datetime
    sales: Mapping[int, Sequence[Sale]]
    awards: defaultdict[int, list[Award]] = field(default_factory=lambda: defaultdict(list))
    goods: dict[int, Goods] = field(default_factory=dict)
    shelves: dict[int, Shelved] = field(default_factory=dict)
    levels: dict[tuple[int, datetime], str] = field(default_factory=dict)
    friends: Mapping[int, Sale] = field(default_factory=dict)


def is_of_a_friend(award: Award) -> bool:
    """Return whether an award rests on the order of somebody who was brought."""
    return award.key.startswith("referral:")


def unknown(members: Members, customer_ids: Iterable[int]) -> list[tuple[int, Sale]]:
    """Return the orders that no award was told of, of a scheme that runs and from the day on which it began."""
    plan, found = members.plan, []
    for pk in customer_ids if not plan.is_stopped else ():
        known = {award.order_id for award in members.awards[pk] if not is_of_a_friend(award)}
        for sale in members.sales.get(pk, ()):
            fresh = sale.settled and sale.order_id not in known
            if fresh and local_date(sale.placed_at, plan.zone) >= plan.began_on():
                found.append((pk, sale))
    return found


def drafts(members: Members, orders: Iterable[tuple[int, Sale]]) -> list[Draft]:
    """Return what new orders earn before any limit; each joins the awards (of no points yet), so that the next knows of it."""
    found: list[Draft] = []
    for pk, sale in orders:
        version = members.plan.at(sale.placed_at)
        for each in judged(members, pk, sale, version.spec):
            if each.points and each.worth is not None:
                key, on = f"order:{sale.order_id}:{each.rule.code}", local_date(sale.placed_at, members.plan.zone)
                award = Award(key, sale.order_id, each.rule.code, on, 0, each.worth)
                members.awards[pk].append(award)
                found.append(Draft(pk, sale, version, each, award))
    return found


def judged(members: Members, customer_id: int, sale: Sale, spec: PointsSpec) -> list[Earning]:
    """Return what every rule says of an order, also of those that give nothing."""
    on = local_date(sale.placed_at, members.plan.zone)
    order = Ordered(sale, on, members.goods.get(sale.order_id, NO_GOODS), members.shelves)
    return list(earning.judge(spec, order, _buyer(members, customer_id, sale, spec)))


def returned(members: Members, customer_id: int, awards: Iterable[Award]) -> list[Returned]:
    """Return what is to be told of returns of these awards; of an order that both of two merged members had, one stands."""
    spec, found = members.plan.at(members.at).spec, []
    standing = {sale.order_id: sale for sale in members.sales.get(customer_id, ())}
    last = {(own.order_id, own.rule): own.key for own in members.awards[customer_id] if not is_of_a_friend(own)}
    for award in awards:
        friend = is_of_a_friend(award)
        sale = (members.friends if friend else standing).get(award.order_id)
        if not friend and last[award.order_id, award.rule] != award.key:
            sale = None
        goods = members.goods.get(award.order_id, NO_GOODS)
        seen = None if sale is None else crediting.measured(award.worth, sale, goods)
        found += [Returned(customer_id, award, each) for each in crediting.claws(spec, award, seen, at=members.at)]
    return found


def budgets(plan: PointsPlan, came: Iterable[Returned], new: Iterable[tuple[str, Award]]) -> dict[Place, int]:
    """Return the budgets that may be drawn on, and how much each has in all."""
    days = {(rule, award.on) for rule, award in new}
    days |= {(each.award.rule, each.award.on) for each in came if each.claw.back < 0}
    return {
        (limit.code, limiting.period(limit, on).start): limit.points
        for rule, on in sorted(days)
        for limit in plan.on(on).spec.limits_of(rule)
        if limit.of is LimitOf.ALL
    }


def told_in_time(members: Members, drawn: Drawn, new: Sequence[Draft]) -> list[Told]:
    """Tell new orders and what came back of them in the order in which it happened, whoever's they are."""
    came = (each for draft in new for each in returned(members, draft.customer_id, [draft.award]))
    happened: list[tuple[datetime, int, Draft | Returned]] = [
        *((draft.sale.placed_at, 0, draft) for draft in new),
        *((each.claw.at, 1, each) for each in came),
    ]
    happened.sort(key=lambda event: event[:2])
    return [
        granted(members, drawn, each) if isinstance(each, Draft) else taken_back(members, drawn, each)
        for _, _, each in happened
    ]


def taken_back(members: Members, drawn: Drawn, each: Returned) -> Told:
    """Tell what came back; what it frees is free again, and what an order regains has to be free still."""
    customer_id, award, claw = each
    before = award.stands
    taken = [own.taken for own in members.awards[customer_id]] if claw.back < 0 else []
    award.backs[claw.key] = claw.back
    asked = award.stands - before
    if asked > 0:
        limits = members.plan.on(award.on).spec.limits_of(award.rule)
        free = limiting.grant(limits, asked, on=award.on, taken=taken, budgets=drawn.given).points
        if free < asked:
            award.ceiling = before + free
            claw = replace(claw, ceiling=award.ceiling)
    drawn.move(award.budgets, award.stands - before)
    return Told(customer_id, claw, {}, award.order_id, members.plan.at(members.at).number)


def granted(members: Members, drawn: Drawn, draft: Draft) -> Told:
    """Tell what an order earned as far as its limits allow; one that they left nothing of is told too, once for ever."""
    customer_id, sale, version, each, award = draft
    inputs = {
        **each.inputs,
        "rule": each.rule.code,
        **limited(members, drawn, customer_id, version.spec, award, each.points),
    }
    told = crediting.told(version.spec, sale, each, award)
    return Told(customer_id, told, inputs, sale.order_id, version.number)


def limited(
    members: Members, drawn: Drawn, customer_id: int, spec: PointsSpec, award: Award, asked: int
) -> dict[str, Any]:
    """Let an award have what its limits leave of so many points, draw on its budgets, and return what is to be said of it."""
    limits = spec.limits_of(award.rule)
    taken = [own.taken for own in members.awards[customer_id]] if limits else []
    got = limiting.grant(limits, asked, on=award.on, taken=taken, budgets=drawn.given)
    award.points, award.budgets = got.points, got.budgets
    drawn.move(award.budgets, award.points)
    said: dict[str, Any] = {"limits": [cut._asdict() for cut in got.cuts]} if got.cuts else {}
    return said | ({"budgets": [[code, first.isoformat()] for code, first in got.budgets]} if got.budgets else {})


def _buyer(members: Members, customer_id: int, sale: Sale, spec: PointsSpec) -> Buyer:
    """Return what is known of a member when an order is judged, as far as a rule asks for it."""
    level = members.levels.get((customer_id, sale.placed_at), "")
    steps = {rule.code: rule.every for rule in spec.earn if rule.kind is EarningKind.STREAK}
    if not steps and not any(rule.kind is EarningKind.FIRST_ORDER for rule in spec.earn):
        return Buyer(level)
    zone, place = members.plan.zone, (sale.placed_at, sale.order_id)
    earlier = tuple(
        local_date(other.placed_at, zone)
        for other in members.sales.get(customer_id, ())
        if (other.placed_at, other.order_id) < place and other.settled and other.minor > sum(b.minor for b in other.backs)
    )  # fmt: skip
    paid = [award for award in members.awards[customer_id] if award.worth.of(award.kept)]
    streaks = {(each.rule, earning.ordinal(steps[each.rule], each.on)) for each in paid if each.rule in steps}
    return Buyer(level, members.plan.began_on(), earlier, frozenset(award.rule for award in paid), frozenset(streaks))
