"""Orders and returns earn and take back by themselves: what the books say and the ledger does not is booked (C14, P1)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.operations import holding
from minghua.domain.orders import queries as order_reads
from minghua.domain.orders.queries import Scorable, purchases
from minghua.domain.tiering.models import Membership, Programme, ProgrammeVersion, ScoreEntry
from minghua.domain.tiering.operations.entering import NewScore, enter, outsiders
from minghua.domain.tiering.operations.order_days import book_order_days
from minghua.domain.tiering.operations.refolding import refold
from minghua.domain.tiering.queries import ledgers, plans
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.rules import crediting as rules
from minghua.domain.tiering.rules.crediting import Award, Line
from minghua.domain.tiering.rules.earning import rules_of
from minghua.domain.tiering.types import EarningRule
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date

ORDERS = "orders"
BATCH = 500


def catch_up(customer_ids: Iterable[int], *, anew: bool = False, by: Actor, at: datetime) -> None:
    """Book what these customers' orders and returns say and the ledger does not yet, and judge whom it touched.

    Repeating it changes nothing. With `anew` all of them are judged, as after a merge.
    """
    require(by, "tiering.record")
    ids = sorted(set(customer_ids))
    found = plans.running() if ids else []
    if not found:
        return
    holding.hold(ids)
    holding.take_turns(ids)
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        sales = order_reads.scorable(some)
        for plan in found:
            touched = _credit(plan, some, sales, by=by, at=at)
            touched |= book_order_days(plan, some, by=by, at=at)
            refold(plan, some if anew else touched, by=by, at=at)


def await_night(customer_ids: Iterable[int], *, by: Actor) -> None:
    """Leave these customers to the next night's walk over who buys (`catch_up_some`), in every published programme."""
    require(by, "tiering.record")
    first = min(customer_ids, default=None)
    if first is None:
        return
    published = Programme.objects.filter(stopped_at=None, pk__in=ProgrammeVersion.objects.values("programme_id"))
    published.filter(Q(walk_after=None) | Q(walk_after__gte=first)).update(walk_after=first - 1)


def catch_up_some(*, limit: int, by: Actor, at: datetime) -> int:
    """Look at the orders of the next customers for programmes that were just published; returns how many, none when done."""
    require(by, "tiering.record")
    waiting = Programme.objects.filter(stopped_at=None).exclude(walk_after=None).order_by("walk_after", "pk")
    programme = waiting.first()
    if programme is None:
        return 0
    ids = purchases.buyers(after_id=programme.walk_after or 0, limit=limit)
    catch_up(ids, by=by, at=at)
    reached = ids[-1] if ids else None
    Programme.objects.filter(pk=programme.pk).update(walk_after=reached)
    return len(ids) or 1


def regrade(customer_ids: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Judge these members anew in every programme that runs; what did not change stays as it is. Raises NotFound."""
    require(by, "tiering.record")
    ids = sorted(set(customer_ids))
    if unseen := set(ids) - customer_reads.visible_ids(by, ids, pooled=False):
        raise NotFound(field=f"customer_id {min(unseen)}")
    for plan in plans.running():
        refold(plan, ids, by=by, at=at)


def regrade_due(*, after_id: int = 0, limit: int, by: Actor, at: datetime) -> list[int]:
    """Judge the next members whom time alone changes by today, and return their memberships' ids; none when done."""
    require(by, "tiering.record")
    running = {plan.id: plan for plan in plans.running()}
    today = {pk: local_date(at, plan.versions[0].spec.tz) for pk, plan in running.items()}
    latest = max(today.values(), default=local_date(at))
    rows = Membership.objects.filter(programme_id__in=running, due_on__lte=latest, pk__gt=after_id).order_by("pk")
    due = list(rows.values_list("pk", "programme_id", "customer_id", "due_on")[:limit])
    for pk, plan in running.items():
        refold(plan, [who for _, of, who, on in due if of == pk and on is not None and on <= today[pk]], by=by, at=at)
    return [membership_id for membership_id, *_ in due]


def _credit(
    plan: Plan, ids: Sequence[int], sales: Mapping[int, list[Scorable]], *, by: Actor, at: datetime
) -> set[int]:
    """Book what is missing in one programme and return whom it touched."""
    if not any(rule.kind == "order" for version in plan.versions for rule in version.spec.earning):
        return set()
    booked = _booked(plan, ids)
    outside = outsiders(plan, ids, on=local_date(at))
    lines: list[NewScore] = []
    for customer_id in ids:
        if customer_id not in outside:
            own = sales.get(customer_id, [])
            lines += _awards(plan, customer_id, own, booked[customer_id])
    if lines:
        enter(plan, _own_keys(plan, lines), by=by, at=at)
        booked = _booked(plan, ids)
    counter = [line for pk in ids for line in _claws(pk, sales.get(pk, []), booked[pk], at=at)]
    if counter:
        enter(plan, counter, by=by, at=at)
    return {line.customer_id for line in (*lines, *counter)}


def _awards(
    plan: Plan, customer_id: int, sales: Iterable[Scorable], booked: Mapping[int, list[ScoreEntry]]
) -> Iterator[NewScore]:
    for sale in sales:
        if sale.order_id in booked:
            continue
        for rule in _rules(plan, customer_id, sale):
            line = rules.award(rule, sale)
            if line is not None:
                yield _new(customer_id, line, rule=rule.code)


def _rules(plan: Plan, customer_id: int, sale: Scorable) -> list[EarningRule]:
    """The rules for orders of the version in force when the order was placed, as the member stood then."""
    spec = plan.spec_on(local_date(sale.placed_at, plan.versions[0].spec.tz))
    level = ""
    if any(rule.kind == "order" and rule.not_levels for rule in spec.earning):
        story = ledgers.stories(plan.id, [customer_id]).get(customer_id)
        standing = story.standing(plan.versions, until=sale.placed_at) if story else None
        level = standing.level if standing else spec.levels[0].code
    return rules_of(spec, "order", level=level)


def _claws(
    customer_id: int, sales: Iterable[Scorable], booked: Mapping[int, list[ScoreEntry]], *, at: datetime
) -> Iterator[NewScore]:
    standing = {sale.order_id: sale for sale in sales}
    for order_id, entries in booked.items():
        for first in (row for row in entries if row.reverses_id is None):
            against = {row.key: row.amount for row in entries if row.reverses_id == first.pk}
            award = Award(first.amount, first.inputs, against)
            for line in rules.claws(award, order_id, standing.get(order_id), at=at):
                yield _new(customer_id, line, rule=first.rule, reverses_id=first.pk)


def _new(customer_id: int, line: Line, *, rule: str, reverses_id: int | None = None) -> NewScore:
    return NewScore(
        customer_id, line.key, line.at, line.points, name="order", source=ORDERS, rule=rule, reverses_id=reverses_id,
        inputs=line.inputs,
    )  # fmt: skip


def _own_keys(plan: Plan, lines: Sequence[NewScore]) -> list[NewScore]:
    """An order that was another customer's before has a key of its own for its new one."""
    keys = [line.key for line in lines]
    taken = {
        key
        for start in range(0, len(keys), 900)
        for key in ScoreEntry.objects.filter(
            programme_id=plan.id, source=ORDERS, key__in=keys[start : start + 900]
        ).values_list("key", flat=True)
    }
    return [line._replace(key=f"{line.key}:{line.customer_id}") if line.key in taken else line for line in lines]


def _booked(plan: Plan, ids: Sequence[int]) -> dict[int, dict[int, list[ScoreEntry]]]:
    """Return customer → order → the lines booked for it."""
    found: defaultdict[int, dict[int, list[ScoreEntry]]] = defaultdict(dict)
    rows = ScoreEntry.objects.filter(programme_id=plan.id, customer_id__in=ids, source=ORDERS).order_by("pk")
    for row in rows:
        found[row.customer_id].setdefault(int(row.inputs["order_id"]), []).append(row)
    return found
