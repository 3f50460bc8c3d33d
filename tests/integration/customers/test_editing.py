"""A customer changes: who, when, from what to what (A07.2)."""

from datetime import date, datetime
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer
from minghua.domain.customers.rules.organisation_tree import CyclicTree
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.people.types import Actor
from minghua.foundation.search import queries as search
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid, NotFound


def edit(by: Actor, customer_id: int, at: datetime, base_version: int | None = 1, **changes: Any) -> int:
    named = {path.replace("__", "."): value for path, value in changes.items()}
    with unit_of_work(by, at=at):
        return customers.edit_customer(customer_id, named, base_version=base_version, by=by, at=at)


def test_a07_2_the_old_mobile_stays_in_the_history(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟", mobile="13800138000")
    assert edit(firm.zhao, customer_id, at, mobile="13900139000") == 2
    (change,) = customer_reads.changes(firm.zhao, customer_id, field="mobile").items
    assert (change.old, change.new) == ("+8613800138000", "+8613900139000")
    assert (change.by_name, change.at, change.source) == ("赵敏", at, "web")


def test_every_kind_of_field_is_stored_in_its_form(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟")
    edit(
        firm.zhao, customer_id, at,
        birthday="1990年1月5日", email="Wang@Example.COM", archive__family_size="4", archive__anniversary="2015/5/20",
        archive__hobbies="钓鱼", next_action_on="2026-07-01",
    )  # fmt: skip
    card = customer_reads.customer(firm.zhao, customer_id)
    assert (card["birthday"], card["email"], card["next_action_on"]) == (
        date(1990, 1, 5), "wang@example.com", date(2026, 7, 1),
    )  # fmt: skip
    assert card["archive"] == {"family_size": 4, "anniversary": "2015-05-20", "hobbies": "钓鱼"}


def test_an_emptied_archive_field_leaves_the_archive(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟", archive={"hobbies": "钓鱼"})
    edit(firm.zhao, customer_id, at, archive__hobbies="")
    assert customer_reads.customer(firm.zhao, customer_id)["archive"] == {}


def test_nothing_new_is_no_change(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟", mobile="13800138000")
    assert edit(firm.zhao, customer_id, at, mobile="+86 138 0013 8000") == 1
    assert AuditEvent.objects.filter(verb="customer.edited").count() == 0


def test_a_stale_edit_is_refused_with_both_values(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟", city="上海")
    edit(firm.lead, customer_id, at, city="苏州")
    with pytest.raises(customers.EditConflict) as refused:
        edit(firm.zhao, customer_id, at, base_version=1, city="杭州")
    assert (refused.value.status, refused.value.version) == (409, 2)
    assert (refused.value.theirs, refused.value.mine) == ({"city": "苏州"}, {"city": "杭州"})
    assert Customer.objects.get(pk=customer_id).city == "苏州"


def test_timeline_names_the_fields_but_not_their_values(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟")
    edit(firm.zhao, customer_id, at, mobile="13900139000", city="上海")
    entry = customer_reads.timeline(firm.zhao, customer_id).items[0]
    assert entry.data == {"event": "edited", "fields": ["city", "mobile"]}


def test_a_new_name_is_found_and_the_old_one_is_not(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟")
    edit(firm.zhao, customer_id, at, name="欧阳锋")
    assert [hit.ref_id for hit in search.find(firm.zhao, "oyf", kinds=("customer",))] == [customer_id]
    assert search.find(firm.zhao, "王伟", kinds=("customer",)) == []


def test_who_may_not_change_a_customer_changes_nothing(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟", city="上海")
    with pytest.raises(NotFound):
        edit(firm.outsider, customer_id, at, city="北京")
    with pytest.raises(Forbidden):
        edit(firm.clerk, customer_id, at, city="北京")
    row = Customer.objects.get(pk=customer_id)
    assert (row.city, row.version, AuditEvent.objects.filter(verb="customer.edited").count()) == ("上海", 1, 0)


def test_masked_changes_are_masked_in_the_history(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟", mobile="13800138000")
    edit(firm.zhao, customer_id, at, mobile="13900139000")
    (change,) = customer_reads.changes(firm.clerk, customer_id).items
    assert (change.old, change.new) == ("138****8000", "139****9000")


def test_cyclic_trees_are_refused(firm: Any, make: Any, at: datetime) -> None:
    top = make("集团", kind="organization")
    middle = make("子公司", kind="organization", parent_id=top)
    bottom = make("孙公司", kind="organization", parent_id=middle)
    for parent_id in (top, middle, bottom):
        with pytest.raises(CyclicTree):
            edit(firm.zhao, top, at, parent_id=parent_id)


@pytest.mark.parametrize("path", ["version", "status", "owner_id", "number", "archive.name", "archive.x", "nothing"])
def test_what_is_not_editable_is_refused(firm: Any, make: Any, at: datetime, path: str) -> None:
    customer_id = make("王伟")
    with pytest.raises(Invalid) as refused, unit_of_work(firm.zhao, at=at):
        customers.edit_customer(customer_id, {path: "1"}, base_version=None, by=firm.zhao, at=at)
    assert refused.value.field == path


def test_closing_and_reopening_keep_their_reason(firm: Any, make: Any, work: Any, at: datetime) -> None:
    customer_id = make("王伟")
    with work(firm.lead):
        customers.close(customer_id, reason="搬离本市", by=firm.lead, at=at)
        customers.close(customer_id, reason="再来一次", by=firm.lead, at=at)
    assert customer_reads.customer(firm.lead, customer_id).closed_at == at
    with work(firm.lead):
        customers.reopen(customer_id, by=firm.lead, at=at)
    events = [entry.data for entry in customer_reads.timeline(firm.lead, customer_id).items]
    assert events == [
        {"event": "reopened", "note": ""}, {"event": "closed", "note": "搬离本市"}, {"event": "created"},
    ]  # fmt: skip
    with pytest.raises(Forbidden), work(firm.zhao):
        customers.close(customer_id, reason="x", by=firm.zhao, at=at)


def test_verifying_makes_the_archive_fresh(firm: Any, make: Any, work: Any, at: datetime, on: date) -> None:
    customer_id = make("王伟")
    Customer.objects.filter(pk=customer_id).update(verified_at=None)
    assert customer_reads.archive(firm.zhao, customer_id, on=on).score.freshness == 0
    with work(firm.zhao):
        customers.verify_archive(customer_id, by=firm.zhao, at=at)
    assert customer_reads.archive(firm.zhao, customer_id, on=on).score.freshness == 1
