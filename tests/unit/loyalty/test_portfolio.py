"""A shop's activities as a whole, by the worked cases (TB-01 … TB-07, A24.3, A24.7)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import portfolio as rule
from minghua.domain.loyalty.types.portfolio import (
    Activity,
    ActivityKind,
    Exchange,
    ExchangeForm,
    LotteryOffer,
    Portfolio,
)

Kind = ActivityKind
FOLLOW = Activity(code="follow", kind=Kind.FOLLOW, first_points=20)
CHECK_IN = Activity(code="check_in", kind=Kind.CHECK_IN, first_points=5)
PROFILE = Activity(code="profile", kind=Kind.PROFILE, first_points=30)
TRADE = Activity(code="trade", kind=Kind.TRADE, first_points=100)
LOTTERY = Activity(code="lottery", kind=Kind.LOTTERY, costs=10, lottery=LotteryOffer(free_draws=1, different_prizes=3))


def exchange(*points: int, left: int | None = None, form: ExchangeForm = ExchangeForm.FULL) -> Activity:
    offers = tuple(Exchange(f"coupon_{each}", each, left, form) for each in points)
    return Activity(code="exchange", kind=Kind.EXCHANGE, exchanges=offers)


def lottery(**offer) -> Activity:
    return Activity(code="lottery", kind=Kind.LOTTERY, costs=10, lottery=LotteryOffer(**offer))


def lint(*activities: Activity, **issued: int):
    given_out = {Kind(kind): points for kind, points in issued.items()}
    return rule.lint(Portfolio(activities=activities, issued=given_out))


FIRST_FOUR = (FOLLOW, CHECK_IN, PROFILE, TRADE)


@pytest.mark.parametrize(
    ("activities", "errors", "warnings"),
    [
        pytest.param((*FIRST_FOUR, exchange(50), LOTTERY), (), (), id="TB-01"),
        pytest.param((*FIRST_FOUR, exchange(60), LOTTERY), ("R5_R6",), (), id="TB-02"),
        pytest.param(FIRST_FOUR, ("R1", "R5_R6"), (), id="TB-04"),
        pytest.param((FOLLOW, PROFILE, TRADE, exchange(50)), ("R2",), (), id="TB-05"),
        pytest.param((FOLLOW, CHECK_IN, TRADE, exchange(25), LOTTERY), (), ("R3",), id="TB-07"),
        pytest.param((CHECK_IN, TRADE, PROFILE, exchange(35)), (), (), id="A24.7"),
    ],
)
def test_portfolios_by_their_cases(activities, errors, warnings):
    verdict = lint(*activities)
    assert (verdict.errors, verdict.warnings, verdict.infos, verdict.passed) == (errors, warnings, (), not errors)


def test_tb_01_the_figures_of_the_first_round():
    verdict = lint(*FIRST_FOUR, exchange(80, 50), LOTTERY)
    assert (verdict.first_round_points, verdict.cheapest_exchange) == (55, 50)


@pytest.mark.parametrize(("costs", "errors"), [(50, ()), (60, ("R5_R6",))], ids=["A24.3-50", "A24.3-60"])
def test_a24_3_a_newcomer_can_afford_something(costs, errors):
    verdict = lint(
        Activity(code="follow", kind=Kind.FOLLOW, first_points=10),
        Activity(code="check_in", kind=Kind.CHECK_IN, first_points=5),
        Activity(code="profile", kind=Kind.PROFILE, first_points=20),
        Activity(code="survey", kind=Kind.SURVEY, first_points=15),
        exchange(costs),
    )
    assert (verdict.first_round_points, verdict.errors) == (50, errors)


@pytest.mark.parametrize(
    "cheap",
    [exchange(50, left=0), exchange(50, form=ExchangeForm.WITH_ORDER), exchange(50, form=ExchangeForm.WITH_CASH)],
    ids=["sold_out", "with_order", "with_cash"],
)
def test_what_a_newcomer_cannot_have_for_points_does_not_count(cheap):
    verdict = lint(*FIRST_FOUR, cheap)
    assert (verdict.cheapest_exchange, verdict.errors) == (None, ("R5_R6",))


@pytest.mark.parametrize(
    ("offer", "errors", "warnings"),
    [
        ({"free_draws": 1, "sure_by": 1, "different_prizes": 2}, (), ()),
        ({"free_draws": 3, "sure_by": 3, "different_prizes": 2}, (), ()),
        ({"free_draws": 1, "sure_by": 1, "different_prizes": 1}, (), ("R6",)),
        ({"free_draws": 2, "sure_by": 3, "different_prizes": 2}, ("R5_R6",), ()),
        ({"free_draws": 0, "sure_by": 1, "different_prizes": 2}, ("R5_R6",), ()),
        ({"free_draws": 5, "different_prizes": 2}, ("R5_R6",), ()),
    ],
)
def test_r6_a_sure_free_draw_stands_in_for_the_exchange(offer, errors, warnings):
    verdict = lint(*FIRST_FOUR, exchange(60), lottery(**offer))
    assert (verdict.errors, verdict.warnings) == (errors, warnings)


@pytest.mark.parametrize(("more", "warnings", "infos"), [(0, ("R4",), ()), (1, (), ()), (3, (), ()), (4, (), ("R4",))])
def test_r4_four_to_six_activities(more, warnings, infos):
    votes = (Activity(code=f"vote_{place}", kind=Kind.VOTE) for place in range(more))
    verdict = lint(CHECK_IN, PROFILE, exchange(35), *votes)
    assert (verdict.errors, verdict.warnings, verdict.infos) == ((), warnings, infos)


@pytest.mark.parametrize(
    ("trade", "others", "infos"),
    [(70, 30, ()), (60, 40, ()), (80, 20, ()), (599, 401, ("share",)), (801, 199, ("share",)), (0, 9, ("share",))],
)
def test_the_share_of_purchases_is_told_outside_60_to_80_per_cent(trade, others, infos):
    verdict = lint(*FIRST_FOUR, exchange(50), trade=trade, check_in=others)
    assert (verdict.purchase_share, verdict.infos) == (Fraction(trade, trade + others), infos)


def test_the_share_is_said_in_tenths_of_a_per_cent():
    (finding,) = lint(*FIRST_FOUR, exchange(50), trade=2, check_in=1, vote=8).findings
    assert finding.text.en == "Purchases give out 18.2 % of the points; 60 to 80 % is usual."


def test_an_empty_portfolio_hears_everything():
    verdict = lint()
    assert (verdict.errors, verdict.warnings) == (("R1", "R1", "R2", "R5_R6"), ("R3", "R4"))


ACTIVITIES = st.lists(
    st.sampled_from([FOLLOW, CHECK_IN, PROFILE, TRADE, LOTTERY, exchange(50), exchange(5), exchange(60, left=0)])
)


@given(ACTIVITIES)
def test_the_order_of_activities_does_not_matter(activities):
    assert lint(*activities) == lint(*reversed(activities))


@given(ACTIVITIES)
def test_what_passes_lets_a_newcomer_have_something(activities):
    verdict = lint(*activities)
    if verdict.passed:
        assert verdict.cheapest_exchange <= verdict.first_round_points
