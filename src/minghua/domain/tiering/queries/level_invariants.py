"""What must always hold of levels: one unbroken history per member, told as the ledger says, each level earned and rightly long."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Sum

from minghua.domain.tiering.models import Membership, Programme, ScoreEntry, TierPeriod
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.queries.ledgers import BATCH, stories
from minghua.domain.tiering.queries.plans import Plan
from minghua.domain.tiering.rules import validity
from minghua.domain.tiering.types import Kind, ProgrammeSpec, Standing
from minghua.domain.tiering.types.spec import Level, Upgrade
from minghua.foundation.invariants.searching import rows
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.words import Text

_STANDING: Final = (
    "level", "automatic", "granted", "score", "parts", "score_at_expiry", "valid_from", "valid_until", "watch", "due_on", "version",
)  # fmt: skip
_SPAN: Final = ("level", "from_at", "until_at", "valid_from", "valid_until", "granted")
_BEGUN: Final = ("before", "score")
_FIRST: Final = "(SELECT min(id) FROM tiering_membership WHERE granted = '')"


def _batches() -> Iterator[tuple[Plan, list[Membership]]]:
    for plan in plans.plans_of(Programme.objects.order_by("pk")):
        after = 0
        own = Membership.objects.filter(programme_id=plan.id).order_by("pk")
        while some := list(own.filter(pk__gt=after)[:BATCH]):
            after = some[-1].pk
            yield plan, some


def _not_as_folded(at: datetime) -> Iterator[Finding]:
    """Every member folded anew from all that was told, as of the instant of the last telling."""
    for plan, members in _batches():
        ids = [row.customer_id for row in members]
        told, shown = stories(plan.id, ids), _periods(plan, ids)
        for row in members:
            story = told.get(row.customer_id)
            standing = story.standing(plan.versions, until=row.as_of) if story else None
            if standing is None or _differs(row, standing, shown.get(row.customer_id, [])):
                yield {"programme": plan.code, "customer": row.customer_id, "level": row.level, "score": row.score}


def _periods(plan: Plan, ids: Sequence[int]) -> dict[int, list[tuple[object, ...]]]:
    found: dict[int, list[tuple[object, ...]]] = {}
    live = TierPeriod.objects.filter(programme_id=plan.id, customer_id__in=ids, withdrawn_at=None)
    for customer_id, *span in live.order_by("from_at", "pk").values_list("customer_id", *_SPAN, *_BEGUN):
        found.setdefault(customer_id, []).append(tuple(span))
    return found


def _differs(row: Membership, standing: Standing, shown: list[tuple[object, ...]]) -> bool:
    if any(getattr(row, name) != getattr(standing, name) for name in _STANDING):
        return True
    return shown != [(*(getattr(span, name) for name in _SPAN), *begun) for span, *begun in standing.told_spans()]


def _below_what_was_earned(at: datetime) -> Iterator[Finding]:
    """Where a level begins as soon as it is reached, nobody stands under the highest whose threshold and gates are met."""
    for plan, members in _batches():
        specs = {version.number: version.spec for version in plan.versions}
        some = [row for row in members if _rises_at_once(specs[row.version])]
        gates = _gates(plan, some)
        for row in some:
            spec, closed = specs[row.version], gates[row.customer_id]
            earned = [level for level in spec.levels if _is_earned(level, row, closed)]
            if earned and (spec.rank(row.automatic) or 0) < (spec.rank(earned[-1].code) or 0):
                yield {"programme": plan.code, "customer": row.customer_id, "level": row.automatic, "earned": earned[-1].code}  # fmt: skip


def _rises_at_once(spec: ProgrammeSpec) -> bool:
    return spec.upgrade is Upgrade.IMMEDIATE and not spec.evaluate_day


def _is_earned(level: Level, row: Membership, closed: set[str]) -> bool:
    return row.score >= (level.threshold or 0) * row.parts and closed.isdisjoint(level.gates)


def _gates(plan: Plan, members: Sequence[Membership]) -> dict[int, set[str]]:
    """Customer id → the gates that are closed, read straight from the ledger."""
    ids = [row.customer_id for row in members]
    own = ScoreEntry.objects.filter(programme_id=plan.id, customer_id__in=ids)
    bought = own.filter(name="order", kind=Kind.SCORE).values("customer_id").annotate(points=Sum("amount"))
    ordered = set(bought.filter(points__gt=0).values_list("customer_id", flat=True))
    closed = {
        row.customer_id: {"person" if row.kind == "enterprise" else "enterprise"}
        | (set() if row.customer_id in ordered else {"ordered"})
        for row in members
    }
    told = own.filter(kind=Kind.GATE).order_by("counts_at", "seq", "key").values_list("customer_id", "name", "amount")
    for customer_id, name, opens in told:
        closed[customer_id].discard(name) if opens else closed[customer_id].add(name)
    return closed


def _wrongly_long(at: datetime) -> Iterator[Finding]:
    """Every period that stands ends when the rules of its first day say; days of grace may follow."""
    for plan in plans.plans_of(Programme.objects.order_by("pk")):
        live = TierPeriod.objects.filter(programme_id=plan.id, withdrawn_at=None, granted="").order_by("pk")
        columns = ("customer_id", "level", "valid_from", "valid_until")
        for customer_id, level, since, until in live.values_list(*columns).iterator(chunk_size=BATCH):
            if until not in _ends(plan.spec_on(since), level, since):
                yield {"programme": plan.code, "customer": customer_id, "from": str(since), "until": str(until)}


def _ends(spec: ProgrammeSpec, code: str, since: date) -> set[date | None]:
    rank = spec.rank(code)
    if rank is None:
        return set()
    ends = validity.ends_on(spec, spec.validity_of(spec.levels[rank]), since)
    return {ends} if ends is None else {ends, ends + timedelta(days=spec.grace_days)}


INVARIANTS = (
    Invariant(
        "INV-T1",
        Text("等级期间首尾相接，不重叠、不缺口，只有最后一段未结束", "Periods of levels follow one another without overlap or gap, and only the last is open"),
        rows(
            "SELECT programme_id, customer_id FROM (SELECT programme_id, customer_id, until_at, lead(from_at) OVER (PARTITION BY"
            " programme_id, customer_id ORDER BY from_at, id) AS following FROM tiering_tierperiod WHERE withdrawn_at IS NULL)"
            " AS period WHERE (until_at IS NULL AND following IS NOT NULL) OR (until_at IS NOT NULL AND (following IS NULL OR"
            " following <> until_at))"
        ),
        (
            "UPDATE tiering_tierperiod SET until_at = recorded_at WHERE id = (SELECT min(id) FROM tiering_tierperiod WHERE"
            " until_at IS NULL AND withdrawn_at IS NULL AND recorded_at > from_at)",
        ),
    ),
    Invariant(
        "INV-T2",
        Text("没有人低于成绩与条件已达到的等级", "Nobody stands under the level that score and gates have reached"),
        _below_what_was_earned,
        (
            "UPDATE tiering_membership SET score = 1000000000 WHERE id = (SELECT min(member.id) FROM tiering_membership AS"
            " member WHERE member.rank = 1 AND member.granted = '')",
        ),
    ),
    Invariant(
        "INV-T3",
        Text("会员现状与历史等于由全部流水重算的结果", "Where members stand and stood is what the whole ledger gives when folded afresh"),
        _not_as_folded,
        (f"UPDATE tiering_membership SET score = score + 1 WHERE id = {_FIRST}",),
    ),
    Invariant(
        "INV-T4",
        Text("等级有效期的终点符合当时的规则", "A period of a level ends when the rules of its first day say"),
        _wrongly_long,
        (
            "UPDATE tiering_tierperiod SET valid_until = valid_from WHERE id = (SELECT min(id) FROM tiering_tierperiod WHERE"
            " withdrawn_at IS NULL AND granted = '' AND valid_until IS NOT NULL)",
        ),
    ),
    Invariant(
        "INV-T5",
        Text("会员现在的等级就是未结束的那一段", "Where a member stands is the period that is open"),
        rows(
            "SELECT member.customer_id, member.level FROM tiering_membership AS member LEFT JOIN tiering_tierperiod AS period ON"
            " period.programme_id = member.programme_id AND period.customer_id = member.customer_id AND period.until_at IS NULL"
            " AND period.withdrawn_at IS NULL WHERE period.id IS NULL OR period.level <> member.level OR period.granted <>"
            " member.granted OR period.valid_from <> member.valid_from OR coalesce(period.valid_until, period.valid_from) <>"
            " coalesce(member.valid_until, member.valid_from)"
        ),
        (f"UPDATE tiering_membership SET level = 'another' WHERE id = {_FIRST}",),
    ),
    Invariant(
        "INV-T6",
        Text("冲回只对原流水，属同一会员，合计不超过原数", "A counter-entry reverses an original of the same member, and never more than it was"),
        rows(
            "SELECT entry.id, entry.customer_id FROM tiering_scoreentry AS entry JOIN tiering_scoreentry AS back ON"
            " back.reverses_id = entry.id WHERE entry.amount > 0 GROUP BY entry.id, entry.customer_id, entry.programme_id,"
            " entry.reverses_id, entry.amount HAVING entry.reverses_id IS NOT NULL OR min(back.customer_id) <>"
            " entry.customer_id OR max(back.customer_id) <> entry.customer_id OR min(back.programme_id) <> entry.programme_id"
            " OR max(back.programme_id) <> entry.programme_id OR entry.amount + sum(back.amount) < 0"
        ),
        (
            "INSERT INTO tiering_scoreentry (programme_id, customer_id, kind, name, amount, event_at, event_on, counts_at,"
            " scoring_on, recorded_at, seq, source, key, rule, reverses_id, inputs, by_id) SELECT programme_id, customer_id,"
            " kind, name, -2 * amount, event_at, event_on, counts_at, scoring_on, recorded_at, seq, source, 'twice', rule, id,"
            " inputs, by_id FROM tiering_scoreentry WHERE id = (SELECT min(id) FROM tiering_scoreentry WHERE amount > 0 AND"
            " kind = 'score' AND reverses_id IS NULL)",
        ),
    ),
)  # fmt: skip
