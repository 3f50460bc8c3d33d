"""Recency, frequency and money (R12.7): the table of docs/rules/value.md, and what must hold of any population."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.value.rules import rfm
from minghua.domain.value.rules.features import features
from minghua.domain.value.types.features import Refund, Sale
from minghua.domain.value.types.rfm import SEGMENTS, Cuts, Cutting, Rfm
from minghua.kernel.periods import Period, rolling_months

A12_1 = (
    (5, 12, 8_000), (60, 9, 7_000), (8, 2, 6_000), (90, 1, 9_000), (6, 10, 900), (10, 1, 300), (70, 8, 1_000), (120, 1, 200),
)  # fmt: skip
NAMES = ("重要价值", "重要保持", "重要发展", "重要挽留", "一般价值", "一般发展", "一般保持", "一般挽留")
PEOPLE = st.lists(
    st.tuples(st.integers(0, 365), st.integers(1, 20), st.integers(-500, 10**12)), min_size=1, max_size=40
).map(lambda rows: [Rfm(pk, *row) for pk, row in enumerate(rows)])


def test_a12_1_the_eight_names() -> None:
    people = [Rfm(at, *one) for at, one in enumerate(A12_1)]
    among = rfm.cuts(people, Cutting.MEANS)
    assert among == Cuts((46,), (6,), (4_050,))  # means 46.125, 5.5, 4050: at most 46 days, at least 6 orders
    assert tuple(SEGMENTS[rfm.scored(one, among).segment].name.zh for one in people) == NAMES


def test_quintiles_of_ten() -> None:
    people = [Rfm(n, n, 10 - n, 100 * n) for n in range(10)]
    among = rfm.cuts(people, Cutting.QUINTILES)
    assert among == Cuts((1, 3, 5, 7), (9, 7, 5, 3), (800, 600, 400, 200))
    assert [rfm.scored(one, among).recency for one in people] == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert rfm.high_from(among) == 4


@given(PEOPLE)
def test_equals_stand_together_and_who_is_better_never_stands_lower(people: list[Rfm]) -> None:
    for cutting in Cutting:
        among = rfm.cuts(people, cutting)
        found = [(one, rfm.scored(one, among)) for one in people]
        assert max(score.monetary for _, score in found) == (5 if cutting is Cutting.QUINTILES else 2)
        for one, score in found:
            for other, its in found:
                if one.monetary_minor >= other.monetary_minor:
                    assert score.monetary >= its.monetary
                if one.recency <= other.recency:
                    assert score.recency >= its.recency


def test_nobody_has_no_cuts() -> None:
    assert rfm.cuts([], Cutting.MEANS) == Cuts((), (), ())


def test_features_of_a_leap_day() -> None:
    period = rolling_months(date(2025, 2, 28), 12)
    assert period == Period(date(2024, 2, 29), date(2025, 3, 1))
    sales = [
        Sale(date(2024, 2, 29), 100),
        Sale(date(2024, 2, 28), 50),
        Sale(date(2025, 3, 1), 9),
        Sale(date(2024, 2, 29), 1),
    ]
    found = features(sales, [Refund(date(2025, 2, 28), 30), Refund(date(2025, 3, 1), 7)], period=period)
    assert found is not None
    assert (found.orders, found.sales_minor, found.returns_minor, found.days) == (3, 151, 30, 2)
    assert (found.recent_orders, found.recent_sales_minor, found.recent_returns_minor) == (2, 101, 30)
    assert (found.months, found.mean_gap_e6) == (1 << 12, 1_000_000)
    assert rfm.seen(1, found, period=period) == Rfm(1, 365, 2, 71)
