"""Many at once: bulk acts with undo, imports, standings."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer, CustomerTag, OwnerSpell
from minghua.domain.customers.types import NewCustomer, TradingFacts
from minghua.foundation.history.models import FieldChange
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.search import queries as search
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.kernel.errors import Forbidden, NotFound


def owners(ids: list[int]) -> list[int | None]:
    found = dict(Customer.objects.filter(pk__in=ids).values_list("pk", "owner_id"))
    return [found[i] for i in ids]


def test_bulk_assignment_can_be_undone_once(firm: Any, make: Any, work: Any, at: datetime) -> None:
    ids = [make("甲"), make("乙", by=firm.chen), make("丙", by=firm.outsider)]
    with work(firm.lead):
        done = customers.bulk_assign([*ids, 999], owner_id=firm.chen.user_id, by=firm.lead, at=at)
    assert (done.changed, done.refused) == (1, {ids[2]: "not_found", 999: "not_found"})
    assert owners(ids) == [firm.chen.user_id, firm.chen.user_id, firm.outsider.user_id]
    with pytest.raises(NotFound), work(firm.manager):
        customers.undo_bulk(done.token, by=firm.manager, at=at)
    with work(firm.lead):
        assert customers.undo_bulk(done.token, by=firm.lead, at=at + timedelta(minutes=1)) == 1
    assert owners(ids) == [firm.zhao.user_id, firm.chen.user_id, firm.outsider.user_id]
    reasons = OwnerSpell.objects.filter(customer_id=ids[0]).order_by("pk").values_list("reason", flat=True)
    assert list(reasons) == ["created", "assigned", "undone"]
    with pytest.raises(customers.UndoneAlready), work(firm.lead):
        customers.undo_bulk(done.token, by=firm.lead, at=at)


def test_undo_leaves_alone_what_moved_on(firm: Any, make: Any, work: Any, at: datetime) -> None:
    ids = [make("甲"), make("乙")]
    with work(firm.lead):
        done = customers.bulk_assign(ids, owner_id=firm.chen.user_id, by=firm.lead, at=at)
        customers.assign_owner(ids[0], owner_id=firm.lead.user_id, by=firm.lead, at=at)
        assert customers.undo_bulk(done.token, by=firm.lead, at=at) == 1
    assert owners(ids) == [firm.lead.user_id, firm.zhao.user_id]


def test_bulk_tagging_and_its_undo_touch_only_what_was_new(firm: Any, make: Any, work: Any, at: datetime) -> None:
    ids = [make("甲"), make("乙"), make("丙")]
    with work(firm.zhao):
        customers.tag(ids[0], name="老客户", by=firm.zhao, at=at)
        done = customers.bulk_tag(ids, name="老客户", by=firm.zhao, at=at)
    assert (done.changed, CustomerTag.objects.count()) == (2, 3)
    with work(firm.zhao):
        assert customers.undo_bulk(done.token, by=firm.zhao, at=at) == 2
    assert list(CustomerTag.objects.values_list("customer_id", flat=True)) == [ids[0]]


def test_sellers_cannot_assign(firm: Any, make: Any, work: Any, at: datetime) -> None:
    customer_id = make("甲")
    with pytest.raises(Forbidden), work(firm.zhao):
        customers.bulk_assign([customer_id], owner_id=firm.chen.user_id, by=firm.zhao, at=at)


def test_an_import_creates_each_good_row_once(firm: Any, work: Any, at: datetime) -> None:
    rows = [
        NewCustomer(kind="person", name="王伟", mobile="13800138000", source_system="shop", external_id="1"),
        NewCustomer(kind="person", name="坏号", mobile="123", source_system="shop", external_id="2"),
        NewCustomer(kind="person", name="王伟", source_system="shop", external_id="1"),
        NewCustomer(kind="household", name="李家", owner_id=firm.chen.user_id),
        NewCustomer(kind="person", name="外人", owner_id=999),
    ]
    with work(firm.manager):
        outcomes = customers.create_many(rows, run_id=7, by=firm.manager, at=at)
    assert [outcome.what for outcome in outcomes] == ["created", "refused", "existing", "created", "refused"]
    assert outcomes[2].customer_id == outcomes[0].customer_id
    assert [outcome.refusal.field for outcome in outcomes if outcome.refusal] == ["mobile", "owner_id"]
    assert customer_reads.customer(firm.chen, outcomes[3].customer_id or 0).owner_name == "陈磊"
    assert [hit.ref_id for hit in search.find(firm.manager, "0013", kinds=("customer",))] == [outcomes[0].customer_id]


def test_a06_3_the_same_rows_twice_add_and_change_nothing(firm: Any, work: Any, at: datetime) -> None:
    rows = [NewCustomer(kind="person", name=f"客户{i}", source_system="shop", external_id=str(i)) for i in range(30)]
    with work(firm.manager):
        first = customers.create_many(rows, run_id=1, by=firm.manager, at=at)
    before = (Customer.objects.count(), TimelineEntry.objects.count(), FieldChange.objects.count())
    with work(firm.manager):
        again = customers.create_many(rows, run_id=2, by=firm.manager, at=at)
        same = {o.customer_id or 0: {"name": f"客户{i}"} for i, o in enumerate(first)}
        unchanged = customers.update_many(same, run_id=2, by=firm.manager, at=at)
    assert {o.what for o in again} == {"existing"}
    assert {o.what for o in unchanged.values()} == {"unchanged"}
    assert (Customer.objects.count(), TimelineEntry.objects.count(), FieldChange.objects.count()) == before


def test_updates_of_an_import_keep_the_old_values_and_can_be_withdrawn(
    firm: Any, make: Any, work: Any, at: datetime
) -> None:
    old = make("王伟", city="上海", birthday="1990-01-05")
    with work(firm.manager):
        (new,) = customers.create_many([NewCustomer(kind="person", name="新客")], run_id=9, by=firm.manager, at=at)
        changed = customers.update_many(
            {old: {"city": "杭州", "birthday": "1990-01-06", "archive.hobbies": "茶"}, 999: {"city": "x"}},
            run_id=9, by=firm.manager, at=at,
        )  # fmt: skip
    assert (changed[old].what, changed[999].what) == ("updated", "refused")
    assert FieldChange.objects.filter(run_id=9).count() == 3
    with work(firm.manager):
        assert customers.withdraw_run(9, by=firm.manager, at=at) == customers.Withdrawn(1, 0, 0)
        assert customers.withdraw_run(9, by=firm.manager, at=at) == customers.Withdrawn(0, 3, 0)
        assert customers.withdraw_run(9, by=firm.manager, at=at) == customers.Withdrawn(0, 0, 0)
    card = customer_reads.customer(firm.zhao, old)
    assert (card["city"], card["birthday"], card["archive"]) == ("上海", date(1990, 1, 5), {})
    assert not Customer.objects.filter(pk=new.customer_id).exists()
    assert search.find(firm.manager, "新客", kinds=("customer",)) == []


def test_a_cycle_within_one_batch_is_refused(firm: Any, make: Any, work: Any, at: datetime) -> None:
    one, two = make("甲公司", kind="organization"), make("乙公司", kind="organization")
    with work(firm.zhao):
        done = customers.update_many({one: {"parent_id": two}, two: {"parent_id": one}}, by=firm.zhao, at=at)
    assert [done[one].what, done[two].what] == ["updated", "refused"]
    assert (Customer.objects.get(pk=one).parent_id, Customer.objects.get(pk=two).parent_id) == (two, None)


def test_standings_follow_orders_with_their_reason(firm: Any, make: Any, work: Any, at: datetime) -> None:
    customer_id = make("客户X")
    facts = TradingFacts(order_days=(date(2026, 1, 10), date(2026, 3, 5)), order_count=2, net_minor=12_800)
    with work(SYSTEM):
        customers.refresh_standings([customer_id], lambda ids: dict.fromkeys(ids, facts), by=SYSTEM, at=at)
    card = customer_reads.customer(firm.zhao, customer_id)
    assert (card["status"], card["relation_time"], card["order_count"], card["net_minor"]) == (
        "dormant", "past", 2, 12_800,
    )  # fmt: skip
    assert (card["first_order_on"], card["last_order_on"]) == (date(2026, 1, 10), date(2026, 3, 5))
    why = card.axes_why["status"]
    assert (why["rule"], why["as_of"], why["inputs"]["recency_days"]) == ("R01.2", "2026-06-15", 102)
    (change,) = customer_reads.changes(firm.zhao, customer_id, field="status").items
    assert (change.old, change.new, change.source) == ("potential", "dormant", "rule:R01.2")


def test_a_later_change_of_status_is_told_on_the_timeline(firm: Any, make: Any, work: Any, at: datetime) -> None:
    customer_id = make("客户X")
    facts = TradingFacts(order_days=(date(2026, 6, 1),), order_count=1)
    with work(SYSTEM):
        customers.refresh_standings([customer_id], lambda ids: dict.fromkeys(ids, facts), by=SYSTEM, at=at)
        customers.refresh_standings(
            [customer_id], lambda ids: dict.fromkeys(ids, facts), by=SYSTEM, at=at + timedelta(days=200)
        )
    entry = customer_reads.timeline(firm.zhao, customer_id).items[0]
    assert entry.data == {"event": "status", "from": "first_time", "to": "lost"}


def test_contacts_leave_the_latest_moment_and_the_next_step(firm: Any, make: Any, work: Any, at: datetime) -> None:
    customer_id = make("王伟")
    with work(firm.zhao):
        customers.note_contact(customer_id, at=at, next_on=date(2026, 6, 20), next_text="送样", by=firm.zhao)
        customers.note_contact(customer_id, at=at - timedelta(days=3), by=firm.zhao)
    card = customer_reads.customer(firm.zhao, customer_id)
    assert (card["last_contact_at"], card["next_action_on"], card["next_action"]) == (at, date(2026, 6, 20), "送样")
    with pytest.raises(NotFound), work(firm.outsider):
        customers.note_contact(customer_id, at=at, by=firm.outsider)


def test_an_undone_run_ends_at_the_first_value(firm: Any, make: Any, work: Any, at: datetime) -> None:
    customer_id = make("王伟", city="甲市")
    version = Customer.objects.get(pk=customer_id).version
    for city in ("乙市", "丙市"):
        with unit_of_work(SYSTEM, at=at):
            customers.update_many({customer_id: {"city": city}}, run_id=7, by=SYSTEM, at=at)
    with unit_of_work(SYSTEM, at=at):
        gone = customers.withdraw_run(7, by=SYSTEM, at=at)
    back = Customer.objects.get(pk=customer_id)
    assert (back.city, gone.restored, gone.kept, back.version) == ("甲市", 2, 0, version + 4)


def test_naming_a_colleague_in_bulk_needs_the_right_to_assign(firm: Any, at: datetime) -> None:
    new = NewCustomer(kind="person", name="王伟", owner_id=firm.chen.user_id)
    with unit_of_work(firm.zhao, at=at):
        (one,) = customers.create_many([new], by=firm.zhao, at=at)
    assert (one.customer_id, type(one.refusal), Customer.objects.count()) == (None, Forbidden, 0)


def test_handing_over_many_costs_no_more_statements_than_few(firm: Any, make: Any, at: datetime) -> None:
    def statements(count: int) -> int:
        ids = [make(f"客户{count}-{i}") for i in range(count)]
        with CaptureQueriesContext(connection) as asked, unit_of_work(firm.lead, at=at):
            customers.bulk_assign(ids, owner_id=firm.chen.user_id, by=firm.lead, at=at)
        return len(asked)

    assert statements(12) == statements(3)
