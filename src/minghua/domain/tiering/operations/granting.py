"""Levels by hand: held exactly or not fallen below, with a reason and an end; and their end before the time (R14.9)."""

from datetime import date, datetime

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.operations import holding
from minghua.domain.tiering.models import GrantEnd, LevelGrant
from minghua.domain.tiering.operations.refolding import refold
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.types import GrantMode
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.periods import add_months, local_date

SUBJECT = "tiering.LevelGrant"
MOST_MONTHS = 36


def grant_level(
    programme: str,
    customer_id: int,
    *,
    level: str,
    mode: GrantMode,
    until_on: date,
    reason: str,
    from_on: date | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Give a level by hand from a day (today) until another (exclusive) and return the grant's id.

    Raises NotFound, and Invalid naming the field: the level, the days, the reason.
    """
    require(by, "tiering.grant")
    plan = plans.plan(programme)
    today = local_date(at, plan.versions[0].spec.tz)
    begins, why = from_on or today, reason.strip()
    holding.hold([customer_id])
    if customer_id not in customer_reads.visible_ids(by, [customer_id], pooled=False):
        raise NotFound(field="customer_id")
    spec = plan.spec_on(max(begins, today))
    if spec.rank(level) is None:
        codes = "、".join(each.code for each in spec.levels)
        raise Invalid(f"没有这个等级；可选：{codes}。", f"There is no such level; choose of: {codes}.", field="level")
    if not why or len(why) > 200:
        raise Invalid("请写明原因（至多 200 字）。", "Say why (200 characters at most).", field="reason")
    if begins > add_months(today, MOST_MONTHS):
        raise Invalid("开始日应在三年之内。", "It begins within three years.", field="from_on")
    if begins < today:
        raise Invalid("不能从过去授予。", "A level is not given for the past.", field="from_on")
    if not begins < until_on <= add_months(begins, MOST_MONTHS):
        raise Invalid(
            "结束日应在开始之后、三年之内。", "It ends after it begins, within three years.", field="until_on"
        )
    row = LevelGrant.objects.create(
        programme_id=plan.id,
        customer_id=customer_id,
        level=level,
        mode=GrantMode(mode).value,
        from_on=begins,
        until_on=until_on,
        reason=why,
        granted_at=at,
        granted_by_id=by.user_id,
    )
    told = {"level": level, "mode": row.mode, "from_on": begins, "until_on": until_on}
    audit.record("tiering.granted", SUBJECT, row.pk, told, about=customer_id, by=by, at=at)
    refold(plan, [customer_id], corrects=False, by=by, at=at)
    return row.pk


def end_grant(grant_id: int, *, reason: str, on: date | None = None, by: Actor, at: datetime) -> None:
    """End a grant before its time, from a day on (today); raises NotFound, Invalid. Ending it again changes nothing."""
    require(by, "tiering.grant")
    named = LevelGrant.objects.select_related("programme").filter(pk=grant_id)
    holding.hold_of(named)  # a merge under way may move it to another member, who is the one to judge
    row = named.first()
    if row is None or row.customer_id not in customer_reads.visible_ids(by, [row.customer_id], pooled=False):
        raise NotFound(field="grant_id")
    plan = plans.plan(row.programme.code)
    today = local_date(at, plan.versions[0].spec.tz)
    ends, why = on or today, reason.strip()
    if not why or len(why) > 200:
        raise Invalid("请写明原因（至多 200 字）。", "Say why (200 characters at most).", field="reason")
    if not today <= ends < row.until_on:
        raise Invalid("结束日应在今天与原结束日之间。", "It ends between today and the end it had.", field="on")
    holding.take_turns([row.customer_id])
    _, made = GrantEnd.objects.get_or_create(
        grant=row, defaults={"on": ends, "reason": why, "at": at, "by_id": by.user_id}
    )
    if made:
        audit.record("tiering.grant_ended", SUBJECT, row.pk, {"on": ends}, about=row.customer_id, by=by, at=at)
        refold(plan, [row.customer_id], corrects=False, by=by, at=at)
