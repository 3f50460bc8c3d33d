"""What was told of orders: awards with what came back of each, and all that is needed to tell more (R24.1)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import PointsFact
from minghua.domain.loyalty.queries import points_goods
from minghua.domain.loyalty.rules import points_awarding as awarding
from minghua.domain.loyalty.rules import points_crediting as crediting
from minghua.domain.loyalty.rules import points_facts as reading
from minghua.domain.loyalty.rules.points_awarding import Members
from minghua.domain.loyalty.rules.points_crediting import Award
from minghua.domain.loyalty.types.points import Act
from minghua.domain.loyalty.types.points_scheme import PointsPlan, PointsVersion
from minghua.domain.loyalty.types.referral import Side
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.types.sales import Sale
from minghua.domain.tiering import queries as tiering_reads
from minghua.kernel.periods import local_date


def members_of(
    plan: PointsPlan, ids: Sequence[int], sales: Mapping[int, Sequence[Sale]], *, at: datetime
) -> tuple[Members, list[tuple[int, Sale]]]:
    """Return what is known of these members, and their orders that no award was told of."""
    members = Members(plan, at, sales, known_awards(plan, ids))
    awards = [award for own in members.awards.values() for award in own]
    friends = {award.order_id for award in awards if awarding.is_of_a_friend(award)}
    members.friends = order_reads.scorable_orders(friends) if friends else {}
    new = awarding.unknown(members, ids)
    learn(members, new, counted={award.order_id for award in awards if not crediting.is_whole(award.worth)})
    return members, new


def learn(members: Members, new: Sequence[tuple[int, Sale]], *, counted: Collection[int] = ()) -> None:
    """Look up lines, shelves and levels as far as the rules that new orders fall under ask for them."""
    pairs = [(pk, sale, members.plan.at(sale.placed_at)) for pk, sale in new]
    asking = {sale.order_id for _, sale, version in pairs if version.spec.needs_goods}
    members.goods |= order_reads.sold_goods({*counted, *asking})
    members.shelves |= points_goods.shelved({sold.product_id for pk in asking for sold in members.goods[pk].sold})
    members.levels |= _levels(pairs)


def sides(customer_ids: Collection[int]) -> dict[int, Side]:
    """Return customer id → who they are, as far as it tells whether two are the same person."""
    known, nothing = customer_reads.contact_digests(customer_ids), frozenset[str]()
    return {
        pk: Side(pk, *(known.get(pk, {}).get(kind, nothing) for kind in ("phone", "wechat", "household_address")))
        for pk in customer_ids
    }


def known_awards(plan: PointsPlan, ids: Sequence[int]) -> defaultdict[int, list[Award]]:
    """Return customer → what was told of orders, each with what came back of it; one query."""
    rows = PointsFact.objects.filter(scheme_id=plan.id, customer_id__in=ids).exclude(order_id=None).order_by("pk")
    found: defaultdict[int, list[Award]] = defaultdict(list)
    by_key: dict[str, Award] = {}
    backs: list[PointsFact] = []
    for row in rows:
        if row.act == Act.CLAW:
            backs.append(row)
        elif row.terms.get("worth"):
            by_key[row.key] = award_of(row, plan)
            found[row.customer_id].append(by_key[row.key])
    for row in sorted(backs, key=lambda row: (row.at, row.key)):
        if row.of in by_key:
            award = by_key[row.of]
            award.backs[row.key] = row.back
            award.ceiling = row.terms.get("ceiling", award.ceiling)
    return found


def award_of(row: PointsFact, plan: PointsPlan) -> Award:
    """Return the award that a fact tells."""
    worth, day = reading.worth_of(row.terms["worth"]), local_date(row.at, plan.zone)
    budgets = crediting.said_budgets(row.inputs)
    return Award(
        row.key, row.order_id or 0, row.inputs.get("rule", ""), day, row.amount, worth, budgets=budgets, member_id=row.member_id
    )  # fmt: skip


def _levels(pairs: Sequence[tuple[int, Sale, PointsVersion]]) -> dict[tuple[int, datetime], str]:
    """Return the level that each member held when they ordered, where a rule asks for it."""
    asked: defaultdict[str, defaultdict[int, set[datetime]]] = defaultdict(lambda: defaultdict(set))
    for pk, sale, version in pairs:
        if version.spec.programme and any(rule.levels for rule in version.spec.earn):
            asked[version.spec.programme][pk].add(sale.placed_at)
    found: dict[tuple[int, datetime], str] = {}
    for programme, instants in asked.items():
        found |= tiering_reads.levels_when(programme, instants)
    return found
