"""Earning rules (R14.2, P1): orders, logins, order days, reviews."""

from datetime import date

import pytest

from minghua.domain.tiering.rules import earning
from minghua.domain.tiering.rules.earning import ReviewFacts
from tests.unit.tiering.members import preset

JD = preset("jd_growth")
ON = date(2013, 11, 20)


def rule(kind: str) -> earning.EarningRule:
    return earning.rules_of(JD, kind, level="gold")[0]


@pytest.mark.parametrize(
    ("paid", "rating", "points"), [(999, 100, 0), (1_000, 100, 10), (12_999, 100, 129), (10_000, 150, 150)]
)
def test_jd_13_an_order_earns_its_amount(paid: int, rating: int, points: int) -> None:
    assert earning.for_order(rule("order"), paid_minor=paid, rating_percent=rating).points == points


@pytest.mark.parametrize(
    ("days", "points"),
    [((1, 1, 11, 30), 100), ((1, 1, 30), 0)],
    ids=["JD-14 three days", "JD-14 two days and one of December"],
)
def test_jd_14_three_order_days_of_a_month(days: tuple[int, ...], points: int) -> None:
    found = [date(2013, 11, day) for day in days] + [date(2013, 12, 1)]
    assert earning.for_order_days(rule("order_days"), found, month=ON).points == points
    assert earning.posted_on(rule("order_days"), month=ON) == date(2013, 12, 10)


def test_a_login_earns_nothing_for_who_is_only_registered() -> None:
    assert earning.rules_of(JD, "login", level="registered") == []
    assert earning.for_login(rule("login")).points == 5


@pytest.mark.parametrize(
    ("kind", "facts", "answer"),
    [
        ("review", ReviewFacts(ON, 1_000), (20, "review")),
        ("review", ReviewFacts(ON, 999), (0, "below_least")),
        ("review", ReviewFacts(ON, 1_000, date(2013, 11, 6)), (0, "same_product")),
        ("review", ReviewFacts(ON, 1_000, date(2013, 11, 5)), (20, "review")),
        ("review", ReviewFacts(ON, 1_000, bad_reviews=6, bad_last_on=date(2013, 1, 1)), (0, "many_bad_reviews")),
        ("review", ReviewFacts(ON, 1_000, bad_reviews=6, bad_last_on=date(2012, 11, 20)), (20, "review")),
        ("review", ReviewFacts(ON, 1_000, bad_reviews=5, bad_last_on=date(2013, 1, 1)), (20, "review")),
        ("photo_review", ReviewFacts(ON, 1_000, place=5), (20, "photo_review")),
        ("photo_review", ReviewFacts(ON, 1_000, place=6), (0, "not_among_the_first")),
        ("photo_review", ReviewFacts(ON, 1_000, book=True), (0, "book")),
    ],
)
def test_r14_2_reviews(kind: str, facts: ReviewFacts, answer: tuple[int, str]) -> None:
    found = earning.for_review(rule(kind), facts)
    assert (found.points, found.reason) == answer
