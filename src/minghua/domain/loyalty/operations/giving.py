"""Packs are given: taken by a member inside their window, or by themselves when they are due; each once for ever (P2, P3)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.operations import holding
from minghua.domain.loyalty.models import BenefitGrant, GrantItem
from minghua.domain.loyalty.queries import facts, plans
from minghua.domain.loyalty.queries.plans import Plan
from minghua.domain.loyalty.rules import packs as rules
from minghua.domain.loyalty.types import GivenItem, Pack, PackDecision, PackFacts, Take
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.timeline.operations import NewEntry
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.words import Text

SUBJECT = "loyalty.BenefitGrant"
BATCH = 500


class PackRefused(Refusal):
    """The rules do not give this pack to this member today; `reasons` are the codes, the first one first."""

    code = "pack_refused"
    status = 409
    text = Text("不能领取「{name_zh}」：{zh}", "“{name_en}” cannot be taken: {en}")
    remedy = Text("请在客户的权益页查看领取期和条件。", "See its window and conditions on the customer's benefits.")

    def __init__(self, pack: Pack, decision: PackDecision) -> None:
        self.reasons = tuple(each.code for each in decision.reasons)
        self.decision = decision
        said = [each.text for each in decision.reasons]
        super().__init__(
            field="pack", name_zh=pack.name.zh, name_en=pack.name.en, zh="".join(each.zh for each in said),
            en=" ".join(each.en for each in said),
        )  # fmt: skip


class Claimed(NamedTuple):
    """The grant of a pack, and whether it had been given before."""

    grant_id: int
    again: bool


def claim_pack(scheme: str, pack: str, customer_id: int, *, by: Actor, at: datetime) -> Claimed:
    """Give a member the pack they ask for, or name the one they were given of this window; raises NotFound, PackRefused."""
    require(by, "benefits.give")
    plan = plans.plan(scheme)
    version = plan.on(plan.today(at))
    asked = None if version is None else version.spec.pack(pack)
    if version is None or asked is None:
        raise NotFound(field="pack")
    holding.hold([customer_id])
    if customer_id not in customer_reads.visible_ids(by, [customer_id], pooled=False):
        raise NotFound(field="customer_id")
    holding.take_turns([customer_id])
    known = facts.facts_of(plan, asked, [customer_id], at=at)
    if customer_id not in known:
        raise NotFound(field="customer_id")
    decision = rules.judge(asked, known[customer_id], on=plan.today(at), zone=plan.zone)
    if decision.again is not None:
        return Claimed(decision.again, again=True)
    if not decision.given:
        raise PackRefused(asked, decision)
    ids = _store(plan, version.number, asked, {customer_id: decision}, known, by=by, at=at)
    return Claimed(ids[0], again=False)


def give_due(customer_ids: Iterable[int], *, by: Actor, at: datetime) -> int:
    """Give these customers the packs that are due by themselves and return how many; repeating it gives nothing."""
    require(by, "benefits.give")
    ids = sorted(set(customer_ids))
    due = [
        (plan, version.number, pack)
        for plan in (plans.running() if ids else ())
        if (version := plan.on(plan.today(at))) is not None
        for pack in version.spec.packs
        if pack.take is Take.ISSUE
    ]
    if not due:
        return 0
    holding.hold(ids)
    holding.take_turns(ids)
    given = 0
    for start in range(0, len(ids), BATCH):
        for plan, number, pack in due:
            given += len(give(plan, number, pack, ids[start : start + BATCH], by=by, at=at))
    return given


def give(plan: Plan, version: int, pack: Pack, customer_ids: Collection[int], *, by: Actor, at: datetime) -> list[int]:
    """Give a pack to those of these customers who are due for it and return the grants' ids; the customers are held."""
    known = facts.facts_of(plan, pack, customer_ids, at=at)
    today = plan.today(at)
    decisions = {pk: rules.judge(pack, told, on=today, zone=plan.zone) for pk, told in known.items()}
    due = {pk: decision for pk, decision in decisions.items() if decision.given}
    return _store(plan, version, pack, due, known, by=by, at=at) if due else []


def _store(
    plan: Plan,
    version: int,
    pack: Pack,
    decisions: Mapping[int, PackDecision],
    known: Mapping[int, PackFacts],
    *,
    by: Actor,
    at: datetime,
) -> list[int]:
    grants = [_grant(plan, version, pack, pk, decision, known[pk], by=by, at=at) for pk, decision in decisions.items()]
    BenefitGrant.objects.bulk_create(grants, batch_size=BATCH)
    items = [
        _item(grant, each)
        for grant, decision in zip(grants, decisions.values(), strict=True)
        for each in decision.items
    ]
    GrantItem.objects.bulk_create(items, batch_size=BATCH)
    told = {"event": "pack", "zh": pack.name.zh, "en": pack.name.en}
    timeline.post_many(
        [
            NewEntry(grant.customer_id, "benefit", at, {**told, "until": grant.until_on}, ref=(SUBJECT, grant.pk))
            for grant in grants
        ],
        by=by,
    )
    for grant in grants:
        said = {"pack": pack.code, "period": grant.period, "level": grant.level, "version": version}
        audit.record("benefits.given", SUBJECT, grant.pk, said, about=grant.customer_id, by=by, at=at)
    return [grant.pk for grant in grants]


def _grant(
    plan: Plan,
    version: int,
    pack: Pack,
    customer_id: int,
    decision: PackDecision,
    told: PackFacts,
    *,
    by: Actor,
    at: datetime,
) -> BenefitGrant:
    window, issued, until = decision.window, decision.issued_on, decision.until_on
    if window is None or issued is None or until is None:
        raise ValueError("a pack that is given has a window and items")
    reason = decision.reasons[0].text
    return BenefitGrant(
        scheme_id=plan.id,
        version=version,
        programme=plan.programme,
        benefit=pack.code,
        member_id=customer_id,
        customer_id=customer_id,
        period=window.period,
        take=pack.take.value,
        level=decision.level or "",
        level_at=facts.instant_of(plan, window, at=at),
        window_from=window.days.start,
        window_until=window.days.end,
        issued_on=issued,
        until_on=until,
        granted_at=at,
        granted_by_id=by.user_id,
        birthday=told.birthday if window.snapshot_on is None else None,
        reason_zh=reason.zh,
        reason_en=reason.en,
    )


def _item(grant: BenefitGrant, each: GivenItem) -> GrantItem:
    item, days = each.item, each.days
    return GrantItem(
        grant=grant, code=item.code, kind=item.kind.value, value=item.value, least=item.least, count=item.count,
        from_on=days.start, until_on=days.end,
    )  # fmt: skip
