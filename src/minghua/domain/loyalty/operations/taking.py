"""Taking part in an activity: what every kind has in common — whose turn it is, what is known, how it is kept and paid."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F

from minghua.domain.customers import queries as customer_reads
from minghua.domain.loyalty.models import ActivityStock, ActivityTaking
from minghua.domain.loyalty.operations import points, points_booking
from minghua.domain.loyalty.queries import activity_plans
from minghua.domain.loyalty.queries.activity_plans import ActivityPlan
from minghua.domain.loyalty.types import Reason
from minghua.domain.loyalty.types.playing import Play, Taking
from minghua.domain.loyalty.types.portfolio import ActivityKind
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

SUBJECT = "loyalty.ActivityTaking"
_ONE_LESS = F("left") - 1
LONGEST_KEY = 100


class ActivityRefused(Refusal):
    """The rules do not let this member take part now; `reason` says why."""

    code = "activity_refused"
    status = 409
    text = Text("不能参加「{name_zh}」：{zh}", "“{name_en}” cannot be taken part in: {en}")
    remedy = Text("请在活动页查看时间和条件。", "See its days and conditions on the page of the activity.")

    def __init__(self, play: Play, reason: Reason) -> None:
        self.reason = reason
        said = reason.text
        super().__init__(field="activity", name_zh=play.name.zh, name_en=play.name.en, zh=said.zh, en=said.en)


class OutOfStock(Refusal):
    """Nothing of it is left; no points were taken."""

    code = "out_of_stock"
    status = 409
    text = Text("「{item}」已换完，积分没有扣。", "Nothing of “{item}” is left; no points were taken.")
    remedy = Text("请换别的，或等补货。", "Choose something else, or wait until there is more.")


class Turn(NamedTuple):
    """A member's turn at one activity: the customer is held until the transaction ends."""

    plan: ActivityPlan
    version: int
    play: Play
    customer_id: int
    on: date
    by: Actor
    at: datetime

    def before(self) -> list[ActivityTaking]:
        """Return what this member did of the activity before, the earliest first."""
        own = {"portfolio_id": self.plan.id, "activity": self.play.code, "customer_id": self.customer_id}
        return list(ActivityTaking.objects.filter(**own).order_by("pk"))


def begin(
    portfolio: str, activity: str, customer_id: int, kinds: frozenset[ActivityKind], *, by: Actor, at: datetime
) -> Turn:
    """Take a member's turn at an activity that is played today; raises NotFound."""
    require(by, "activities.record")
    plan = activity_plans.plan(portfolio)
    day = plan.today(at)
    version = None if plan.is_stopped else plan.on(day)
    play = None if version is None else version.spec.play(activity)
    if version is None or play is None or play.kind not in kinds:
        raise NotFound(field="activity")
    points_booking.take_turns([customer_id])
    if customer_id not in customer_reads.visible_ids(by, [customer_id], pooled=False):
        raise NotFound(field="customer_id")
    return Turn(plan, version.number, play, customer_id, day, by, at)


def asked_key(key: str) -> str:
    """Return what the asker calls this taking; raises Invalid."""
    plain = key.strip()
    if not 1 <= len(plain) <= LONGEST_KEY:
        raise Invalid("业务号应为 1 至 100 字。", "A key has 1 to 100 characters.", field="key")
    return plain


def known(rows: list[ActivityTaking], key: str) -> Taking | None:
    """Return what this taking came to when it was told before."""
    found = next((row for row in rows if row.key == key), None)
    return None if found is None else told(found, again=True)


def told(row: ActivityTaking, *, again: bool) -> Taking:
    """Return a stored taking."""
    return Taking(row.pk, again, row.on, row.earned, row.cost, row.item, row.reason)


def keep(
    turn: Turn,
    *,
    key: str,
    reason: str,
    on: date | None = None,
    earned: int = 0,
    cost: int = 0,
    item: str = "",
    place: int | None = None,
    said: dict[str, Any] | None = None,
) -> Taking:
    """Store a taking, take and give its points; raises InsufficientPoints, and then the whole act is undone."""
    row = ActivityTaking.objects.create(
        portfolio_id=turn.plan.id, activity=turn.play.code, kind=turn.play.kind.value, version=turn.version,
        member_id=turn.customer_id, customer_id=turn.customer_id, key=key, on=on or turn.on, at=turn.at, earned=earned,
        cost=cost, item=item, reason=reason, place=place, said=said or {}, by_id=turn.by.user_id,
    )  # fmt: skip
    _pay(turn, row)
    name, points_ = turn.play.name, {"points": earned - cost}
    shown = {"event": "activity", "zh": name.zh, "en": name.en, **points_}
    timeline.post(turn.customer_id, "benefit", at=turn.at, data=shown, by=turn.by)
    what = {"activity": turn.play.code, "reason": reason, **points_}
    audit.record("activities.taken", SUBJECT, row.pk, what, about=turn.customer_id, by=turn.by, at=turn.at)
    return told(row, again=False)


def take_from_stock(turn: Turn, item: str) -> bool:
    """Take one of a limited thing; false when none is left. Of many at once only as many succeed as there are."""
    own = {"portfolio_id": turn.plan.id, "activity": turn.play.code, "item": item, "left__gt": 0}
    return bool(ActivityStock.objects.filter(**own).update(left=_ONE_LESS))


def _pay(turn: Turn, row: ActivityTaking) -> None:
    """The points' own operations keep the ledger; who asked stands with the taking."""
    scheme, key = turn.plan.points, f"activity-{row.pk}"
    if row.cost:
        points.spend_points(scheme, turn.customer_id, row.cost, key=key, by=SYSTEM, at=turn.at)
    if row.earned:
        why = {"activity": row.activity, "portfolio": turn.plan.code, "on": row.on.isoformat(), "reason": row.reason}
        points.earn_points(scheme, turn.customer_id, row.earned, key=key, why=why, by=SYSTEM, at=turn.at)
