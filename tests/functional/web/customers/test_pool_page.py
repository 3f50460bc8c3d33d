"""The pool through the web door."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer, Pool
from minghua.foundation.people.types import SYSTEM

HTMX = {"headers": {"HX-Request": "true"}}


def test_a_claim_is_answered_and_a_refusal_says_why(
    firm: Any, make: Any, work: Any, at: datetime, at_the_door: Any
) -> None:
    with work(SYSTEM):
        customers.save_pool(firm.pool, name="公海", claim_limit=1, by=SYSTEM, at=at)
    first, second = (make(name, by=firm.manager, pool_id=firm.pool) for name in ("王伟", "李娜"))
    door = at_the_door(firm.zhao)
    page = door.get("/pool").content.decode()
    assert "王伟" in page
    assert "0 / 1 位" in page
    won = door.post(f"/pool/{first}/claim", **HTMX)
    assert (won.status_code, "已领取" in won.content.decode()) == (200, True)
    lost = door.post(f"/pool/{second}/claim", **HTMX)
    assert lost.status_code == 409
    assert "达到库容上限 1。退回或转移一位客户后即可领取。" in lost.content.decode()
    assert Customer.objects.get(pk=second).owner_id is None


def test_the_list_of_the_pool_costs_the_same_for_one_and_three(firm: Any, make: Any, at_the_door: Any) -> None:
    door = at_the_door(firm.zhao)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert door.get("/pool").status_code == 200
        return len(captured)

    make("甲", by=firm.manager, pool_id=firm.pool)
    statements()
    one = statements()
    make("乙", by=firm.manager, pool_id=firm.pool)
    make("丙", by=firm.manager, pool_id=firm.pool)
    assert statements() == one


def test_hidden_fields_are_stars_before_the_claim(
    firm: Any, make: Any, work: Any, at: datetime, at_the_door: Any
) -> None:
    with work(SYSTEM):
        customers.save_pool(firm.pool, name="公海", hidden_fields=["mobile"], by=SYSTEM, at=at)
    customer_id = make("王伟", by=firm.manager, pool_id=firm.pool, mobile="13800138000")
    door = at_the_door(firm.zhao)
    for address in ("/pool", f"/customers/{customer_id}", f"/customers/{customer_id}/archive"):
        assert "8000" not in door.get(address).content.decode(), address


def test_managers_change_the_rules_and_others_do_not(firm: Any, at_the_door: Any) -> None:
    rules = {"name": "公海", "claim_limit": "80", "return_after_days": "", "active": "1", "hidden_fields": "mobile"}
    address = f"/settings/pools/{firm.pool}"
    assert at_the_door(firm.zhao).post(address, rules).status_code == 403
    assert at_the_door(firm.manager).post(address, rules).status_code == 302
    pool = Pool.objects.get()
    assert (pool.claim_limit, pool.return_after_days, pool.hidden_fields) == (80, None, ["mobile"])
    wrong = at_the_door(firm.manager).post(address, rules | {"claim_limit": "many"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.content.decode()
    assert at_the_door(firm.manager).post("/settings/pools", rules).status_code == 409
