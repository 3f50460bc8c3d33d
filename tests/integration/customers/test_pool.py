"""The public pool: claims, returns, limits, and what waits unseen in it (P01, P02)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer, OwnerSpell
from minghua.domain.customers.rules import pool as rules
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.search import queries as search
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Forbidden, Invalid, NotFound, Refusal


def claim(by: Actor, customer_id: int, at: datetime) -> None:
    with unit_of_work(by, at=at):
        customers.claim(customer_id, by=by, at=at)


def put_back(by: Actor, customer_id: int, at: datetime, **values: Any) -> None:
    with unit_of_work(by, at=at):
        customers.return_to_pool(customer_id, **({"reason": "cannot_reach"} | values), by=by, at=at)


def rules_of(firm: Any, at: datetime, **terms: Any) -> None:
    with unit_of_work(SYSTEM, at=at):
        customers.save_pool(firm.pool, name="公海", by=SYSTEM, at=at, **terms)


def test_a_returned_customer_can_be_claimed_by_anybody(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟")
    put_back(firm.zhao, customer_id, at, note="三次未接")
    assert customer_reads.customer(firm.outsider, customer_id).pool_name == "公海"
    claim(firm.outsider, customer_id, at + timedelta(hours=1))
    card = customer_reads.customer(firm.outsider, customer_id)
    assert (card.owner_name, card.team_id, card.pool_id) == ("孙悦", firm.west, None)
    history = customer_reads.owner_history(firm.outsider, customer_id)
    assert [(s.owner_name or s.pool_name, s.reason, s.note) for s in history] == [
        ("孙悦", "claimed", ""),
        ("公海", "cannot_reach", "三次未接"),
        ("赵敏", "created", ""),
    ]
    assert [s.until_at for s in history] == [None, at + timedelta(hours=1), at]


def test_search_follows_the_customer_to_its_new_hands(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟")
    assert search.find(firm.outsider, "王伟", kinds=("customer",)) == []
    put_back(firm.zhao, customer_id, at)
    claim(firm.outsider, customer_id, at)
    assert [hit.ref_id for hit in search.find(firm.outsider, "王伟", kinds=("customer",))] == [customer_id]
    assert search.find(firm.zhao, "王伟", kinds=("customer",)) == []


def test_a_claimed_customer_cannot_be_claimed_again(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟", by=firm.manager, pool_id=firm.pool)
    claim(firm.zhao, customer_id, at)
    with pytest.raises(NotFound):  # the pool no longer shows it to others
        claim(firm.outsider, customer_id, at)
    with pytest.raises(rules.NotPooled):
        claim(firm.zhao, customer_id, at)


def test_p02_capacity_refuses_the_fifty_first(firm: Any, make: Any, at: datetime) -> None:
    rules_of(firm, at, claim_limit=2)
    waiting = [make(f"客户{i}", by=firm.manager, pool_id=firm.pool) for i in range(3)]
    claim(firm.zhao, waiting[0], at)
    claim(firm.zhao, waiting[1], at)
    with pytest.raises(rules.CapacityReached) as refused:
        claim(firm.zhao, waiting[2], at)
    assert refused.value.message("zh-hans") == "您已持有 2 位客户，达到库容上限 2。"
    assert Customer.objects.get(pk=waiting[2]).owner_id is None


def test_the_daily_limit_ends_at_local_midnight(firm: Any, make: Any, at: datetime) -> None:
    rules_of(firm, at, daily_limit=1)
    waiting = [make(f"客户{i}", by=firm.manager, pool_id=firm.pool) for i in range(2)]
    claim(firm.zhao, waiting[0], at)
    with pytest.raises(rules.DailyLimitReached) as refused:
        claim(firm.zhao, waiting[1], at + timedelta(hours=13))
    assert refused.value.advice("en") == "You may claim again from 2026-06-16."
    claim(firm.zhao, waiting[1], at + timedelta(hours=14))


def test_the_previous_owner_cools_down(firm: Any, make: Any, at: datetime) -> None:
    rules_of(firm, at, cooldown_days=7)
    customer_id = make("王伟")
    put_back(firm.zhao, customer_id, at)
    with pytest.raises(rules.CoolingDown):
        claim(firm.zhao, customer_id, at + timedelta(days=6))
    claim(firm.zhao, customer_id, at + timedelta(days=7))


def test_new_arrivals_are_held(firm: Any, make: Any, at: datetime) -> None:
    rules_of(firm, at, hold_days=2)
    customer_id = make("王伟")
    put_back(firm.zhao, customer_id, at)
    with pytest.raises(rules.HeldBack):
        claim(firm.chen, customer_id, at + timedelta(days=1))
    claim(firm.chen, customer_id, at + timedelta(days=2))


def test_a_teams_pool_is_for_that_team(firm: Any, make: Any, at: datetime) -> None:
    with unit_of_work(SYSTEM, at=at):
        east = customers.save_pool(name="华东公海", team_id=firm.east, by=SYSTEM, at=at)
    customer_id = make("王伟", by=firm.manager, pool_id=east)
    with pytest.raises(rules.OtherPool):
        claim(firm.outsider, customer_id, at)
    claim(firm.chen, customer_id, at)


def test_hidden_fields_wait_for_the_claim(firm: Any, make: Any, at: datetime) -> None:
    rules_of(firm, at, hidden_fields=["mobile", "wechat"])
    customer_id = make("王伟", by=firm.manager, pool_id=firm.pool, mobile="13800138000", wechat="")
    card = customer_reads.customer(firm.zhao, customer_id)
    assert (card["mobile"], card["wechat"], card.may_edit) == ("****", "", False)
    claim(firm.zhao, customer_id, at)
    assert customer_reads.customer(firm.zhao, customer_id)["mobile"] == "+8613800138000"


def test_trade_is_told_after_the_claim(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟", by=firm.manager, pool_id=firm.pool)
    timeline.post(customer_id, "order", at=at, data={"total_minor": 12_300}, by=SYSTEM)
    seen = {
        actor.name: [e.kind for e in customer_reads.timeline(actor, customer_id).items if e.kind == "order"]
        for actor in (firm.zhao, firm.manager)
    }
    assert seen == {firm.zhao.name: [], firm.manager.name: ["order"]}
    claim(firm.zhao, customer_id, at)
    assert "order" in [entry.kind for entry in customer_reads.timeline(firm.zhao, customer_id).items]


@pytest.mark.parametrize(("days", "returned"), [(29, 0), (31, 1)])
def test_p01_neglected_customers_return_by_themselves(
    firm: Any, make: Any, at: datetime, days: int, returned: int
) -> None:
    customer_id = make("王伟")
    later = at + timedelta(days=days)
    with unit_of_work(SYSTEM, at=later):
        assert customers.recycle_overdue(by=SYSTEM, at=later) == returned
    assert Customer.objects.get(pk=customer_id).pool_id == (firm.pool if returned else None)
    spell = OwnerSpell.objects.get(customer_id=customer_id, until_at=None)
    assert spell.reason == ("no_follow_up" if returned else "created")


def test_contacts_and_orders_keep_a_customer(firm: Any, make: Any, at: datetime) -> None:
    called, bought, closed, silent = make("甲"), make("乙"), make("丙"), make("丁")
    later = at + timedelta(days=40)
    with unit_of_work(firm.zhao, at=at):
        customers.note_contact(called, at=at + timedelta(days=20), by=firm.zhao)
    Customer.objects.filter(pk=bought).update(last_order_on=date(2026, 7, 10))
    Customer.objects.filter(pk=closed).update(closed_at=at)
    with unit_of_work(SYSTEM, at=later):
        assert customers.recycle_overdue(by=SYSTEM, at=later) == 1
    assert list(Customer.objects.filter(pool=firm.pool).values_list("pk", flat=True)) == [silent]


def test_returning_needs_a_known_reason_and_the_right_hands(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟")
    for by, values, refusal in [
        (firm.zhao, {"reason": "whim"}, Invalid),
        (firm.chen, {}, NotFound),
        (firm.clerk, {}, Forbidden),
        (firm.zhao, {"pool_id": 999}, NotFound),
    ]:
        with pytest.raises(refusal):
            put_back(by, customer_id, at, **values)
    assert Customer.objects.get(pk=customer_id).owner_id == firm.zhao.user_id


def test_capacity_is_shown(firm: Any, make: Any, at: datetime) -> None:
    make("甲")
    pooled = make("乙", by=firm.manager, pool_id=firm.pool)
    claim(firm.zhao, pooled, at)
    found = customer_reads.capacity(firm.zhao, at=at)
    assert (found.held, found.limit, found.claimed_today, found.free) == (2, 50, 1, 48)
    (pool,) = customer_reads.pools(firm.zhao, on=date(2026, 6, 15))
    assert (pool.name, pool.waiting, pool.open_to_viewer, pool.terms.return_after_days) == ("公海", 0, True, 30)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"team_id": 999}, "team_id"),
        ({"claim_limit": -1}, "claim_limit"),
        ({"name": "公海"}, "name"),
    ],
)
def test_a_pool_that_cannot_be_is_refused(
    firm: Any, work: Any, at: datetime, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused, work(firm.manager):
        customers.save_pool(**({"name": "新公海"} | values), by=firm.manager, at=at)
    assert refused.value.field == field


def test_only_managers_change_pools(firm: Any, work: Any, at: datetime) -> None:
    with pytest.raises(Forbidden), work(firm.lead):
        customers.save_pool(name="x", by=firm.lead, at=at)


def test_the_list_says_from_when_a_customer_is_free_for_whom(firm: Any, make: Any, at: datetime) -> None:
    rules_of(firm, at, hold_days=2, cooldown_days=7)
    put_back(firm.zhao, make("王伟"), at)
    (for_zhao,) = customer_reads.waiting(firm.zhao).items
    (for_chen,) = customer_reads.waiting(firm.chen).items
    assert (for_zhao.free_from, for_chen.free_from) == (date(2026, 6, 22), date(2026, 6, 17))
    assert (for_chen.previous_owner, for_chen.reason, for_chen.since) == ("赵敏", "cannot_reach", at)


def test_a_limit_of_nothing_is_a_limit(firm: Any, make: Any, at: datetime) -> None:
    rules_of(firm, at, claim_limit=0)
    customer_id = make("王伟", by=firm.manager, pool_id=firm.pool)
    with pytest.raises(rules.CapacityReached):
        claim(firm.zhao, customer_id, at)
    with pytest.raises(Invalid):
        rules_of(firm, at, return_after_days=0)


@pytest.mark.parametrize(("days", "warned"), [(2, 0), (4, 1)])
def test_the_warning_follows_the_pools_own_days(firm: Any, make: Any, at: datetime, days: int, warned: int) -> None:
    rules_of(firm, at, return_after_days=10)
    make("王伟")
    assert len(customer_reads.soon_to_pool(firm.zhao, at=at + timedelta(days=days))) == warned
