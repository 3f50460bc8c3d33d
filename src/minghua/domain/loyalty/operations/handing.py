"""Prizes and exchanged things are handed over, or an exchange is cancelled and gives points and stock back (GN-08)."""

from datetime import datetime

from django.db.models import F

from minghua.domain.loyalty.models import ActivityHandover, ActivityStock, ActivityTaking
from minghua.domain.loyalty.operations import points, points_booking
from minghua.domain.loyalty.queries import activity_plans
from minghua.domain.loyalty.types.playing import Outcome
from minghua.domain.loyalty.types.portfolio import ActivityKind
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.words import Text

SUBJECT = "loyalty.ActivityTaking"


class PrizeSettled(Refusal):
    """What was handed over is not cancelled, and what was cancelled is not handed over."""

    code = "prize_settled"
    status = 409
    text = Text("记录 {taking} 已经办结，不能再改。", "Record {taking} is settled already; it stays as it is.")
    remedy = Text("请刷新页面看它现在怎样。", "Load the page again to see how it stands.")


def hand_over(taking_id: int, *, by: Actor, at: datetime) -> None:
    """Note that a member got their prize or exchanged thing; again changes nothing. Raises NotFound, PrizeSettled."""
    require(by, "activities.record")
    row = _taking(taking_id, (ActivityKind.EXCHANGE, ActivityKind.LOTTERY), by=by)
    _settle(row, Outcome.HANDED_OVER, by=by, at=at)


def cancel_exchange(taking_id: int, *, by: Actor, at: datetime) -> None:
    """Cancel an exchange that cannot be fulfilled: its points go back to their lots (LV2), its thing into stock (GN-08).

    Again changes nothing. Raises NotFound, PrizeSettled.
    """
    require(by, "activities.manage")
    row = _taking(taking_id, (ActivityKind.EXCHANGE,), by=by)
    if not _settle(row, Outcome.CANCELLED, by=by, at=at):
        return
    scheme = activity_plans.plan(row.portfolio.code).points
    spent = f"activity-{row.pk}"
    points.reverse_spending(scheme, row.customer_id, of=spent, key=f"{spent}-cancelled", by=SYSTEM, at=at)
    own = {"portfolio_id": row.portfolio_id, "activity": row.activity, "item": row.item}
    ActivityStock.objects.filter(**own, left__lt=F("total")).update(left=F("left") + 1)


def _taking(taking_id: int, kinds: tuple[ActivityKind, ...], *, by: Actor) -> ActivityTaking:
    """The taking with its customer held; what gave nothing to hand over, or points only, is not there."""
    own = visible(ActivityTaking.objects.filter(pk=taking_id, earned=0).exclude(item=""), by)
    row = own.filter(kind__in=[each.value for each in kinds]).select_related("portfolio").first()
    if row is None:
        raise NotFound(field="taking_id")
    points_booking.take_turns([row.customer_id])
    return row


def _settle(row: ActivityTaking, outcome: Outcome, *, by: Actor, at: datetime) -> bool:
    """Settle a taking once: true the first time, false again; the unique row decides between two at once."""
    told = {"outcome": outcome.value, "at": at, "by_id": by.user_id}
    kept, is_new = ActivityHandover.objects.get_or_create(taking_id=row.pk, defaults=told)
    if kept.outcome != outcome.value:
        raise PrizeSettled(field="taking_id", taking=row.pk)
    if is_new:
        what = {"activity": row.activity, "item": row.item}
        audit.record(f"activities.{outcome.value}", SUBJECT, row.pk, what, about=row.customer_id, by=by, at=at)
    return is_new
