"""What a merge may and may not do, and what an erasure does to what was merged."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer, Merge
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.search import queries as search
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.erase_person import erase
from minghua.journeys.merge_customers import merge_customers, unmerge
from minghua.kernel.errors import Forbidden, NotFound, Refusal


def merged(survivor: int, loser: int, by: Any, at: datetime, **choices: Any) -> int:
    with unit_of_work(by, at=at):
        return merge_customers(survivor, loser, choices=choices, by=by, at=at).id


def test_nobody_merges_what_they_may_not_change(firm: Any, make: Any, at: datetime) -> None:
    mine, theirs = make("甲"), make("乙", by=firm.outsider)
    with pytest.raises(Forbidden):
        merged(mine, mine, firm.zhao, at)  # sales have no right to merge
    with pytest.raises(NotFound):
        merged(mine, theirs, firm.lead, at)
    assert Merge.objects.count() == 0


def test_different_kinds_do_not_merge(firm: Any, make: Any, at: datetime) -> None:
    with pytest.raises(customers.NotMergeable):
        merged(make("甲"), make("甲家", kind="household"), firm.lead, at)


def test_the_later_word_and_the_choice_decide(firm: Any, make: Any, at: datetime) -> None:
    one, two = make("甲", city="上海", email="a@x.cn"), make("乙", city="北京", email="b@x.cn")
    later = at + timedelta(days=1)
    with unit_of_work(firm.lead, at=later):
        customers.edit_customer(two, {"city": "天津"}, base_version=None, by=firm.lead, at=later)
    merged(one, two, firm.lead, later, email="loser")
    row = Customer.objects.get(pk=one)
    assert (row.name, row.city, row.email) == ("甲", "天津", "b@x.cn")


def test_the_old_number_and_source_key_lead_to_who_stayed(firm: Any, make: Any, at: datetime) -> None:
    one, two = make("甲"), make("乙", source_system="shop", external_id="7")
    number = Customer.objects.get(pk=two).number
    merged(one, two, firm.lead, at)
    assert customer_reads.by_number(firm.lead, number) == one
    assert [hit.ref_id for hit in search.find(firm.lead, number, kinds=("customer",))] == [one]
    assert make("乙", source_system="shop", external_id="7") == one
    assert customer_reads.now_called(firm.outsider, two) is None


def test_after_its_days_a_merge_stands(firm: Any, make: Any, at: datetime) -> None:
    made = merged(make("甲"), make("乙"), firm.lead, at)
    late = at + timedelta(days=31)
    with pytest.raises(customers.TooLate), unit_of_work(firm.lead, at=late):
        unmerge(made, by=firm.lead, at=late)


def test_who_is_erased_is_erased_in_every_record_that_became_one(firm: Any, make: Any, at: datetime) -> None:
    one, two = make("甲", mobile="13800138000"), make("乙", mobile="13900139000", email="b@x.cn")
    made = merged(one, two, firm.lead, at)
    number = Customer.objects.get(pk=one).number
    with unit_of_work(SYSTEM, at=at):
        erase(one, confirm=number, by=SYSTEM, at=at)
    rows = Customer.objects.filter(pk__in=(one, two))
    assert {(row.mobile, row.email, row.erased_at is None) for row in rows} == {("", "", False)}
    with pytest.raises(Refusal), unit_of_work(SYSTEM, at=at):
        unmerge(made, by=SYSTEM, at=at)
