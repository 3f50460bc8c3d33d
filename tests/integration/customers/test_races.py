"""Two at once: of two claims exactly one wins, and nobody gets past the capacity."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from minghua.domain.catalog.models import Product
from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer, OwnerSpell
from minghua.domain.customers.types import NewCustomer
from minghua.domain.orders.types import NewLine, NewOrder
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.record_order import record_order
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def claiming(by: Actor, customer_id: int, at: datetime) -> Callable[[], None]:
    def act() -> None:
        with unit_of_work(by, at=at):
            customers.claim(customer_id, by=by, at=at)

    return act


def test_of_four_who_claim_one_customer_exactly_one_wins(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟", by=firm.manager, pool_id=firm.pool)
    rivals = [firm.zhao, firm.chen, firm.outsider, firm.lead]
    outcomes = at_once(*(claiming(by, customer_id, at) for by in rivals))
    assert sorted(outcomes) in [
        sorted(["done", *losses]) for losses in _mixes(["not_pooled", "not_found"], 3)
    ]  # a loser may find it gone already
    winner = rivals[outcomes.index("done")]
    assert Customer.objects.get(pk=customer_id).owner_id == winner.user_id
    assert OwnerSpell.objects.filter(customer_id=customer_id, reason="claimed").count() == 1


def test_the_last_free_place_is_taken_once(firm: Any, make: Any, at: datetime) -> None:
    with unit_of_work(SYSTEM, at=at):
        customers.save_pool(firm.pool, name="公海", claim_limit=1, by=SYSTEM, at=at)
    waiting = [make(f"客户{i}", by=firm.manager, pool_id=firm.pool) for i in range(4)]
    outcomes = at_once(*(claiming(firm.zhao, customer_id, at) for customer_id in waiting))
    assert sorted(outcomes) == ["capacity_reached", "capacity_reached", "capacity_reached", "done"]
    assert Customer.objects.filter(owner_id=firm.zhao.user_id).count() == 1


def test_of_two_edits_on_one_version_one_is_told_of_the_other(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟", city="上海")

    def editing(by: Actor, city: str) -> Callable[[], None]:
        def act() -> None:
            with unit_of_work(by, at=at):
                customers.edit_customer(customer_id, {"city": city}, base_version=1, by=by, at=at)

        return act

    outcomes = at_once(editing(firm.zhao, "杭州"), editing(firm.lead, "苏州"))
    assert sorted(outcomes) == ["done", "edit_conflict"]
    assert Customer.objects.get(pk=customer_id).city == ["杭州", "苏州"][outcomes.index("done")]


def test_two_branches_cannot_be_hung_under_each_other(firm: Any, make: Any, at: datetime) -> None:
    one, two = make("甲公司", kind="organization"), make("乙公司", kind="organization")

    def moving(child: int, parent: int) -> Callable[[], None]:
        def act() -> None:
            with unit_of_work(firm.zhao, at=at):
                customers.edit_customer(child, {"parent_id": parent}, base_version=None, by=firm.zhao, at=at)

        return act

    assert sorted(at_once(moving(one, two), moving(two, one))) == ["cyclic_tree", "done"]


def _mixes(codes: list[str], length: int) -> list[list[str]]:
    first, second = codes
    return [[first] * count + [second] * (length - count) for count in range(length + 1)]


def test_creates_of_one_source_key_all_get_the_first(firm: Any, at: datetime) -> None:
    found: list[int] = []

    def create() -> None:
        new = NewCustomer(kind="person", name="王伟", source_system="shop", external_id="17850")
        with unit_of_work(firm.zhao, at=at):
            found.append(customers.create_customer(new, by=firm.zhao, at=at))

    assert at_once(*[create] * 6) == ["done"] * 6
    assert (len(found), len(set(found)), Customer.objects.count()) == (6, 1, 1)


def test_orders_recorded_at_once_all_count(firm: Any, make: Any, at: datetime) -> None:
    customer_id = make("王伟")
    product = Product.objects.create(sku="RICE", sku_key="RICE", name="东北大米")

    def buying(number: int) -> Callable[[], None]:
        def act() -> None:
            line = NewLine(product_id=product.pk, quantity_milli=1_000, unit_price_e4=500_000)
            new = NewOrder(source="t", number=f"N{number}", customer_id=customer_id, placed_at=at, lines=(line,))
            with unit_of_work(firm.zhao, at=at):
                record_order(new, by=firm.zhao, at=at)

        return act

    assert at_once(*[buying(number) for number in range(6)]) == ["done"] * 6
    customer = Customer.objects.get(pk=customer_id)
    assert (customer.order_count, customer.net_minor) == (6, 30_000)
