"""One member: what their levels bring, which packs are due or to come and why, what they were given."""

from collections.abc import Iterator
from datetime import datetime

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import BenefitGrant
from minghua.domain.loyalty.queries import facts, plans
from minghua.domain.loyalty.queries.grants import opened, told
from minghua.domain.loyalty.queries.plans import Plan
from minghua.domain.loyalty.rules import packs as rules
from minghua.domain.loyalty.rules import windows
from minghua.domain.loyalty.types import Pack, PackFacts, Take
from minghua.domain.loyalty.types.shown import HeldBenefit, Level, MemberBenefits, PackOutlook
from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import local_date


def benefits_of(viewer: Actor, customer_id: int, *, at: datetime, latest: int = 20) -> MemberBenefits:
    """Return what one customer has and had at an instant; raises NotFound."""
    require(viewer, "benefits.view")
    customer_reads.require_seen(viewer, customer_id)
    found = plans.running()
    rows = visible(BenefitGrant.objects.filter(customer_id=customer_id), viewer).order_by("-pk")[:latest]
    return MemberBenefits(
        held=tuple(each for plan in found for each in _held(plan, customer_id, at=at)),
        packs=tuple(each for plan in found for each in _outlook(plan, customer_id, at=at)),
        grants=tuple(opened(told(viewer, rows), on=local_date(at))),
    )


def _held(plan: Plan, customer_id: int, *, at: datetime) -> Iterator[HeldBenefit]:
    version = plan.on(plan.today(at))
    if version is None or not version.spec.benefits:
        return
    level = tiering_reads.levels_at(plan.programme, [customer_id], at=at).get(customer_id)
    if level is None:
        return
    names = dict(plans.levels_of(plans.programme_rules(plan.programme, on=plan.today(at))))
    for benefit in version.spec.benefits:
        if (worth := benefit.levels.get(level)) is not None:
            yield HeldBenefit(plan.code, benefit, worth, Level(level, names[level]), version.spec.currency)


def _outlook(plan: Plan, customer_id: int, *, at: datetime) -> Iterator[PackOutlook]:
    version = plan.on(plan.today(at))
    for pack in () if version is None else version.spec.packs:
        known = facts.facts_of(plan, pack, [customer_id], at=at).get(customer_id)
        if known is not None:
            yield _look(plan, pack, known, at=at)


def _look(plan: Plan, pack: Pack, known: PackFacts, *, at: datetime) -> PackOutlook:
    today = plan.today(at)
    decision = rules.judge(pack, known, on=today, zone=plan.zone)
    window = decision.window or windows.next_window(pack.occasion, known.birthday, today)
    return PackOutlook(
        plan.code, pack, window, decision.window is not None, decision.given and pack.take is Take.CLAIM,
        decision.again, decision.reasons,
    )  # fmt: skip
