"""The one desk: every case in reach whatever channel it came by, listed by what is due; its fields, rows and counts."""

from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from minghua.domain.customers import queries as customer_reads
from minghua.domain.service.models import Case
from minghua.domain.service.queries.cases import CARD, cases, named
from minghua.domain.service.types.cases import CaseCard
from minghua.foundation.listing import compiling, paging
from minghua.foundation.listing.types import Field, Sort, Spec
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.search import queries as search
from minghua.kernel.paging import Page
from minghua.kernel.words import Text

CASE_FIELDS: Final[tuple[Field, ...]] = (
    Field("number", Text("工单号", "Case number"), "number", "id", sortable=True),
    Field("due", Text("最近期限", "Next due"), "datetime", "due_at", sortable=True, nullable=True),
    Field("overdue", Text("有时限已超", "A clock is broken"), "bool", holds=lambda _viewer, _on: Q(breached__gt=0)),
    Field("kind", Text("类型", "Kind"), "choice", "kind", vocabulary="service.kind"),
    Field("severity", Text("轻重", "Severity"), "choice", "severity", vocabulary="service.severity"),
    Field("standing", Text("状态", "State"), "choice", "standing", vocabulary="service.standing"),
    Field("level", Text("处理级别", "Level"), "number", "level", sortable=True),
    Field("assignee", Text("处理人", "In hand"), "person", "assignee_id", nullable=True),
    Field("accountable", Text("首问负责人", "Answers for it"), "person", "accountable_id", nullable=True),
    Field("offered_to", Text("等谁接手", "Offered to"), "person", "offered_to_id", nullable=True),
    Field("team", Text("处理部门", "Team"), "team", "assignee__team_id", nullable=True),
    Field("channel", Text("渠道", "Channel"), "choice", "channel", vocabulary="interactions.channel"),
    Field("outcome", Text("办结结果", "Outcome"), "choice", "outcome", vocabulary="service.outcome"),
    Field("opened", Text("登记时间", "Opened"), "datetime", "opened_at", sortable=True),
    Field("updated", Text("最近动静", "Last moved"), "datetime", "updated_at", sortable=True),
    Field("closed", Text("办结时间", "Closed"), "datetime", "closed_at", sortable=True, nullable=True),
    Field("reopened", Text("重开次数", "Reopened"), "number", "reopened", sortable=True),
    Field("customer", Text("客户", "Customer"), "text", "customer__name"),
    Field("customer_id", Text("客户编号", "Customer id"), "number", "customer_id"),
    Field("subject", Text("诉求", "Subject"), "text", "subject"),
)
DUE_FIRST: Final = (Sort("due"),)


def chosen_cases(viewer: Actor, spec: Spec, *, on: date, text: str = "") -> "QuerySet[Case]":
    """Return the cases in reach that filter and search text keep; text is a number, a subject or a customer."""
    require(viewer, "customers.view")
    found = compiling.narrow(cases(viewer), spec.filter, CASE_FIELDS, on=on, viewer=viewer)
    if any(condition.field == "customer" for condition in spec.filter.conditions()):
        found = found.filter(customer_reads.asked_openly(viewer, ["name"], "customer__"))
    sought = text.strip()
    if not sought:
        return found
    named = customer_reads.seen(viewer).filter(search.contains_query(viewer, sought, kind="customer"))
    wanted = Q(subject__icontains=sought) | Q(customer__in=named.order_by().values("pk"))
    number = sought.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 19:
        wanted |= Q(pk=int(number))
    return found.filter(wanted)


def case_list(
    viewer: Actor, spec: Spec, *, on: date, text: str = "", cursor: str | None = None, limit: int = 50
) -> Page[CaseCard]:
    """Return one page of the desk, what is due first unless sorted; raises BadCursor, UnknownField."""
    found = chosen_cases(viewer, spec, on=on, text=text)
    page = paging.page(found, spec.sorts or DUE_FIRST, CASE_FIELDS, cursor=cursor, limit=limit)
    rows = named(viewer).filter(pk__in=[row.pk for row in page.items])
    cards = {row[0]: CaseCard(*row) for row in rows.values_list(*CARD)}
    return Page(tuple(cards[row.pk] for row in page.items), page.next_cursor, page.previous_cursor)


def case_count(viewer: Actor, spec: Spec, *, on: date, text: str = "") -> paging.Count:
    """Return how many cases the list has, counted no further than 10,000."""
    return paging.capped_count(chosen_cases(viewer, spec, on=on, text=text))


def case_neighbours(
    viewer: Actor, spec: Spec, case_id: int, *, on: date, text: str = ""
) -> tuple[int | None, int | None]:
    """Return the ids before and after a case on the list; (None, None) when it is not on it."""
    return paging.neighbours(
        chosen_cases(viewer, spec, on=on, text=text), spec.sorts or DUE_FIRST, CASE_FIELDS, case_id
    )


def cases_of(viewer: Actor, customer_id: int, *, limit: int = 20) -> list[CaseCard]:
    """Return the cases of one customer, those that are open first, then the latest."""
    require(viewer, "customers.view")
    rows = named(viewer).filter(customer_id=customer_id).order_by("closed_at", "-opened_at", "-pk")
    running = rows.exclude(standing="closed")[:limit].values_list(*CARD)
    ended = rows.filter(standing="closed").order_by("-closed_at", "-pk")[:limit].values_list(*CARD)
    return [CaseCard(*row) for row in (*running, *ended)][:limit]
