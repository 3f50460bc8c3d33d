"""The worked cases of C11 and C13 by their ids, through the public operations, on the database."""

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.domain.orders import operations as orders
from minghua.domain.value import operations as value
from minghua.domain.value import queries as reads
from minghua.domain.value.types import PRESETS, NewCost, Part, Run
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys.record_order import record_order
from minghua.journeys.record_return import record_return
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from minghua.kernel.periods import rolling_months
from tests.company import BEGAN, Company
from tests.conftest import AT, ON
from tests.trade import a_return, an_order, day, line

PYRAMID = PRESETS["pyramid"][1]
PERIOD = rolling_months(ON, 12)
POSTED = (Part.DISCOUNT, Part.LOGISTICS, Part.SERVICE, Part.SELLING, Part.BAD_DEBT)
# yuan: revenue, returns, goods, then what is posted: discount and points, logistics, service, selling, bad debt
A11_1 = {
    "A": (100_000, 2_000, 60_000, 1_500, 1_200, 1_300, 2_000, 0),
    "B": (300_000, 30_000, 210_000, 20_000, 9_000, 18_000, 12_000, 6_000),
    "C": (20_000, 0, 11_000, 0, 300, 200, 500, 0),
    "D": (5_000, 2_500, 1_800, 500, 400, 900, 300, 0),
    "E": (60_000, 500, 38_000, 800, 700, 1_000, 1_000, 0),
}
NETS = {"A": 32_000, "B": -5_000, "C": 8_000, "D": -1_400, "E": 18_000}


@pytest.fixture(autouse=True)
def at_work(company: Company) -> Iterator[None]:
    """Everything here happens in one unit of work of a house with people in it."""
    with unit_of_work(SYSTEM, at=AT):
        yield


def person(name: str) -> int:
    return customers.create_customer(NewCustomer(kind="person", name=name), by=SYSTEM, at=BEGAN)


def product(name: str, cost: int) -> int:
    """A product that costs so many yuan."""
    new = [NewProduct(sku=name, name=name)]
    made = catalog.upsert_many(new, by=SYSTEM, at=BEGAN).ids[name]
    value.set_product_cost(made, cost_minor=cost * 100, valid_from=date(2020, 1, 1), by=SYSTEM, at=AT)
    return made


def trades(name: str, amounts: Sequence[int]) -> int:
    """A customer whose year was this."""
    revenue, returns, goods, *posted = amounts
    customer = person(name)
    sold = line(product(f"goods {name}", goods), 1, revenue)
    record_order(an_order(name, sold, customer=customer, at=day(3)), by=SYSTEM, at=AT)
    if returns:
        back = line(product(f"allowance {name}", 0), 1, returns)
        record_return(a_return(f"{name}r", back, customer=customer, at=day(9)), by=SYSTEM, at=AT)
    costs = [
        NewCost(customer_id=customer, part=part, amount_minor=amount * 100, event_at=day(4), source="t", key=f"{name}{part}")
        for part, amount in zip(POSTED, posted, strict=True)
        if amount
    ]  # fmt: skip
    value.post_costs(costs, by=SYSTEM, at=AT)
    return customer


def ran() -> Run:
    run = reads.run(SYSTEM, value.run_pyramid(PYRAMID, on=ON, by=SYSTEM, at=AT))
    assert run is not None
    return run


def test_a11_1_net_contribution_whale_and_the_large_loser() -> None:
    ids = {name: trades(name, amounts) for name, amounts in A11_1.items()}
    found = {name: reads.contribution_of(SYSTEM, pk, period=PERIOD) for name, pk in ids.items()}
    assert {name: one.net_minor for name, one in found.items()} == {name: net * 100 for name, net in NETS.items()}
    assert {pk: one.net_minor for pk, one in reads.contributions(period=PERIOD)} == {
        ids[name]: net * 100 for name, net in NETS.items()
    }
    run = ran()
    assert run.figures["net_minor"] == 51_600_00
    assert (run.figures["whale_peak_e6"], run.figures["whale_at"]) == (1_124_031, 3)
    assert [one.customer_id for one in reads.losers(SYSTEM, run.id)] == [ids["B"]]
    quadrants = {one.customer_id: one.quadrant.value for one in reads.places(SYSTEM, run.id).items}
    assert [quadrants[ids[name]] for name in "ABCDE"] == ["keep", "mend", "simplify", "simplify", "grow"]


def test_a11_2_customer_return() -> None:
    customer = trades("F", (100_000, 0, 50_000, 0, 0, 8_000, 5_000, 0))
    found = reads.return_of(SYSTEM, customer, assets_minor=185_000_00, period=PERIOD)
    assert (found.net_minor, found.sales_minor) == (37_000_00, 100_000_00)
    assert found.rate is not None
    assert f"{float(found.rate):.2%}" == "20.00%"


def test_a_return_without_assets_or_sales_does_not_apply_and_a_debt_is_no_asset(company: Company) -> None:
    customer = person("G")
    assert reads.return_of(SYSTEM, customer, assets_minor=0, period=PERIOD).rate is None
    assert reads.return_of(SYSTEM, customer, assets_minor=5, period=PERIOD).rate is None
    with pytest.raises(Invalid):
        reads.return_of(SYSTEM, customer, assets_minor=-1, period=PERIOD)
    with pytest.raises(NotFound):
        reads.return_of(company.actor("lead"), 999_999, assets_minor=5, period=PERIOD)


def test_who_may_not_see_contributions_sees_no_return(company: Company) -> None:
    with pytest.raises(Forbidden):
        reads.return_of(company.actor("east1"), person("H"), assets_minor=5, period=PERIOD)


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1000, [10, 190, 300, 500]),
        (250, [3, 47, 75, 125]),
        (7, [1, 1, 2, 3]),
        (2, [1, 0, 0, 1]),
        (1, [1, 0, 0, 0]),
        (0, [0, 0, 0, 0]),
    ],
)
def test_a13_1_layers_of_so_many(n: int, expected: list[int]) -> None:
    goods = product("rice", 0)
    for number in range(n):
        new = an_order(f"n{number}", line(goods, 1, n - number), customer=person(f"N{number}"), at=day(3))
        orders.record(new, by=SYSTEM, at=AT)
    assert [one.customers for one in ran().layers] == expected


def test_a13_2_what_the_top_fifth_holds() -> None:
    goods = product("rice", 0)
    for number, profit in enumerate((400, 380, 60, 50, 40, 30, 20, 10, 6, 4)):
        record_order(an_order(f"p{number}", line(goods, 1, profit), customer=person(f"P{number}"), at=day(3)), by=SYSTEM, at=AT)  # fmt: skip
    assert ran().figures["top_net_e6"] == 780_000
