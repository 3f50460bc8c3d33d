"""Writes of routing: send information on its way, see it, handle it, escalate what was missed, publish a table."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from minghua.foundation.audit import operations as audit
from minghua.foundation.notices import operations as notices
from minghua.foundation.notices.types import About, NoticeMode
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.foundation.routing import recipients, rules
from minghua.foundation.routing.models import RoutedItem, RoutedTo, RoutingTable
from minghua.foundation.routing.queries import table_on
from minghua.foundation.routing.types import LONGEST_MINUTES, TYPES, Arrived, ItemState, Route
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.ids import hex_id
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

CUSTOMER = "customers.Customer"
OPEN = (ItemState.OPEN, ItemState.SEEN)


class HandledAlready(Refusal):
    """Somebody else was quicker, or there was nothing to do."""

    code = "handled_already"
    status = 409
    text = Text("这条信息已经处理过，或不需要处理。", "This has been handled already, or needs no handling.")
    remedy = Text("请刷新查看结果。", "Reload the page to see what came of it.")


def route(arrived: Arrived, *, caused_by: int | None = None, by: Actor, at: datetime) -> int | None:
    """Send one piece of information where the table of the day says and return the item's id.

    None when the table says nothing of it, or when its key went before. Asked of nobody's permission: it follows what
    happened, inside its transaction. Whoever caused it is not told of their own doing, unless it must be handled and nobody else is left.
    """
    table = table_on(local_date(at))
    chosen = rules.choose(table.routes, arrived.info_type, arrived.importance)
    key = arrived.key or hex_id()
    if chosen is None or RoutedItem.objects.filter(key=key).exists():
        return None
    item = _store(arrived, chosen, key=key, version=table.version, at=at)
    people = recipients.found(chosen.recipients, arrived) if chosen.mode != NoticeMode.ARCHIVE else []
    causer = caused_by or by.user_id
    others = [pk for pk in people if pk != causer]
    people = others or (people if item.deadline_at else [])
    RoutedTo.objects.bulk_create([RoutedTo(item=item, user_id=pk) for pk in people], ignore_conflicts=True)
    if people:
        _tell(item, people, chosen, by=by, at=at)
    return item.pk


def _store(arrived: Arrived, chosen: Route, *, key: str, version: int, at: datetime) -> RoutedItem:
    return RoutedItem.objects.create(
        info_type=arrived.info_type,
        importance=arrived.importance,
        customer_id=arrived.customer_id,
        title_zh=arrived.title.zh[:200],
        title_en=arrived.title.en[:200],
        body_zh=arrived.body.zh,
        body_en=arrived.body.en,
        link=arrived.link,
        key=key,
        table_version=version,
        mode=chosen.mode,
        action_zh=chosen.action.zh,
        action_en=chosen.action.en,
        state=rules.first_state(chosen),
        deadline_at=rules.deadline(chosen, at=at),
        created_at=at,
    )


def _tell(item: RoutedItem, people: Sequence[int], chosen: Route, *, by: Actor, at: datetime) -> None:
    notices.send(
        people,
        kind="routing.item",
        title=Text(item.title_zh, item.title_en),
        body=_with_action(item),
        link=f"/routed/{item.pk}",
        about=_about(item),
        mode=chosen.mode,
        carriers=chosen.carriers,
        deadline=item.deadline_at,
        key=f"routed:{item.pk}",
        by=by,
        at=at,
    )


def _about(item: RoutedItem) -> About:
    return (CUSTOMER, item.customer_id)


def _with_action(item: RoutedItem) -> Text:
    zh = "\n".join(part for part in (item.body_zh, item.action_zh) if part)
    en = "\n".join(part for part in (item.body_en, item.action_en) if part)
    return Text(zh, en)


def mark_seen(item_id: int, *, by: Actor, at: datetime) -> None:
    """Note who of the recipients saw an open item first; later ones change nothing; raises NotFound."""
    require(by, "signed_in")
    mine = visible(RoutedItem.objects.filter(pk=item_id), by, editing=True)
    if not mine.exists():
        raise NotFound(field="item_id")
    mine.filter(state=ItemState.OPEN).update(state=ItemState.SEEN, seen_at=at, seen_by_id=by.user_id)


def handle(item_id: int, *, outcome: str, by: Actor, at: datetime) -> None:
    """Record what a recipient did about it, once; raises NotFound, HandledAlready, Invalid without an outcome."""
    require(by, "signed_in")
    plain = " ".join(outcome.split())[:200]
    if not plain:
        raise Invalid("请写一句处理结果。", "Say in a sentence what was done.", field="outcome")
    mine = visible(RoutedItem.objects.filter(pk=item_id), by, editing=True)
    if not mine.exists():
        raise NotFound(field="item_id")
    done = {"state": ItemState.HANDLED, "handled_at": at, "handled_by_id": by.user_id, "outcome": plain}
    if not mine.filter(state__in=OPEN).update(**done):
        raise HandledAlready(field="item_id")
    audit.record("routed.handled", "routing.RoutedItem", item_id, {"outcome": plain}, by=by, at=at)


def escalate_overdue(*, limit: int = 100, owner_of: Any, by: Actor, at: datetime) -> int:
    """Tell the leads of items whose deadline has passed, each once however many workers tick; return how many.

    `owner_of` returns customer id → (owner id, team id) as they are now: the lead follows the customer.
    """
    require(by, "jobs.manage")
    late = RoutedItem.objects.filter(state__in=OPEN, escalated_at=None, deadline_at__lte=at)
    due = list(late.order_by("deadline_at", "pk")[:limit])
    hands = owner_of([item.customer_id for item in due])
    return sum(_escalate(item, hands.get(item.customer_id, (None, None)), by=by, at=at) for item in due)


def _escalate(item: RoutedItem, hands: tuple[int | None, int | None], *, by: Actor, at: datetime) -> bool:
    """Compare-and-set: of two ticks one wins, and an item handled meanwhile is left alone."""
    owner_id, team_id = hands
    with transaction.atomic():
        taken = RoutedItem.objects.filter(pk=item.pk, state__in=OPEN, escalated_at=None)
        if not taken.update(escalated_at=at):
            return False
        leads = recipients.leads(team_id, beside=owner_id) or recipients.with_roles(recipients.FALLBACK)
        rows = [RoutedTo(item=item, user_id=pk, escalated=True) for pk in leads]
        RoutedTo.objects.bulk_create(rows, ignore_conflicts=True)
        notices.send(
            leads,
            kind="routing.escalated",
            title=Text(f"逾期未处理：{item.title_zh}", f"Overdue: {item.title_en}"),
            body=_with_action(item),
            link=f"/routed/{item.pk}",
            about=_about(item),
            key=f"escalated:{item.pk}",
            by=by,
            at=at,
        )
        audit.record("routed.escalated", "routing.RoutedItem", item.pk, {"to": leads}, by=by, at=at)
    return True


def publish(routes: Sequence[Route], *, valid_from: date, reason: str = "", by: Actor, at: datetime) -> int:
    """Publish a new version of the whole table from a day on and return its number; raises Invalid naming the fault."""
    require(by, "routing.manage")
    if valid_from < local_date(at):
        raise Invalid("生效日不能早于今天。", "The effective date cannot lie before today.", field="valid_from")
    checked = [_checked(route, by=by) for route in routes]
    doubled = rules.doubled(checked)
    if doubled is not None or not checked:
        raise Invalid("同一类型与级别只能有一行。", "One line per type and importance.", field="routes")
    version = (RoutingTable.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    stored = [route.to_json() for route in checked]
    RoutingTable.objects.create(
        version=version, valid_from=valid_from, routes=stored, reason=reason[:200], set_by_id=by.user_id, set_at=at
    )
    data = {"version": version, "valid_from": valid_from, "routes": stored, "reason": reason[:200]}
    audit.record("routing.published", "routing.RoutingTable", version, data, by=by, at=at)
    return version


def _checked(route: Route, *, by: Actor) -> Route:
    if route.info_type not in TYPES:
        raise Invalid("没有这种信息类型。", "There is no such type of information.", field="info_type")
    if route.minutes is not None and not 1 <= route.minutes <= LONGEST_MINUTES:
        raise Invalid("期限在 1 分钟到 31 天之间。", "A deadline lies between a minute and 31 days.", field="minutes")
    if route.mode != NoticeMode.ARCHIVE and not route.recipients:
        raise Invalid("请至少选择一个接收人。", "Choose at least one recipient.", field="recipients")
    for name in route.recipients:
        recipients.require_known(name, by=by)
    action = Text(route.action.zh[:200], route.action.en[:200])
    return replace(route, recipients=tuple(dict.fromkeys(route.recipients)), action=action)
