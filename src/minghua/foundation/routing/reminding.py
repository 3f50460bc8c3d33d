"""The morning's count: what waited overnight for a person, one notice a day in the inbox and in the day's digest (R06.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Min, Q

from minghua.foundation.notices import mailing
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices.types import Letter, NoticeMode
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.routing.models import RoutedTo
from minghua.foundation.routing.operations import OPEN
from minghua.foundation.routing.types import TYPES
from minghua.kernel.words import NO_TEXT, Text

KIND: Final = "routing.waiting"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of one type waits for one person: how many, how many of them overdue, the next deadline."""

    info_type: str
    count: int
    overdue: int
    next_at: datetime | None


def remind_waiting(*, by: Actor, at: datetime) -> int:
    """Tell everyone whose digest's hour has come what has waited since yesterday, once a day; return how many were told.

    It counts types and names nobody: one notice speaks of many customers.
    """
    require(by, "jobs.manage")
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    midnight = datetime.combine(local.date(), time.min, tzinfo=local.tzinfo).astimezone(UTC)
    waiting = _waiting(before=midnight, at=at)
    due = mailing.whose_hour_has_come(waiting, at=at)
    letters = [_letter(user_id, waiting[user_id], day=local.date().isoformat()) for user_id in due]
    return len(notices.send_many(letters, by=by, at=at))


def _waiting(*, before: datetime, at: datetime) -> dict[int, list[Waiting]]:
    """Return person → what came to them before an instant and still waits, in the order of the types."""
    figures: dict[str, Any] = {
        "waiting": Count("pk"),
        "overdue": Count("pk", filter=Q(item__deadline_at__lte=at)),
        "next_at": Min("item__deadline_at", filter=Q(item__deadline_at__gt=at)),
    }
    ties = RoutedTo.objects.filter(item__state__in=OPEN, item__created_at__lt=before, user__is_active=True)
    found: dict[int, list[Waiting]] = {}
    for line in ties.order_by().values_list("user_id", "item__info_type").annotate(**figures):
        user_id, *rest = line
        found.setdefault(user_id, []).append(Waiting(*rest))
    order = list(TYPES)
    return {user_id: sorted(kept, key=lambda one: order.index(one.info_type)) for user_id, kept in found.items()}


def _letter(user_id: int, waiting: Sequence[Waiting], *, day: str) -> Letter:
    return Letter(
        user_ids=(user_id,),
        kind=KIND,
        title=said(sum(one.count for one in waiting), sum(one.overdue for one in waiting)),
        body=_lines(waiting),
        link="/routed",
        mode=NoticeMode.DAILY,
        deadline=min((one.next_at for one in waiting if one.next_at), default=None),
        key=f"{KIND}:{day}",
    )


def said(count: int, overdue: int, name: Text = NO_TEXT) -> Text:
    """Return a count of what waits in words, with how many are overdue when any are."""
    if name == NO_TEXT:
        zh, en = f"隔夜待处理 {count} 条", f"{count} waiting since yesterday"
    else:
        zh, en = f"{name.zh}：{count} 条", f"{name.en}: {count}"
    return Text(f"{zh}，其中 {overdue} 条已逾期", f"{en}, {overdue} of them overdue") if overdue else Text(zh, en)


def _lines(waiting: Iterable[Waiting]) -> Text:
    told = [said(one.count, one.overdue, TYPES[one.info_type]) for one in waiting]
    return Text("\n".join(line.zh for line in told), "\n".join(line.en for line in told))
