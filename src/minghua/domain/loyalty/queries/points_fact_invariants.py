"""What must always hold of the facts of points and of their limits (INV-P4, P6, P7, P10 … P12, P14 … P16)."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from minghua.domain.loyalty.models import PointsBudget, PointsFact
from minghua.domain.loyalty.queries import points_awards, points_plans
from minghua.domain.loyalty.rules import points_awarding as awarding
from minghua.domain.loyalty.rules import points_limits as limiting
from minghua.domain.loyalty.rules.points_crediting import Award
from minghua.domain.loyalty.rules.points_limits import Place, Taken
from minghua.domain.loyalty.types.earning import EarningLimit, LimitOf
from minghua.domain.loyalty.types.points import Act, Bucket, Move
from minghua.domain.loyalty.types.points_scheme import PointsPlan
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.words import Text

BATCH: Final = 500
_ENTRY: Final = "account_id, seq, at, recorded_at, cause, move, lot, source, target, amount, corrects, balance, hash"
_FACT: Final = "scheme_id, member_id, customer_id, act, key, event_at, at, recorded_at, amount, of, back, terms, inputs, order_id, version, by_id"
_WAYS: Final[dict[Move, tuple[tuple[Bucket, ...], tuple[Bucket, ...]]]] = {
    Move.EARNED: ((Bucket.ISSUED,), (Bucket.PENDING, Bucket.AVAILABLE)),
    Move.ACTIVATED: ((Bucket.PENDING,), (Bucket.AVAILABLE,)),
    Move.CANCELLED: ((Bucket.PENDING,), (Bucket.CANCELLED,)),
    Move.EXPIRED: ((Bucket.AVAILABLE,), (Bucket.EXPIRED,)),
    Move.RESTORED_EXPIRED: ((Bucket.AVAILABLE,), (Bucket.EXPIRED,)),
    Move.CLAWED: ((Bucket.PENDING, Bucket.AVAILABLE, Bucket.EXPIRED, Bucket.DEBT, Bucket.CHARGED, Bucket.WRITTEN_OFF), (Bucket.CLAWED,)),
    Move.REGAINED: ((Bucket.CLAWED,), (Bucket.PENDING, Bucket.AVAILABLE)),
    Move.SPENT: ((Bucket.AVAILABLE, Bucket.DEBT), (Bucket.SPENT,)),
    Move.RESTORED: ((Bucket.SPENT,), (Bucket.AVAILABLE, Bucket.DEBT)),
    Move.HELD: ((Bucket.AVAILABLE,), (Bucket.HELD,)),
    Move.CAPTURED: ((Bucket.HELD, Bucket.DEBT), (Bucket.SPENT,)),
    Move.RELEASED: ((Bucket.HELD,), (Bucket.AVAILABLE,)),
    Move.TIMED_OUT: ((Bucket.HELD,), (Bucket.AVAILABLE,)),
    Move.TAKEN: ((Bucket.AVAILABLE, Bucket.DEBT, Bucket.CHARGED, Bucket.WRITTEN_OFF), (Bucket.CLAWED,)),
    Move.REPAID: ((Bucket.AVAILABLE,), (Bucket.DEBT,)),
}  # fmt: skip


def _ways() -> str:
    """Return the condition that a line goes a way its kind may go; one that corrects goes it back."""
    told = [
        f"(move = '{move}' AND {source} IN ({_listed(sources)}) AND {target} IN ({_listed(targets)}) AND corrects = {back})"
        for move, (sources, targets) in _WAYS.items()
        for source, target, back in (("source", "target", "false"), ("target", "source", "true"))
    ]
    return " OR ".join(told)


def _listed(buckets: tuple[Bucket, ...]) -> str:
    return ", ".join(f"'{each.value}'" for each in buckets)


def _own_awards() -> Iterator[tuple[PointsPlan, dict[int, list[Award]]]]:
    """Yield the awards of every scheme by member, some members at a time."""
    for plan in points_plans.every():
        after = 0
        told = PointsFact.objects.filter(scheme_id=plan.id).exclude(order_id=None).order_by("customer_id")
        while ids := list(told.filter(customer_id__gt=after).values_list("customer_id", flat=True).distinct()[:BATCH]):
            after = ids[-1]
            yield plan, points_awards.known_awards(plan, ids)


def _paid_twice(at: datetime) -> Iterator[Finding]:
    """An order stands for points of a rule once, whoever had it before and whoever was merged."""
    for _, awards in _own_awards():
        for customer_id, own in awards.items():
            stands = Counter(
                (award.order_id, award.rule) for award in own if award.stands and not awarding.is_of_a_friend(award)
            )
            for (order_id, rule), times in stands.items():
                if times > 1:
                    yield {"customer": customer_id, "order": order_id, "rule": rule}


def _not_announced(at: datetime) -> Iterator[Finding]:
    """What was told by name has its act, once: events for other systems are made of acts."""
    acts = Counter(
        (str(subject), data.get("key"))
        for subject, data in AuditEvent.objects.filter(verb="points.recorded").values_list("subject_id", "data")
    )
    told = PointsFact.objects.filter(order_id=None).exclude(act=Act.CLAW)
    for pk, scheme_id, key in told.values_list("pk", "scheme_id", "key").iterator(chunk_size=2_000):
        if acts[str(scheme_id), key] != 1:
            yield {"fact": pk, "acts": acts[str(scheme_id), key]}


def _above_their_limits(at: datetime) -> Iterator[Finding]:
    """In no period a member has more by rules than their limit ever was; a limit that changed its shape is left to its versions."""
    for plan, awards in _own_awards():
        found = {limit.code: limit for version in plan.versions for limit in version.spec.limits}
        for limit in found.values():
            told = [each for version in plan.versions for each in version.spec.limits if each.code == limit.code]
            same = len(told) == len(plan.versions) and len({_shape(each) for each in told}) == 1
            if limit.of is LimitOf.MEMBER and same:
                most = max(each.points for each in told)
                for customer_id, own in awards.items():
                    yield from _above(limit, most, customer_id, own)


def _shape(limit: EarningLimit) -> tuple[object, ...]:
    return limit.of, limit.span, limit.days, frozenset(limit.rules)


def _above(limit: EarningLimit, most: int, customer_id: int, own: list[Award]) -> Iterator[Finding]:
    """Merged members are looked at apart, as they were when their limits were kept."""
    taken: defaultdict[int, list[Taken]] = defaultdict(list)
    for award in own:
        if not limit.rules or award.rule in limit.rules:
            taken[award.member_id].append(award.taken)
    for each in taken.values():
        for on in {award.on for award in each}:
            days = limiting.period(limit, on)
            points = sum(award.points for award in each if award.on in days)
            if points > most:
                yield {"customer": customer_id, "limit": limit.code, "on": on, "points": points}


def _budgets_differ(at: datetime) -> Iterator[Finding]:
    """What a budget has given is what the awards that drew on it stand for."""
    stands: Counter[tuple[int, Place]] = Counter()
    for plan, awards in _own_awards():
        for award in (award for own in awards.values() for award in own):
            for place in award.budgets:
                stands[plan.id, place] += award.stands
    for row in PointsBudget.objects.order_by("pk"):
        if stands.pop((row.scheme_id, (row.limit, row.first_on)), 0) != row.given:
            yield {"budget": row.pk}
    for (scheme_id, (limit, first_on)), points in stands.items():
        if points:
            yield {"scheme": scheme_id, "limit": limit, "first_on": first_on}


_TWICE: Final = _FACT.replace(" key", " key || '@again'")
_MORE: Final = (
    _FACT.replace(" key", " key || '@more'")
    .replace(" amount", " 900000000")
    .replace(" terms", """ '{"worth": [900000000, 1, 1, 0, 0]}'""")
)
POINTS_FACT_INVARIANTS: Final = (
    Invariant(
        "INV-P4",
        Text("一张订单按一条规则只得一次分", "An order stands for points of a rule once"),
        _paid_twice,
        (
            f"INSERT INTO loyalty_pointsfact ({_FACT}) SELECT {_TWICE} FROM loyalty_pointsfact WHERE act = 'earn' AND order_id IS"
            " NOT NULL AND amount > 0 AND key NOT IN (SELECT of FROM loyalty_pointsfact) ORDER BY id LIMIT 1",
        ),
    ),
    Invariant(
        "INV-P6",
        Text("流水上的余额逐行累加", "The balance on a line is the one before and what the line changes"),
        rows(
            "SELECT id FROM (SELECT id, balance, sum(amount * (CASE WHEN target IN ('available', 'debt') THEN 1 ELSE 0 END - CASE"
            " WHEN source IN ('available', 'debt') THEN 1 ELSE 0 END)) OVER (PARTITION BY account_id ORDER BY seq) AS running FROM"
            " loyalty_pointsentry) AS line WHERE balance <> running"
        ),
        (
            f"INSERT INTO loyalty_pointsentry ({_ENTRY}) SELECT account_id, 1000000, at, recorded_at, cause, move, lot, source,"
            " target, amount, corrects, balance + 7777777, hash FROM loyalty_pointsentry ORDER BY id LIMIT 1",
        ),
    ),
    Invariant(
        "INV-P7",
        Text(
            "退回、捕获与收回都指向同一客户的原事项，退回不超过用去的",
            "What is given back, captured or taken back speaks of a fact of the same member, and no more comes back than was spent",
        ),
        rows(
            "SELECT fact.id FROM loyalty_pointsfact AS fact LEFT JOIN loyalty_pointsfact AS own ON own.scheme_id = fact.scheme_id AND"
            " own.key = fact.of WHERE fact.of <> '' AND fact.act <> 'earn' AND (own.id IS NULL OR own.customer_id <>"
            " fact.customer_id) UNION ALL SELECT min(fact.id) FROM loyalty_pointsfact AS fact JOIN loyalty_pointsfact AS own ON"
            " own.scheme_id = fact.scheme_id AND own.key = fact.of WHERE fact.act = 'restore' GROUP BY own.id, own.amount HAVING"
            " sum(fact.amount) > own.amount"
        ),
        (
            f"INSERT INTO loyalty_pointsfact ({_FACT}) SELECT {_TWICE.replace(' amount', ' 1000000')} FROM loyalty_pointsfact WHERE"
            " act = 'restore' ORDER BY id LIMIT 1",
        ),
    ),
    Invariant(
        "INV-P10",
        Text("每种变动只走它该走的方向", "Every kind of line goes the way its kind goes"),
        rows(f"SELECT id FROM loyalty_pointsentry WHERE NOT ({_ways()})"),
        (
            f"INSERT INTO loyalty_pointsentry ({_ENTRY}) SELECT account_id, 1000000, at, recorded_at, cause, 'spent', lot, target,"
            " source, amount, corrects, balance, hash FROM loyalty_pointsentry WHERE move = 'earned' ORDER BY id LIMIT 1",
        ),
    ),
    Invariant(
        "INV-P11",
        Text("预留着的积分都有未结束的预留", "Points that are held belong to a hold that is open"),
        rows(
            "SELECT own.id FROM loyalty_pointsaccount AS own WHERE own.held > (SELECT coalesce(sum(hold.amount), 0) FROM"
            " loyalty_pointsfact AS hold WHERE hold.scheme_id = own.scheme_id AND hold.customer_id = own.customer_id AND hold.act ="
            " 'hold' AND NOT EXISTS (SELECT 1 FROM loyalty_pointsfact AS ending WHERE ending.scheme_id = hold.scheme_id AND"
            " ending.of = hold.key AND ending.act IN ('capture', 'release')))"
        ),
        ("UPDATE loyalty_pointsaccount SET held = held + 1000000",),
    ),
    Invariant(
        "INV-P12",
        Text("一次预留只结束一次，用去的不超过预留的", "A hold ends once, and no more of it is spent than was held"),
        rows(
            "SELECT hold.id FROM loyalty_pointsfact AS hold JOIN loyalty_pointsfact AS ending ON ending.scheme_id = hold.scheme_id"
            " AND ending.of = hold.key AND ending.act IN ('capture', 'release') WHERE hold.act = 'hold' GROUP BY hold.id,"
            " hold.amount HAVING count(*) > 1 OR max(ending.amount) > hold.amount"
        ),
        tuple(
            f"INSERT INTO loyalty_pointsfact ({_FACT}) SELECT"
            f" {_FACT.replace(' act', ' ' + repr('release')).replace(' key', f' {name!r} || key').replace(' of', ' key')} FROM"
            " loyalty_pointsfact WHERE act = 'hold' ORDER BY id LIMIT 1"
            for name in ("first:", "second:")
        ),
    ),
    Invariant(
        "INV-P14",
        Text("按名登记的每个事项都有一条操作记录", "Whatever was told by name has its act, once"),
        _not_announced,
        (
            f"INSERT INTO loyalty_pointsfact ({_FACT}) SELECT {_TWICE} FROM loyalty_pointsfact WHERE act = 'spend' ORDER BY id LIMIT 1",
        ),
    ),
    Invariant(
        "INV-P15",
        Text("没有人在一期里按规则得到的分超过上限", "Nobody has more by rules in a period than the limit"),
        _above_their_limits,
        (
            f"INSERT INTO loyalty_pointsfact ({_FACT}) SELECT {_MORE}"
            " FROM loyalty_pointsfact WHERE act = 'earn' AND order_id IS NOT NULL AND amount > 0 ORDER BY id LIMIT 1",
        ),
    ),
    Invariant(
        "INV-P16",
        Text("预算给出的分，正是用它的各笔现在还值的分", "What a budget has given is what the awards that drew on it stand for"),
        _budgets_differ,
        ("UPDATE loyalty_pointsbudget SET given = given - 1 WHERE given > 0",),
    ),
)  # fmt: skip
