"""Orders and returns earn and take back points by themselves: what the books say and the facts do not is told (R24.1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from minghua.domain.loyalty.models import PointsAccount, PointsFact, PointsScheme
from minghua.domain.loyalty.operations import points_booking as booking
from minghua.domain.loyalty.operations.points_booking import BATCH, NewFact
from minghua.domain.loyalty.queries import points_plans
from minghua.domain.loyalty.queries.points_plans import PointsPlan
from minghua.domain.loyalty.rules import points_crediting as rules
from minghua.domain.loyalty.rules.points_crediting import Award
from minghua.domain.loyalty.types.points import Act
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.queries import Scorable, purchases
from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import local_date


def catch_up_points(customer_ids: Iterable[int], *, anew: bool = False, by: Actor, at: datetime) -> None:
    """Tell what these customers' orders and returns say and their points do not yet; repeating it changes nothing.

    With `anew` every account of them is computed again, as after a merge.
    """
    require(by, "points.record")
    ids = sorted(set(customer_ids))
    plans = points_plans.every() if ids else []
    if not plans:
        return
    booking.take_turns(ids)
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        sales = order_reads.scorable(some)
        for plan in plans:
            news = _news(plan, some, sales, at=at)
            if news:
                booking.book(plan, news, by=by, at=at)
            if anew:
                booking.refold(plan, some, at=at)


def points_for_some(*, limit: int, by: Actor, at: datetime) -> int:
    """Look at the orders of the next customers for schemes that were just published; returns how many, none when done."""
    require(by, "points.record")
    waiting = PointsScheme.objects.filter(stopped_at=None).exclude(walk_after=None).order_by("walk_after", "pk").first()
    if waiting is None:
        return 0
    ids = purchases.buyers(after_id=waiting.walk_after or 0, limit=limit)
    catch_up_points(ids, by=by, at=at)
    PointsScheme.objects.filter(pk=waiting.pk).update(walk_after=ids[-1] if ids else None)
    return len(ids) or 1


def settle_points(*, after_id: int = 0, limit: int, by: Actor, at: datetime) -> list[int]:
    """Write down what time has done to the next accounts by now, and return their ids; none when done.

    Who asks is told what is true without it: it only writes down (I9).
    """
    require(by, "points.record")
    rows = PointsAccount.objects.filter(due_at__lte=at, pk__gt=after_id).order_by("pk")
    due = list(rows.values_list("pk", "scheme_id", "customer_id")[:limit])
    booking.take_turns(customer for _, _, customer in due)
    for plan in points_plans.every():
        booking.refold(plan, {customer for _, scheme, customer in due if scheme == plan.id}, at=at)
    return [pk for pk, _, _ in due]


def rebuild_points(*, after_id: int = 0, limit: int, by: Actor, at: datetime) -> list[int]:
    """Compute the next accounts anew from their facts and return their ids, none when done; right ones stay as they are (I9)."""
    require(by, "points.manage")
    rows = PointsAccount.objects.filter(pk__gt=after_id).order_by("pk")
    found = list(rows.values_list("pk", "scheme_id", "customer_id")[:limit])
    booking.take_turns(customer for _, _, customer in found)
    for plan in points_plans.every():
        booking.refold(plan, {customer for _, scheme, customer in found if scheme == plan.id}, at=at)
    return [pk for pk, _, _ in found]


def _news(plan: PointsPlan, ids: Sequence[int], sales: Mapping[int, list[Scorable]], *, at: datetime) -> list[NewFact]:
    awarded = _awarded(plan, ids)
    unknown = [(pk, sale) for pk in ids for sale in sales.get(pk, ()) if sale.order_id not in awarded[pk]]
    earned = _own_keys(plan, [new for pk, sale in unknown for new in _award(plan, pk, sale)])
    for new in earned:
        awarded[new.customer_id].setdefault(new.order_id or 0, []).append(_opened(new))
    version = plan.at(at)
    taken = []
    for customer_id in ids:
        standing = {sale.order_id: sale for sale in sales.get(customer_id, ())}
        for order_id, awards in awarded[customer_id].items():
            told = [
                each for award in awards for each in rules.claws(version.spec, award, standing.get(order_id), at=at)
            ]
            taken += [NewFact(customer_id, each, {}, order_id, version.number) for each in told]
    return [*earned, *taken]


def _award(plan: PointsPlan, customer_id: int, sale: Scorable) -> list[NewFact]:
    placed_on = local_date(sale.placed_at, plan.zone)
    if plan.is_stopped or placed_on < plan.began_on():
        return []
    version = plan.at(sale.placed_at)
    spec = version.spec
    level = ""
    if spec.programme and any(rule.levels for rule in spec.earn):
        level = tiering_reads.levels_at(spec.programme, [customer_id], at=sale.placed_at).get(customer_id, "")
    return [
        NewFact(customer_id, told, {**inputs, "rule": rule.code}, sale.order_id, version.number)
        for rule, told, inputs in rules.awards(spec, sale, level=level, placed_on=placed_on)
    ]


def _own_keys(plan: PointsPlan, news: list[NewFact]) -> list[NewFact]:
    """An order that was another customer's before has a key of its own for its new one."""
    taken = {
        key
        for start in range(0, len(news), BATCH)
        for key in PointsFact.objects.filter(
            scheme_id=plan.id, key__in=[new.told.key for new in news[start : start + BATCH]]
        ).values_list("key", flat=True)
    }
    return [
        new._replace(told=replace(new.told, key=f"{new.told.key}@{new.customer_id}")) if new.told.key in taken else new
        for new in news
    ]


def _opened(new: NewFact) -> Award:
    worth = new.told.worth
    return Award(new.told.key, 0 if worth is None else worth.base, {})


def _awarded(plan: PointsPlan, ids: Sequence[int]) -> defaultdict[int, dict[int, list[Award]]]:
    """Return customer → order → what was told of it."""
    rows = PointsFact.objects.filter(scheme_id=plan.id, customer_id__in=ids).exclude(order_id=None)
    backs: defaultdict[str, dict[str, int]] = defaultdict(dict)
    first = []
    for row in rows.order_by("pk"):
        if row.act == Act.CLAW:
            backs[row.of][row.key] = row.back
        else:
            first.append(row)
    found: defaultdict[int, dict[int, list[Award]]] = defaultdict(dict)
    for row in first:
        found[row.customer_id].setdefault(row.order_id or 0, []).append(
            Award(row.key, row.terms["worth"][0], backs[row.key])
        )
    return found
