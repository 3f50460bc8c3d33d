"""Contribution of one customer (R11.1), shares, whale and returns (R11.2–R11.6): the tables of docs/rules/value.md."""

from datetime import date
from fractions import Fraction

import pytest

from minghua.domain.value.rules import contribution as rule
from minghua.domain.value.rules import shares
from minghua.domain.value.types import (
    ContactFact,
    Contribution,
    CustomerFacts,
    Dated,
    EntryFact,
    GoodsFact,
    OrderFact,
    Part,
    Rates,
    ServiceRates,
)

DAY = date(2026, 3, 1)
# sales, returns, goods, discount and points, logistics, service, selling, bad debt (yuan) → net
A11_1 = {
    "A": ((100_000, 2_000, 60_000, 1_500, 1_200, 1_300, 2_000, 0), 32_000),
    "B": ((300_000, 30_000, 210_000, 20_000, 9_000, 18_000, 12_000, 6_000), -5_000),
    "C": ((20_000, 0, 11_000, 0, 300, 200, 500, 0), 8_000),
    "D": ((5_000, 2_500, 1_800, 500, 400, 900, 300, 0), -1_400),
    "E": ((60_000, 500, 38_000, 800, 700, 1_000, 1_000, 0), 18_000),
}
PARTS = (
    Part.SALES, Part.RETURNS, Part.GOODS, Part.DISCOUNT, Part.LOGISTICS, Part.SERVICE, Part.SELLING, Part.BAD_DEBT,
)  # fmt: skip
NETS = [net for _, net in A11_1.values()]


def percent(value: Fraction | None) -> str:
    assert value is not None
    return f"{float(value):.2%}"


@pytest.mark.parametrize("name", A11_1)
def test_a11_1_net_contribution(name: str) -> None:
    amounts, net = A11_1[name]
    assert Contribution(dict(zip(PARTS, amounts, strict=True))).net_minor == net


def test_a11_1_shares_and_whale() -> None:
    total = sum(NETS)
    assert total == 51_600
    assert [percent(shares.share(net, total)) for net in NETS] == ["62.02%", "-9.69%", "15.50%", "-2.71%", "34.88%"]
    peak = shares.whale(NETS)
    assert peak is not None
    assert (percent(peak.peak), peak.at, percent(peak.drag)) == ("112.40%", 3, "12.40%")
    sales = [amounts[0] for amounts, _ in A11_1.values()]
    assert percent(shares.share(sales[1], sum(sales))) == "61.86%"


def test_a11_1_the_large_loser_is_to_be_mended() -> None:
    sales = {name: amounts[0] for name, (amounts, _) in A11_1.items()}
    found = {
        name: shares.quadrant(
            sales=sales[name], net=net, customers=5, all_sales=sum(sales.values()), all_net=sum(NETS)
        ).value
        for name, (_, net) in A11_1.items()
    }
    assert found == {"A": "keep", "B": "mend", "C": "simplify", "D": "simplify", "E": "grow"}


def test_a11_2_customer_return() -> None:
    assert percent(shares.customer_return(net_profit=37_000, sales=100_000, assets=185_000)) == "20.00%"


@pytest.mark.parametrize(("sales", "assets"), [(0, 5), (5, 0), (0, 0)])
def test_customer_return_of_nothing_does_not_apply(sales: int, assets: int) -> None:
    assert shares.customer_return(net_profit=1, sales=sales, assets=assets) is None


def test_shares_of_a_population_that_brings_nothing_do_not_apply() -> None:
    assert (shares.share(5, 0), shares.share(5, -1), shares.whale([]), shares.whale([-1, 1])) == (None,) * 4
    assert (shares.top_share([]), shares.gini([]), shares.gini([0, 0])) == (None, None, None)


def test_a13_2_the_top_fifth_holds_78_per_cent() -> None:
    assert percent(shares.top_share([400, 380, 60, 50, 40, 30, 20, 10, 6, 4])) == "78.00%"


@pytest.mark.parametrize(
    ("top", "unusual"),
    [
        (None, False),
        (Fraction(59, 100), True),
        (Fraction(3, 5), False),
        (Fraction(19, 20), False),
        (Fraction(96, 100), True),
    ],
)
def test_the_share_of_the_top_is_noted_outside_60_to_95(top: Fraction | None, unusual: bool) -> None:
    assert shares.is_unusual(top) is unusual


@pytest.mark.parametrize(
    ("values", "expected"), [([5, 5, 5, 5], Fraction(0)), ([0, 0, 0, 8], Fraction(3, 4)), ([1, 3], Fraction(1, 4))]
)
def test_gini(values: list[int], expected: Fraction) -> None:
    assert shares.gini(values) == expected


def test_every_part_comes_from_its_own_records() -> None:
    facts = CustomerFacts(
        orders=(OrderFact(DAY, 10_000), OrderFact(date(2026, 6, 1), 5_000)),
        sold=(
            GoodsFact(DAY, 1, 2_000, 900),
            GoodsFact(date(2026, 6, 1), 1, 1_500, 900),
            GoodsFact(DAY, 2, 1_000, None),
        ),
        returned_minor=(1_000,),
        came_back=(GoodsFact(DAY, 1, 500, 900),),
        bad_debts=(70,),
        entries=(EntryFact(Part.SERVICE, 300), EntryFact(Part.SERVICE, -100), EntryFact(Part.POINTS, 20)),
    )
    costs = {1: (Dated(date(2026, 5, 1), 1_000),)}
    rates = Rates((Dated(date(2025, 1, 1), 5), Dated(date(2026, 4, 1), 8)), returned_stock=50)
    found = rule.contribution(facts, costs=costs, rates=rates)
    # goods: 2 × 9.00 + 1.5 × 10.00 − half of 0.5 × 9.00
    assert found.parts == {
        "sales": 15_000, "returns": 1_000, "goods": 1_800 + 1_500 - 225, "discount": 0, "points": 20,
        "logistics": 13, "service": 200, "selling": 0, "bad_debt": 70,
    }  # fmt: skip
    assert (found.uncosted, found.net_minor) == (1, 15_000 - 1_000 - 3_075 - 20 - 13 - 200 - 70)


@pytest.mark.parametrize(
    ("channel", "direction", "topic", "minutes", "expected"),
    [
        ("phone", "in", "", 7, (Part.SERVICE, 700)),
        ("phone", "out", "", 7, (Part.SELLING, 700)),
        ("phone", "out", "complaint", 7, (Part.SERVICE, 700)),
        ("phone", "in", "", None, (Part.SERVICE, 200)),
        ("phone", "in", "", 0, None),
        ("face_to_face", "out", "", 40, (Part.SELLING, 3_000)),
        ("wechat", "in", "", 5, (Part.SERVICE, 200)),
        ("phone", "note", "", 7, None),
    ],
)
def test_what_a_contact_costs(
    channel: str, direction: str, topic: str, minutes: int | None, expected: tuple[Part, int] | None
) -> None:
    rates = ServiceRates(call_minute=100, visit=3_000, contact=200)
    assert rule.contact_cost(ContactFact(channel, direction, topic, minutes), rates) == expected
