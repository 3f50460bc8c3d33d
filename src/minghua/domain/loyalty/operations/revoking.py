"""Grants are taken back, by hand with a reason, or because the level turned out not to have been held."""

from collections.abc import Collection
from datetime import datetime

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.operations import holding
from minghua.domain.loyalty.models import BenefitGrant, Revocation
from minghua.domain.loyalty.queries.plans import Plan
from minghua.domain.loyalty.types import Pack
from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound

SUBJECT = "loyalty.BenefitGrant"
LONGEST = 200
UNDONE = "更正后快照时不在此等级 / The level was not held at the snapshot after all"


def revoke_grant(grant_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a grant back; its key stays used. Raises NotFound, Invalid (reason). Taking it back again changes nothing."""
    require(by, "benefits.give")
    row = BenefitGrant.objects.filter(pk=grant_id).first()
    if row is None or row.customer_id not in customer_reads.visible_ids(by, [row.customer_id], pooled=False):
        raise NotFound(field="grant_id")
    why = reason.strip()
    if not why or len(why) > LONGEST:
        raise Invalid("请写明原因（至多 200 字）。", "Say why (200 characters at most).", field="reason")
    holding.take_turns([row.customer_id])
    _take_back([row], why, by=by, at=at)


def revoke_undone(
    plan: Plan, pack: Pack, period: str, customer_ids: Collection[int], *, by: Actor, at: datetime
) -> int:
    """Take back those grants of a period whose level, as history stands now, was not among the pack's; returns how many."""
    rows = BenefitGrant.objects.filter(
        scheme_id=plan.id, benefit=pack.code, period=period, customer_id__in=customer_ids
    )
    standing = list(rows.exclude(pk__in=Revocation.objects.values("grant_id")))
    if not standing:
        return 0
    who = sorted({row.customer_id for row in standing})
    levels = tiering_reads.levels_at(plan.programme, who, at=standing[0].level_at)
    undone = [row for row in standing if levels.get(row.customer_id) not in pack.levels]
    return _take_back(undone, UNDONE, by=by, at=at)


def _take_back(rows: Collection[BenefitGrant], reason: str, *, by: Actor, at: datetime) -> int:
    done = 0
    for row in rows:
        told = {"reason": reason, "at": at, "by_id": by.user_id}
        _, made = Revocation.objects.get_or_create(grant=row, defaults=told)
        if made:
            audit.record("benefits.revoked", SUBJECT, row.pk, about=row.customer_id, by=by, at=at)
            done += 1
    return done
