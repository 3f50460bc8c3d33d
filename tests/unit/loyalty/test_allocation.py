"""A discount on the lines of a basket, and what returns give back of it (R24.5)."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import allocation
from minghua.domain.loyalty.types.allocation import GivenBack, SoldLine


@st.composite
def discount_and_lines(draw):
    lines = draw(st.lists(st.integers(0, 10**7), max_size=30))
    return draw(st.integers(0, sum(lines))), lines


@pytest.mark.parametrize(
    ("discount", "lines", "shares"),
    [
        pytest.param(3000, (12000, 6000, 4000), (1636, 818, 546), id="AL-01"),
        pytest.param(100, (100, 100, 100), (34, 33, 33), id="AL-02"),
        pytest.param(1, (1, 1), (1, 0), id="AL-03"),
        pytest.param(22000, (12000, 6000, 4000), (12000, 6000, 4000), id="AL-04"),
        pytest.param(5, (0, 10, 0), (0, 5, 0), id="AL-05"),
        pytest.param(0, (120, 60), (0, 0), id="AL-06"),
        pytest.param(0, (), (), id="AL-06-no-lines"),
        pytest.param(0, (0, 0), (0, 0), id="AL-06-free-lines"),
        pytest.param(2, (1, 1, 1), (1, 1, 0), id="AL-07"),
    ],
)
def test_shares_by_largest_remainder(discount, lines, shares):
    assert allocation.spread(discount, over=lines) == shares


@pytest.mark.parametrize(
    ("discount", "lines"), [(181, (120, 60)), (-1, (120, 60)), (1, ()), (1, (0,)), (10, (-5, 30)), (-5, (-5,))]
)
def test_al_08_more_than_the_lines_is_refused(discount, lines):
    with pytest.raises(allocation.MoreThanTheLines):
        allocation.spread(discount, over=lines)


@given(discount_and_lines())
def test_shares_add_up_exactly_and_no_line_falls_below_zero(case):
    discount, lines = case
    shares = allocation.spread(discount, over=lines)
    assert sum(shares) == discount
    assert [share for share, line in zip(shares, lines, strict=True) if not 0 <= share <= line] == []


@given(discount_and_lines())
def test_no_share_is_a_whole_minor_unit_away_from_its_proportion(case):
    discount, lines = case
    shares = allocation.spread(discount, over=lines)
    whole = sum(lines) or 1
    far = [abs(share - Fraction(discount * line, whole)) >= 1 for share, line in zip(shares, lines, strict=True)]
    assert any(far) is False


SOLD = SoldLine(amount=6000, quantity_milli=3000, discounts=(818,))


@pytest.mark.parametrize(
    ("before", "returned", "back"),
    [
        pytest.param(0, 3000, GivenBack(5182, (818,)), id="RT-01-whole-line"),
        pytest.param(0, 1000, GivenBack(1727, (273,)), id="RT-02-first-piece"),
        pytest.param(1000, 1000, GivenBack(1728, (272,)), id="RT-02-second-piece"),
        pytest.param(2000, 1000, GivenBack(1727, (273,)), id="RT-02-third-piece"),
        pytest.param(3000, 0, GivenBack(0, (0,)), id="RT-03-nothing-left"),
    ],
)
def test_what_a_return_gives_back(before, returned, back):
    assert allocation.given_back(SOLD, returned_milli=returned, before_milli=before) == back


def test_rt_04_each_discount_goes_back_by_itself():
    line = SoldLine(amount=1000, quantity_milli=4000, discounts=(100, 50))
    assert allocation.given_back(line, returned_milli=1000) == GivenBack(213, (25, 13))


@pytest.mark.parametrize(("before", "returned"), [(0, 3001), (2000, 1001), (3000, 1), (-1, 1), (1, -1)])
def test_rt_05_more_than_was_sold_is_refused(before, returned):
    with pytest.raises(allocation.MoreThanWasSold):
        allocation.given_back(SOLD, returned_milli=returned, before_milli=before)


@pytest.mark.parametrize(
    "said",
    [
        {"amount": 100, "quantity_milli": 0},
        {"amount": 100, "quantity_milli": 1000, "discounts": (60, 41)},
        {"amount": 100, "quantity_milli": 1000, "discounts": (-1,)},
        {"amount": -1, "quantity_milli": 1000},
    ],
)
def test_a_line_that_cannot_have_been_sold_is_refused(said):
    with pytest.raises(ValueError):
        SoldLine(**said)


@st.composite
def sold_and_cuts(draw):
    amount = draw(st.integers(0, 10**7))
    first = draw(st.integers(0, amount))
    second = draw(st.integers(0, amount - first))
    quantity = draw(st.integers(1, 50_000))
    cuts = sorted({0, quantity, *draw(st.lists(st.integers(0, quantity), max_size=8))})
    return SoldLine(amount=amount, quantity_milli=quantity, discounts=(first, second)), cuts


@given(sold_and_cuts())
def test_returns_of_a_whole_line_give_back_exactly_what_was_paid_and_never_less_than_nothing(case):
    line, cuts = case
    backs = [
        allocation.given_back(line, returned_milli=end - start, before_milli=start)
        for start, end in itertools.pairwise(cuts)
    ]
    assert sum(back.money for back in backs) == line.paid
    assert tuple(map(sum, zip(*(back.discounts for back in backs), strict=True))) == line.discounts
    assert [back for back in backs if min(back.money, *back.discounts) < 0] == []
