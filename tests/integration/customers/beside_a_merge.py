"""What people may be doing to a customer in the moment somebody merges it away: one act for every door that adds to it."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from minghua.domain.care import operations as care
from minghua.domain.care.types import NewJar
from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.customers.types.parties import NewMember
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.types import Direction, NewContact, NewNextStep
from minghua.domain.interactions.types.consent import Act, NewConsent
from minghua.domain.interactions.types.rights import Deed, NewDeed, NewRequest
from minghua.domain.orders import operations as orders
from minghua.domain.orders.models import OrderLine, ReturnLine
from minghua.domain.orders.types import NewLine, NewOrder, NewReturn
from minghua.foundation.files import operations as files
from minghua.foundation.people.types import SYSTEM
from minghua.journeys.deliver_refill import deliver_refill, withdraw_refill
from minghua.journeys.log_contact import log_contact
from minghua.journeys.record_order import record_order, record_orders
from minghua.journeys.record_return import record_return, return_from_order

Doing = Callable[[], object]


class Scene:
    """One firm with a customer about to be merged away, and all that is known of it already."""

    def __init__(self, firm: Any, at: datetime) -> None:
        self.by, self.at, self.firm = firm.manager, at, firm
        self.gone = self.customer("王伟", mobile="13800138000")
        self.stays = self.customer("王先生")
        self.friend = self.customer("李娜")
        self.home = self.customer("王家", kind="household")
        news = [NewProduct(sku=f"RICE{n}", name=f"米{n}", price_minor=6_800, replenishable=True) for n in (1, 2)]
        self.rice, self.oil = catalog.upsert_many(news, by=SYSTEM, at=at).ids.values()

    def customer(self, name: str, *, kind: str = "person", **values: Any) -> int:
        new = NewCustomer(kind=kind, name=name, owner_id=self.firm.zhao.user_id, **values)
        return customers.create_customer(new, by=self.by, at=self.at)

    def new_order(self, number: str = "N1") -> NewOrder:
        line = NewLine(product_id=self.rice, quantity_milli=2_000, unit_price_e4=500_000)
        return NewOrder(source="t", number=number, customer_id=self.gone, placed_at=self.at, lines=(line,))

    def order(self) -> tuple[int, int]:
        made = record_order(self.new_order(), by=self.by, at=self.at).order_id
        return made, OrderLine.objects.get(order_id=made).pk

    def new_return(self) -> NewReturn:
        line = NewLine(product_id=self.rice, quantity_milli=1_000, unit_price_e4=500_000)
        return NewReturn(source="t", number="R1", customer_id=self.gone, returned_at=self.at, lines=(line,))

    def jar(self) -> int:
        new = NewJar(
            customer_id=self.gone, product_id=self.rice, capacity_milli=60_000, people=4, per_person_milli=2_000
        )
        return care.open_jar(new, by=self.by, at=self.at)

    def step(self) -> int:
        new = NewNextStep(customer_id=self.gone, text="回访", due_at=self.at + timedelta(days=2))
        return interactions.plan_next_step(new, by=self.by, at=self.at).id

    def request(self, ask: str) -> int:
        new = NewRequest(customer_id=self.gone, ask=ask, channel="phone")
        made = interactions.receive_request(new, by=self.by, at=self.at)
        interactions.do_deed(made, NewDeed(deed=Deed.IDENTIFY, how="document"), by=self.by, at=self.at)
        return made

    def file(self) -> str:
        return files.store(io.BytesIO(b"1"), name="卡片.txt", content_type="text/plain", by=self.by, at=self.at).pk

    def said(self, act: Act = Act.WITHDRAWN) -> NewConsent:
        return NewConsent(customer_id=self.gone, purpose="marketing", act=act, how="call_note")


def _order(s: Scene) -> Doing:
    return lambda: record_order(s.new_order(), by=s.by, at=s.at)


def _imported_orders(s: Scene) -> Doing:
    def act() -> object:
        many = record_orders([s.new_order(), s.new_order("N2")], by=s.by, at=s.at)
        assert len(many.created) + len(many.refused) == 2
        return many

    return act


def _cancelled_order(s: Scene) -> Doing:
    order_id, _ = s.order()
    return lambda: orders.cancel(order_id, by=s.by, at=s.at)


def _return(s: Scene) -> Doing:
    s.order()
    return lambda: record_return(s.new_return(), by=s.by, at=s.at)


def _return_from_order(s: Scene) -> Doing:
    order_id, line_id = s.order()
    return lambda: return_from_order(order_id, {line_id: 1_000}, source="t", number="R1", by=s.by, at=s.at)


def _return_tied_by_hand(s: Scene) -> Doing:
    record_return(s.new_return(), by=s.by, at=s.at)
    _, line_id = s.order()
    back = ReturnLine.objects.get()
    if back.order_line_id:
        orders.untie(back.pk, by=s.by, at=s.at)
    return lambda: orders.tie_by_hand(back.pk, order_line_id=line_id, by=s.by, at=s.at)


def _contact(s: Scene) -> Doing:
    new = NewContact(
        customer_id=s.gone,
        channel="phone",
        direction=Direction.OUT,
        happened_at=s.at,
        subject="问候",
        topic="complaint",
    )
    step = NewNextStep(customer_id=s.gone, text="回访", due_at=s.at + timedelta(days=1))
    return lambda: log_contact(new, next_step=step, by=s.by, at=s.at)


def _imported_contacts(s: Scene) -> Doing:
    new = NewContact(customer_id=s.gone, channel="phone", direction=Direction.OUT, happened_at=s.at, subject="问候")
    return lambda: interactions.log_many([new], by=s.by, at=s.at)


def _done_step(s: Scene) -> Doing:
    step_id = s.step()
    return lambda: interactions.complete_next_step(step_id, by=s.by, at=s.at)


def _linked(s: Scene) -> Doing:
    token = interactions.withdrawal_links([s.gone], by=s.by, at=s.at)[s.gone]
    return lambda: interactions.withdraw_by_link(token, at=s.at)


def _fulfilled(s: Scene) -> Doing:
    request_id = s.request("restrict")
    return lambda: interactions.do_deed(request_id, NewDeed(deed=Deed.FULFIL, note="已限制"), by=s.by, at=s.at)


def _jar(s: Scene) -> Doing:
    return s.jar


def _delivery(s: Scene) -> Doing:
    jar_id = s.jar()
    on = s.at.date()
    return lambda: deliver_refill(jar_id, quantity_milli=30_000, key="k", on=on, by=s.by, at=s.at)


def _withdrawn_delivery(s: Scene) -> Doing:
    done = _delivery(s)()
    return lambda: withdraw_refill(done.delivery.delivery_id, by=s.by, at=s.at)  # type: ignore[attr-defined]


def _visit(s: Scene) -> Doing:
    jar_id = s.jar()
    return lambda: care.record_visit(jar_id, outcome="nobody_home", on=s.at.date(), by=s.by, at=s.at)


def _attachment(s: Scene) -> Doing:
    file_id = s.file()
    return lambda: customers.attach(s.gone, file_id=file_id, by=s.by, at=s.at)


def _detached(s: Scene) -> Doing:
    attachment_id = customers.attach(s.gone, file_id=s.file(), by=s.by, at=s.at)
    return lambda: customers.detach(attachment_id, by=s.by, at=s.at)


def _unrelated(s: Scene) -> Doing:
    link = customers.relate(s.friend, to_customer_id=s.gone, kind="referral", by=s.by, at=s.at)
    return lambda: customers.unrelate(link, by=s.by, at=s.at)


def _member(s: Scene) -> Doing:
    return lambda: customers.add_member(s.home, NewMember(name="王伟", person_id=s.gone), by=s.by, at=s.at)


def _left(s: Scene) -> Doing:
    member_id = customers.add_member(s.home, NewMember(name="王伟", person_id=s.gone), by=s.by, at=s.at)
    return lambda: customers.end_member(member_id, by=s.by, at=s.at)


def _request(s: Scene) -> Doing:
    new = NewRequest(customer_id=s.gone, ask="copy", channel="phone")
    return lambda: interactions.receive_request(new, by=s.by, at=s.at)


ACTS: dict[str, Callable[[Scene], Doing]] = {
    "order": _order,
    "imported orders": _imported_orders,
    "cancelled order": _cancelled_order,
    "return": _return,
    "return from an order": _return_from_order,
    "return tied by hand": _return_tied_by_hand,
    "contact": _contact,
    "imported contacts": _imported_contacts,
    "next step": lambda s: s.step,
    "next step done": _done_step,
    "consent": lambda s: lambda: interactions.record_consent(s.said(), by=s.by, at=s.at),
    "consent withdrawn": lambda s: lambda: interactions.withdraw_consent(s.gone, purpose="marketing", by=s.by, at=s.at),
    "consent withdrawn of many": lambda s: lambda: interactions.withdraw_many([s.gone, s.friend], purpose="marketing", by=s.by, at=s.at),
    "withdrawal link": lambda s: lambda: interactions.withdrawal_links([s.gone], by=s.by, at=s.at),
    "withdrawal by link": _linked,
    "restriction": lambda s: lambda: interactions.restrict(s.gone, reason="本人要求", by=s.by, at=s.at),
    "request": _request,
    "request fulfilled": _fulfilled,
    "jar": _jar,
    "delivery": _delivery,
    "delivery taken back": _withdrawn_delivery,
    "visit": _visit,
    "attachment": _attachment,
    "attachment taken off": _detached,
    "tag": lambda s: lambda: customers.tag(s.gone, name="团购", by=s.by, at=s.at),
    "tag of many": lambda s: lambda: customers.bulk_tag([s.gone, s.friend], name="团购", by=s.by, at=s.at),
    "owner": lambda s: lambda: customers.assign_owner(s.gone, owner_id=s.firm.chen.user_id, by=s.by, at=s.at),
    "owner of many": lambda s: lambda: customers.bulk_assign([s.gone, s.friend], owner_id=s.firm.chen.user_id, by=s.by, at=s.at),
    "share": lambda s: lambda: customers.share(s.gone, user_id=s.firm.chen.user_id, by=s.by, at=s.at),
    "relation from": lambda s: lambda: customers.relate(s.gone, to_customer_id=s.friend, kind="referral", by=s.by, at=s.at),
    "relation to": lambda s: lambda: customers.relate(s.friend, to_customer_id=s.gone, kind="referral", by=s.by, at=s.at),
    "relation ended": _unrelated,
    "member": _member,
    "member who left": _left,
    "field verified": lambda s: lambda: customers.verify_field(s.gone, "mobile", by=s.by, at=s.at),
    "edit": lambda s: lambda: customers.edit_customer(s.gone, {"city": "北京"}, base_version=None, by=s.by, at=s.at),
}  # fmt: skip
