"""Who hears of a clock: its owner or whoever works on the case; of a breach also who answers for it and their lead."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from minghua.domain.service.models import Case
from minghua.domain.service.operations.watching import BREACH, Alert
from minghua.domain.service.types.cases import SUBJECT
from minghua.domain.service.types.clocks import ClockKind
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices.types import Letter
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.routing import recipients
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel.words import Text

KIND: Final = "service.clock"


def tell(case: Case, alerts: Iterable[Alert], *, by: Actor, at: datetime) -> None:
    """Tell of what was reached, the last of each clock only; an acknowledgment is too short to warn of."""
    last = {each.clock.pk: each for each in alerts if each.clock.kind != ClockKind.ACKNOWLEDGE}
    if last:
        notices.send_many([_letter(case, each) for each in last.values()], by=by, at=at)


def _letter(case: Case, alert: Alert) -> Letter:
    label = vocabulary.label("service.clock", alert.clock.kind)
    broken = alert.percent == BREACH
    title = Text(
        f"工单 #{case.pk}「{label.zh}」{'已超时' if broken else f'已用 {alert.percent}% 时间'}",
        f"Case #{case.pk}: {label.en} {'is overdue' if broken else f'has used {alert.percent}% of its time'}",
    )
    body = Text(case.subject, case.subject)
    return Letter(
        tuple(_people(case, alert)), KIND, title, body, f"/desk/{case.pk}", (SUBJECT, case.pk),
        key=f"clock-{alert.clock.pk}-{alert.percent}",
    )  # fmt: skip


def _people(case: Case, alert: Alert) -> list[int]:
    first = alert.clock.owner_id or case.assignee_id or case.accountable_id
    if alert.percent != BREACH:
        return [first] if first else []
    return list(dict.fromkeys(pk for pk in (first, case.accountable_id, *leads_of(first)) if pk))


def leads_of(user_id: int | None) -> list[int]:
    """Return the leads of somebody's team."""
    team = User.objects.filter(pk=user_id).values_list("team_id", flat=True).first() if user_id else None
    return recipients.leads(team, beside=user_id) if team else []
