"""Coupons as people read them: batches with their counters, a member's coupons, what coupons would give on a purchase."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import Coupon, CouponBatch, CouponEvent, CouponUse, CouponUsed, CouponVersion
from minghua.domain.loyalty.queries import coupon_finding as finding
from minghua.domain.loyalty.queries import coupon_plans
from minghua.domain.loyalty.queries.coupon_plans import CouponPlan
from minghua.domain.loyalty.rules import coupon_batch as rules
from minghua.domain.loyalty.types.coupon_batch import CouponSpec
from minghua.domain.loyalty.types.coupon_story import CouponAct, CouponState, Quote, Sale
from minghua.domain.loyalty.types.coupons import Coupon as Says
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

GIVEN: Final = "given"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch, the version in force, and where its coupons stand: total = left + ready + held + redeemed + expired + void (I6)."""

    id: int
    code: str
    name: Text
    kind: str
    version: int
    from_on: date
    total: int
    left: int
    ready: int
    held: int
    redeemed: int
    expired: int
    void: int
    budget: int | None
    spent: int
    currency: str
    stopped_at: datetime | None
    given: int = 0  # to members, or became a member's at its first use

    @property
    def out(self) -> int:
        """How many were made."""
        return self.total - self.left


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One published version."""

    number: int
    from_on: date
    text: str
    published_at: datetime
    published_by: str


@dataclass(frozen=True, slots=True)
class BatchSheet:
    """A batch as its page shows it: counters, terms, versions, and day by day how many were used for how much."""

    row: BatchRow
    spec: CouponSpec
    versions: tuple[VersionLine, ...]
    minted: int
    specs: tuple[CouponSpec, ...]  # of the versions, the latest first
    days: tuple[tuple[date, int, int], ...]  # local day, coupons used, money


@dataclass(frozen=True, slots=True)
class CouponCard:
    """One coupon of a member; its code is known by its last four symbols alone. `last_on` is its last usable day.

    `says` is what it says; `moved_at`, `order` and `reason` are of the last line of its book.
    """

    id: int
    batch: str
    name: Text
    tail: str
    state: str
    from_on: date
    last_on: date
    balance: int
    currency: str
    kind: str
    until_at: datetime | None = None  # of its hold
    says: Says | None = None
    moved_at: datetime | None = None
    order: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CouponLine:
    """One line of a coupon's story."""

    act: str
    at: datetime
    money: int
    key: str
    order: str
    reason: str


def quote_coupons(viewer: Actor, sale: Sale, *, at: datetime) -> Quote:
    """Return what coupons would give on a purchase, the best of the member's own when none is named; raises NotFound, Invalid."""
    require(viewer, "coupons.redeem")
    if sale.customer_id is not None:
        customer_reads.require_seen(viewer, sale.customer_id)
    return finding.quoted(finding.judge(sale, at=at), sale)


def coupon_batches(viewer: Actor, *, at: datetime) -> list[BatchRow]:
    """Return every batch, the newest first, in four queries."""
    require(viewer, "coupons.view")
    rows = {row.pk: row for row in visible(CouponBatch.objects.all(), viewer)}
    states = _states(None)
    plans = [plan for plan in coupon_plans.every() if plan.id in rows]
    return [_row(plan, rows[plan.id], states, at=at) for plan in reversed(plans)]


def coupon_batch(viewer: Actor, code: str, *, at: datetime) -> BatchSheet:
    """Return one batch; raises NotFound."""
    require(viewer, "coupons.view")
    plan = coupon_plans.plan(code)
    row = visible(CouponBatch.objects.filter(pk=plan.id), viewer).get()
    versions = CouponVersion.objects.filter(batch_id=plan.id).select_related("published_by").order_by("-number")
    minted = CouponEvent.objects.filter(batch_id=plan.id, act=CouponAct.MINTED).values_list("count", flat=True)
    return BatchSheet(
        row=_row(plan, row, _states(plan.id), at=at),
        spec=plan.at(at).spec,
        versions=tuple(
            VersionLine(
                each.number, each.from_on, each.text, each.published_at, each.published_by.name if each.published_by else ""
            )
            for each in versions
        ),
        minted=sum(minted),
        specs=tuple(each.spec for each in reversed(plan.versions)),
        days=_days(plan),
    )  # fmt: skip


def examine_batch(viewer: Actor, text: str) -> CouponSpec:
    """Return what a text says without publishing it; raises SchemeInvalid with every defect and its line."""
    require(viewer, "coupons.manage")
    return rules.from_text(text)


def coupons_of(viewer: Actor, customer_id: int, *, at: datetime) -> list[CouponCard]:
    """Return a member's coupons as they stand at that instant, those to be used first; raises NotFound."""
    require(viewer, "coupons.view")
    customer_reads.require_seen(viewer, customer_id)
    rows = list(visible(Coupon.objects.filter(customer_id=customer_id), viewer).order_by("-pk")[:200])
    plans = {plan.id: plan for plan in coupon_plans.every({row.batch_id for row in rows})}
    live = CouponUsed.objects.filter(coupon_id__in=[row.pk for row in rows], live=True, use__state="held")
    holds = dict(live.values_list("coupon_id", "use__until_at"))
    cards = _with_last([_card(row, plans[row.batch_id], holds.get(row.pk), at=at) for row in rows])
    order = [each.value for each in CouponState]
    return sorted(cards, key=lambda card: (order.index(card.state), card.last_on, card.id))


def _with_last(cards: list[CouponCard]) -> list[CouponCard]:
    """The cards with the last line of their book."""
    lines = CouponEvent.objects.filter(coupon_id__in=[card.id for card in cards]).select_related("use").order_by("pk")
    last = {line.coupon_id: line for line in lines}
    return [
        replace(card, moved_at=line.at, order=line.use.order if line.use else "", reason=line.reason)
        if (line := last.get(card.id))
        else card
        for card in cards
    ]


def coupon_story(viewer: Actor, coupon_id: int) -> list[CouponLine]:
    """Return what happened to one coupon, the latest first; raises NotFound."""
    require(viewer, "coupons.view")
    if not visible(Coupon.objects.filter(pk=coupon_id), viewer).exists():
        raise NotFound(field="coupon")
    rows = CouponEvent.objects.filter(coupon_id=coupon_id).select_related("use").order_by("-pk")
    return [
        CouponLine(
            row.act, row.at, row.money, row.use.key.partition(":")[2] if row.use else "", row.use.order if row.use else "",
            row.reason,
        )
        for row in rows[:200]
    ]  # fmt: skip


def coupon_uses_of(viewer: Actor, customer_id: int, *, limit: int = 50) -> list[dict[str, Any]]:
    """Return the purchases on which a member's coupons were held or used, the latest first; raises NotFound."""
    require(viewer, "coupons.view")
    customer_reads.require_seen(viewer, customer_id)
    rows = visible(CouponUse.objects.filter(customer_id=customer_id), viewer).order_by("-pk")[:limit]
    return [
        {"key": row.key.partition(":")[2], "order": row.order, "state": row.state, "money": row.money, "currency": row.currency,
         "at": row.at}
        for row in rows
    ]  # fmt: skip


def _states(batch_id: int | None) -> Counter[tuple[int, str]]:
    rows = Coupon.objects.all() if batch_id is None else Coupon.objects.filter(batch_id=batch_id)
    counted = rows.order_by().values_list("batch_id", "state").annotate(n=Count("pk"))
    given = rows.filter(member_id__isnull=False).order_by().values_list("batch_id").annotate(n=Count("pk"))
    return Counter({(pk, state): n for pk, state, n in counted} | {(pk, GIVEN): n for pk, n in given})


def _row(plan: CouponPlan, row: CouponBatch, states: Counter[tuple[int, str]], *, at: datetime) -> BatchRow:
    version = plan.at(at)
    ready, held, redeemed, expired, void = (states[plan.id, each.value] for each in CouponState)
    return BatchRow(
        plan.id, plan.code, plan.latest.name, version.spec.coupon.kind.value, version.number, version.from_on, row.total,
        row.left, ready, held, redeemed, expired, void, row.budget, row.spent, version.spec.coupon.currency, row.stopped_at,
        states[plan.id, GIVEN],
    )  # fmt: skip


def _card(row: Coupon, plan: CouponPlan, until_at: datetime | None, *, at: datetime) -> CouponCard:
    """A hold that has timed out and a day that is over count, whether a night wrote them down or not."""
    state, spec = CouponState(row.state), plan.numbered(row.version)
    if state is CouponState.HELD and until_at is not None and until_at <= at:
        state, until_at = CouponState.READY, None
    if state is CouponState.READY and row.until_on <= plan.today(at):
        state = CouponState.EXPIRED
    return CouponCard(
        row.pk, plan.code, spec.name, row.tail, state.value, row.from_on, finding.last_day(row.until_on), row.balance,
        spec.coupon.currency, spec.coupon.kind.value, until_at, spec.coupon,
    )  # fmt: skip


def _days(plan: CouponPlan) -> tuple[tuple[date, int, int], ...]:
    """Return the last ninety days on which coupons were used: how many, for how much."""
    used: Counter[date] = Counter()
    money: Counter[date] = Counter()
    rows = CouponEvent.objects.filter(batch_id=plan.id, act=CouponAct.REDEEMED).order_by("-pk")
    for at, amount in rows.values_list("at", "money")[:50_000]:
        day = local_date(at, plan.zone)
        used[day] += 1
        money[day] += amount
    return tuple((day, used[day], money[day]) for day in sorted(used)[-90:])
