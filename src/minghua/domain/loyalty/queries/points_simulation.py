"""A text of points tried before it is published: over the orders of the past, and on one purchase, by the rules that pay (R24.1).

History is told in the order in which it happened, from nothing: orders, returns, recommendations; nothing is kept.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from minghua.domain.catalog import queries as catalog
from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import PointsBudget
from minghua.domain.loyalty.queries import points_awards, points_goods, points_plans
from minghua.domain.loyalty.rules import points_awarding as awarding
from minghua.domain.loyalty.rules import points_referring as referring
from minghua.domain.loyalty.rules.points_awarding import Draft, Members
from minghua.domain.loyalty.rules.points_crediting import Award
from minghua.domain.loyalty.rules.points_earning import Earning
from minghua.domain.loyalty.rules.points_limits import Drawn
from minghua.domain.loyalty.types.earning import EarningKind
from minghua.domain.loyalty.types.points_scheme import PointsPlan, PointsSpec, PointsVersion
from minghua.domain.loyalty.types.points_simulation import MemberTried, MonthTried, PointsTried, RuleTrace, RuleTried
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.queries import Scorable, purchases
from minghua.domain.orders.types.sales import Goods, Sale, Sold
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.periods import add_months, local_date

BATCH: Final = 500
MOST_CUSTOMERS: Final = 5_000
SHOWN: Final = 10
LINKS: Final = 100_000


class Piece(NamedTuple):
    """A line of a purchase that is tried: sku, thousandths of pieces, minor units."""

    sku: str
    quantity_milli: int
    minor: int


class Outcome(NamedTuple):
    """What a specification gave: by member and month, and by rule with how often and what was cut."""

    points: Counter[tuple[int, date]]
    rules: Counter[str]
    times: Counter[str]
    cut: Counter[str]


def try_points(viewer: Actor, text: str, *, months: int = 12, at: datetime) -> PointsTried:
    """Return what a text would have given over the last months, and what the version in force would; raises SchemeInvalid, NoProgramme."""
    require(viewer, "points.manage")
    if not 1 <= months <= 36:
        raise Invalid("月数应为 1 至 36。", "Between 1 and 36 months.", field="months")
    spec = points_plans.read(text, at=at)
    since = add_months(local_date(at, spec.tz).replace(day=1), 1 - months)
    sales, more = _sales()
    present = _in_force(spec.code, at=at)
    after = _told(spec, sales, since, at=at)
    before = _told(present, sales, since, at=at) if present else Outcome(Counter(), Counter(), Counter(), Counter())
    return PointsTried(
        since, len(sales), more, present is not None, spec.currency, tuple(_months(spec, present, before, after, since, months)),
        tuple(
            RuleTried(rule.code, rule.name, after.rules[rule.code], after.times[rule.code], after.cut[rule.code])
            for rule in spec.earn
        ), *_members(viewer, before, after),
    )  # fmt: skip


def try_purchase(
    viewer: Actor, text: str, customer_id: int, pieces: Sequence[Piece], *, at: datetime
) -> list[RuleTrace]:
    """Return what each rule of a text gives of a purchase of now, and why; raises SchemeInvalid, NoProgramme, NotFound."""
    require(viewer, "points.manage")
    customer_reads.require_seen(viewer, customer_id)
    spec = points_plans.read(text, at=at)
    known = next((plan for plan in points_plans.every() if plan.code == spec.code), None)
    plan = _plan(spec, date.min if known is None else known.began_on(), 0 if known is None else known.id)
    sale, goods = _purchase(customer_id, pieces, at=at)
    sales = order_reads.scorable([customer_id])
    told = {customer_id: [*sales.get(customer_id, ()), sale]}
    members = Members(plan, at, told, points_awards.known_awards(plan, [customer_id]))
    points_awards.learn(members, [(customer_id, sale)])
    members.goods[0] = goods
    members.shelves |= points_goods.shelved({sold.product_id for sold in goods.sold})
    rows = PointsBudget.objects.filter(scheme_id=plan.id)
    drawn = Drawn({(row.limit, row.first_on): row.given for row in rows})
    return [
        _traced(members, drawn, customer_id, spec, each) for each in awarding.judged(members, customer_id, sale, spec)
    ]


def _traced(members: Members, drawn: Drawn, customer_id: int, spec: PointsSpec, each: Earning) -> RuleTrace:
    if not each.points or each.worth is None:
        return RuleTrace(each.rule.code, each.rule.name, 0, 0, each.reason, each.inputs)
    on = local_date(members.at, members.plan.zone)
    award = Award(f"order:0:{each.rule.code}", 0, each.rule.code, on, 0, each.worth)
    members.awards[customer_id].append(award)
    said = awarding.limited(members, drawn, customer_id, spec, award, each.points)
    reason = each.reason if award.points else "limited"
    inputs = {**each.inputs, "rule": each.rule.code, **said}
    return RuleTrace(each.rule.code, each.rule.name, each.points, award.points, reason, inputs)


def _purchase(customer_id: int, pieces: Sequence[Piece], *, at: datetime) -> tuple[Scorable, Goods]:
    ids = catalog.ids_by_sku(SYSTEM, [piece.sku for piece in pieces])
    for piece in pieces:
        if piece.sku not in ids:
            raise NotFound(field="sku")
    sold = tuple(Sold(ids[piece.sku], piece.quantity_milli, piece.minor) for piece in pieces)
    return Scorable(0, customer_id, at, sum(each.minor for each in sold), True, ()), Goods(sold)


def _in_force(code: str, *, at: datetime) -> PointsSpec | None:
    plan = next((plan for plan in points_plans.every() if plan.code == code and not plan.is_stopped), None)
    return None if plan is None else plan.at(at).spec


def _plan(spec: PointsSpec, since: date, pk: int = 0) -> PointsPlan:
    return PointsPlan(pk, spec.code, (PointsVersion(0, since, spec),), is_stopped=False)


def _sales() -> tuple[dict[int, Sequence[Sale]], bool]:
    """Return the sales of the first so many customers who ever ordered, and whether there are more."""
    found: dict[int, Sequence[Sale]] = {}
    after = 0
    while len(found) < MOST_CUSTOMERS and (ids := purchases.buyers(after_id=after, limit=BATCH)):
        found |= dict(order_reads.scorable(ids))
        after = ids[-1]
    return found, bool(purchases.buyers(after_id=after, limit=1))


def _told(spec: PointsSpec, sales: Mapping[int, Sequence[Sale]], since: date, *, at: datetime) -> Outcome:
    """Tell the past from its first day on under one specification."""
    members, drawn = Members(_plan(spec, since), at, sales), Drawn()
    ids = sorted(sales)
    for start in range(0, len(ids), BATCH):
        points_awards.learn(members, awarding.unknown(members, ids[start : start + BATCH]))
    drafts = sorted(awarding.drafts(members, awarding.unknown(members, ids)), key=lambda draft: draft.sale.placed_at)
    happened: list[tuple[datetime, int, Draft | referring.Due | awarding.Returned]] = [
        (draft.sale.placed_at, 0, draft) for draft in drafts
    ]
    dues = _dues(members)
    happened += [(due.at, 0, due) for due in dues]
    awards = [(draft.customer_id, draft.award) for draft in drafts]
    awards += [(due.customer_id, due.award) for due in dues]
    for customer_id, award in awards:
        happened += [(each.claw.at, 1, each) for each in awarding.returned(members, customer_id, [award])]
    cut: Counter[str] = Counter()
    for _, _, each in sorted(happened, key=lambda event: event[:2]):
        _happen(members, drawn, each, cut)
    return _counted(awards, cut)


def _happen(members: Members, drawn: Drawn, each: Draft | referring.Due | awarding.Returned, cut: Counter[str]) -> None:
    if isinstance(each, awarding.Returned):
        awarding.taken_back(members, drawn, each)
        return
    asked = each.earning.points if isinstance(each, Draft) else each.award.worth.fixed
    awarding.limited(members, drawn, each.customer_id, members.plan.latest, each.award, asked)
    cut[each.award.rule] += asked - each.award.points


def _dues(members: Members) -> list[referring.Due]:
    if not any(rule.kind is EarningKind.REFERRAL for rule in members.plan.latest.earn):
        return []
    links = [
        link
        for link in customer_reads.referrals(after_id=0, limit=LINKS)
        if link.from_id in members.sales and link.to_id in members.sales
    ]
    members.friends = {sale.order_id: sale for link in links for sale in members.sales[link.to_id]}
    ids = {pk for link in links for pk in (link.from_id, link.to_id)}
    return referring.dues(members, links, points_awards.sides(ids))


def _counted(awards: Sequence[tuple[int, Award]], cut: Counter[str]) -> Outcome:
    points: Counter[tuple[int, date]] = Counter()
    rules: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for customer_id, award in awards:
        points[customer_id, award.on.replace(day=1)] += award.stands
        rules[award.rule] += award.stands
        times[award.rule] += award.stands > 0
    return Outcome(points, rules, times, cut)


def _months(
    spec: PointsSpec, present: PointsSpec | None, before: Outcome, after: Outcome, since: date, months: int
) -> Iterator[MonthTried]:
    old, new = Counter[date](), Counter[date]()
    for found, outcome in ((old, before), (new, after)):
        for (_, month), points in outcome.points.items():
            found[month] += points
    unit = spec.unit_minor if present is None else present.unit_minor
    for place in range(months):
        month = add_months(since, place)
        yield MonthTried(month, old[month], new[month], old[month] * unit, new[month] * spec.unit_minor)


def _members(viewer: Actor, before: Outcome, after: Outcome) -> tuple[tuple[MemberTried, ...], tuple[MemberTried, ...]]:
    """Return who gains most and who loses most of those in reach."""
    old, new = Counter[int](), Counter[int]()
    for found, outcome in ((old, before), (new, after)):
        for (customer_id, _), points in outcome.points.items():
            found[customer_id] += points
    ranked = sorted((new[pk] - old[pk], pk) for pk in old.keys() | new.keys())
    most = [pk for change, pk in reversed(ranked) if change > 0][:SHOWN]
    least = [pk for change, pk in ranked if change < 0][:SHOWN]
    names = customer_reads.names(viewer, {*most, *least})
    shown = {pk: MemberTried(pk, names[pk], old[pk], new[pk]) for pk in names}
    return tuple(shown[pk] for pk in most if pk in shown), tuple(shown[pk] for pk in least if pk in shown)
