"""Which lines of a purchase come back because its order does, each case by its id (RT-06 … RT-11)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules.coupon_returns import BoughtLine, still_back
from minghua.domain.loyalty.types.coupon_story import BackLine

RICE, OIL = 1, 2
TWO_OF_RICE = BoughtLine(RICE, 2_000, 0)


@pytest.mark.parametrize(
    ("lines", "goods", "whole", "due"),
    [
        pytest.param([TWO_OF_RICE, BoughtLine(OIL, 1_000, 0)], {RICE: 1_000}, False, [BackLine(0, 1_000)], id="RT-06"),
        pytest.param([BoughtLine(RICE, 2_000, 1_000)], {RICE: 1_000}, False, [], id="RT-07-told-by-the-till-already"),
        pytest.param(
            [BoughtLine(RICE, 1_000, 0), BoughtLine(RICE, 2_000, 1_000)], {RICE: 3_000}, False,
            [BackLine(0, 1_000), BackLine(1, 1_000)], id="RT-08-one-product-on-two-lines",
        ),
        pytest.param(
            [BoughtLine(None, 1_000, 0), TWO_OF_RICE], {}, True, [BackLine(0, 1_000), BackLine(1, 2_000)], id="RT-09-cancelled"
        ),
        pytest.param([BoughtLine(None, 1_000, 0)], {RICE: 1_000}, False, [], id="RT-10-unknown-to-the-books"),
        pytest.param([TWO_OF_RICE], {RICE: 9_000}, False, [BackLine(0, 2_000)], id="RT-11-never-more-than-was-bought"),
    ],
)  # fmt: skip
def test_so_much_is_back_as_the_returns_say(
    lines: list[BoughtLine], goods: dict[int, int], whole: bool, due: list[BackLine]
) -> None:
    assert still_back(lines, goods=goods, whole=whole) == due


@given(st.lists(st.tuples(st.sampled_from([RICE, OIL]), st.integers(1, 9)), min_size=1), st.integers(0, 40))
def test_told_once_there_is_nothing_more_to_tell(bought: list[tuple[int, int]], back: int) -> None:
    lines = [BoughtLine(product, milli, 0) for product, milli in bought]
    due = still_back(lines, goods={RICE: back}, whole=False)
    told = dict(due)
    after = [line._replace(back_milli=told.get(place, 0)) for place, line in enumerate(lines)]
    assert sum(told.values()) == min(back, sum(milli for product, milli in bought if product == RICE))
    assert still_back(after, goods={RICE: back}, whole=False) == []
