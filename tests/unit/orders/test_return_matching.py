"""A return goes to the purchase it came from, or says why not: the table of docs/rules/returns.md."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.orders.rules import return_matching
from minghua.domain.orders.rules.return_matching import Part, Returned, SoldLine
from minghua.domain.orders.types import Match


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 9, tzinfo=UTC)


def back(quantity: int, *, price: int = 100, on: int = 20, customer: bool = True, goods: bool = True) -> Returned:
    return Returned(customer, goods, day(on), price, quantity)


MON = SoldLine(1, 10, day(2), 100, 6)
TUE = SoldLine(2, 20, day(3), 100, 4)
WED_DEARER = SoldLine(3, 30, day(4), 120, 9)
LATER = SoldLine(4, 40, day(25), 100, 99)
EMPTY = SoldLine(5, 50, day(5), 100, 0)

CASES = [
    ("the only purchase", back(2), [MON], (Part(2, Match.EXACT, 1, 10),)),
    ("the latest of two", back(2), [MON, TUE], (Part(2, Match.EXACT, 2, 20),)),
    ("same price before latest", back(2), [MON, WED_DEARER], (Part(2, Match.EXACT, 1, 10),)),
    ("enough left before latest", back(5), [MON, TUE], (Part(5, Match.EXACT, 1, 10),)),
    ("another price when none is the same", back(2), [WED_DEARER], (Part(2, Match.PRICE_DIFFERS, 3, 30),)),
    ("one dearer line before a split", back(9), [MON, TUE, WED_DEARER], (Part(9, Match.PRICE_DIFFERS, 3, 30),)),
    (
        "split, same price first",
        back(12),
        [MON, TUE, WED_DEARER],
        (Part(4, Match.SPLIT, 2, 20), Part(6, Match.SPLIT, 1, 10), Part(2, Match.SPLIT, 3, 30)),
    ),
    ("more than was bought", back(8), [MON], (Part(6, Match.SPLIT, 1, 10), Part(2, Match.QUANTITY_EXCEEDS))),
    ("all came back before", back(1), [EMPTY], (Part(1, Match.QUANTITY_EXCEEDS),)),
    ("bought only later", back(1), [LATER], (Part(1, Match.NO_PRIOR_SALE),)),
    ("never bought", back(1), [], (Part(1, Match.NO_PRIOR_SALE),)),
    ("no customer", back(1, customer=False), [], (Part(1, Match.NO_CUSTOMER),)),
    ("postage", back(1, goods=False), [MON], (Part(1, Match.NOT_MERCHANDISE),)),
    ("bought at the same moment", back(1, on=2), [MON], (Part(1, Match.EXACT, 1, 10),)),
]


@pytest.mark.parametrize(("case", "returned", "sold", "parts"), CASES, ids=[case[0] for case in CASES])
def test_return_line_is_tied(case: str, returned: Returned, sold: list[SoldLine], parts: tuple[Part, ...]) -> None:
    assert return_matching.judge(returned, sold) == parts


SOLD = st.lists(
    st.builds(
        SoldLine,
        st.integers(1, 99),
        st.integers(1, 9),
        st.integers(1, 28).map(day),
        st.sampled_from([100, 120]),
        st.integers(0, 20),
    ),
    max_size=6,
    unique_by=lambda line: line.line_id,
)


@given(SOLD, st.integers(1, 60), st.integers(1, 28))
def test_parts_add_up_and_never_take_more_than_was_left(sold: list[SoldLine], quantity: int, on: int) -> None:
    parts = return_matching.judge(back(quantity, on=on), sold)
    left = {line.line_id: line.remaining_milli for line in sold}
    assert sum(part.quantity_milli for part in parts) == quantity
    assert [part for part in parts if part.line_id and part.quantity_milli > left[part.line_id]] == []
