"""The clock of the desk: whoever handles requests is told when one is due soon, and each working day while it is overdue."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from minghua.domain.customers import queries as customer_reads
from minghua.domain.interactions.models import PersonRequest
from minghua.domain.interactions.rules import rights
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices.types import Letter
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel import working_days
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

MOST: Final = 200
SUBJECT: Final = "interactions.PersonRequest"


def warn_of_requests(*, by: Actor, at: datetime) -> int:
    """Tell the handlers of every request that is due soon or overdue, at most once a day, and return how many there were."""
    require(by, "rights.handle")
    on = local_date(at)
    if not working_days.is_working(on):
        return 0
    rows = _pressing(on, parameters.value("rights.warn_days", on=on))
    handlers = _handlers(by.channel) if rows else []
    reach = [(user_id, _seen(actor, rows)) for user_id, actor in handlers]
    notices.send_many([_letter(row, _told(row, reach), on=on) for row in rows], by=by, at=at)
    PersonRequest.objects.filter(pk__in=[row.pk for row in rows]).update(warned_on=on)
    return len(rows)


def _pressing(on: date, warn_days: int) -> list[PersonRequest]:
    """Those that lie within the warning and have not been told of today; a soon one is told once."""
    open_rows = PersonRequest.objects.filter(closed_at=None).exclude(warned_on=on)
    near = open_rows.filter(Q(due_on__lt=on) | Q(warned_on=None), due_on__lte=working_days.after(on, warn_days).on)
    return list(near.select_related("customer").order_by("due_on", "pk")[:MOST])


def _handlers(channel: str) -> list[tuple[int, Actor]]:
    found = people.holders("rights.handle", channel=channel)
    return [(actor.user_id, actor) for actor in found if actor.user_id and actor.may("customers.view")]


def _seen(actor: Actor, rows: Iterable[PersonRequest]) -> frozenset[int]:
    return customer_reads.visible_ids(actor, {row.customer_id for row in rows}, pooled=False)


def _told(row: PersonRequest, reach: list[tuple[int, frozenset[int]]]) -> tuple[int, ...]:
    return tuple(user_id for user_id, seen in reach if row.customer_id in seen)


def _letter(row: PersonRequest, user_ids: tuple[int, ...], *, on: date) -> Letter:
    state = rights.urgency(due_on=row.due_on, closed=False, on=on, warn_days=0)
    ask = vocabulary.label("interactions.rights_ask", row.ask)
    late = state == "overdue"
    title = Text(
        f"权利请求{'已逾期' if late else '即将到期'}：{row.customer.name} · {ask.zh}",
        f"Request {'overdue' if late else 'due soon'}: {row.customer.name} · {ask.en}",
    )
    body = Text(f"应于 {row.due_on} 前答复。", f"Answer by {row.due_on}.")
    return Letter(
        user_ids,
        "rights.request",
        title,
        body,
        f"/requests/{row.pk}",
        (SUBJECT, row.pk),
        key=f"request-{row.pk}-{on.isoformat()}",
    )
