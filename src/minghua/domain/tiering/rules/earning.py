"""How score is earned: rules as data, judged on facts; each answer keeps its inputs (R14.2, P1)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from minghua.domain.tiering.types.spec import EarningRule, ProgrammeSpec
from minghua.kernel.periods import add_months

# kind → its terms and what stands when a term is not written (R14.2: all of them parameters)
TERMS: Final[Mapping[str, Mapping[str, int]]] = {
    "order": {"minor_per_point": 100, "least_minor": 0, "rating_percent": 100},
    "login": {"points": 5},
    "order_days": {"days": 3, "points": 100, "post_day": 10},
    "review": {"points": 20, "least_minor": 2000, "same_product_days": 15, "bad_most": 5, "bad_days": 365},
    "photo_review": {"points": 20, "least_minor": 2000, "first": 10, "bad_most": 5, "bad_days": 365},
    "promotion": {"points": 0},
}


class Earned(NamedTuple):
    """What one rule gives for one fact: points (0 with the reason why not) and what it saw."""

    rule: str
    points: int
    reason: str
    inputs: Mapping[str, Any]


class ReviewFacts(NamedTuple):
    """A review that was approved: the goods' price, what came before it."""

    on: date
    price_minor: int
    same_product_last_on: date | None = None
    place: int = 1  # how many-th poster of this product
    book: bool = False
    bad_reviews: int = 0
    bad_last_on: date | None = None


def rules_of(spec: ProgrammeSpec, kind: str, *, level: str) -> list[EarningRule]:
    """Return the rules of a kind that apply to a member of that level."""
    return [rule for rule in spec.earning if rule.kind == kind and level not in rule.not_levels]


def for_order(rule: EarningRule, *, paid_minor: int, rating_percent: int | None = None) -> Earned:
    """Return the points for a settled amount: amount × rating, rounded down; nothing below the least amount (JD-13)."""
    per, least = _term(rule, "minor_per_point"), _term(rule, "least_minor")
    rating = _term(rule, "rating_percent") if rating_percent is None else rating_percent
    inputs = {"paid_minor": paid_minor, "rating_percent": rating, "minor_per_point": per}
    if paid_minor < least or paid_minor <= 0:
        return Earned(rule.code, 0, "below_least", inputs | {"least_minor": least})
    return Earned(rule.code, paid_minor * rating // (100 * per), "order", inputs)


def for_login(rule: EarningRule) -> Earned:
    """Return the points for the first login of a day; the day is its key."""
    return Earned(rule.code, _term(rule, "points"), "login", {})


def for_order_days(rule: EarningRule, days: Iterable[date], *, month: date) -> Earned:
    """Return the points for order days of the month of `month`: enough distinct ones, or nothing (JD-14)."""
    distinct = len({day for day in days if (day.year, day.month) == (month.year, month.month)})
    needed = _term(rule, "days")
    inputs = {"days": distinct, "needed": needed, "month": f"{month:%Y-%m}"}
    if distinct < needed:
        return Earned(rule.code, 0, "too_few_days", inputs)
    return Earned(rule.code, _term(rule, "points"), "order_days", inputs)


def posted_on(rule: EarningRule, *, month: date) -> date:
    """Return the day of the next month on which order days are posted."""
    return add_months(month.replace(day=1), 1).replace(day=_term(rule, "post_day"))


def for_review(rule: EarningRule, facts: ReviewFacts) -> Earned:
    """Return the points for an approved review: dear enough goods, one per product and span, not after many bad ones."""
    inputs = {"price_minor": facts.price_minor}
    if facts.price_minor < _term(rule, "least_minor"):
        return Earned(rule.code, 0, "below_least", inputs)
    if _suspended(rule, facts):
        return Earned(rule.code, 0, "many_bad_reviews", inputs | {"bad_reviews": facts.bad_reviews})
    reason = _photo(rule, facts) if rule.kind == "photo_review" else _again(rule, facts)
    return Earned(rule.code, 0 if reason else _term(rule, "points"), reason or rule.kind, inputs)


def _suspended(rule: EarningRule, facts: ReviewFacts) -> bool:
    if facts.bad_reviews <= _term(rule, "bad_most") or facts.bad_last_on is None:
        return False
    return (facts.on - facts.bad_last_on).days < _term(rule, "bad_days")


def _photo(rule: EarningRule, facts: ReviewFacts) -> str:
    if facts.book:
        return "book"
    return "not_among_the_first" if facts.place > _term(rule, "first") else ""


def _again(rule: EarningRule, facts: ReviewFacts) -> str:
    last = facts.same_product_last_on
    return "" if last is None or (facts.on - last).days >= _term(rule, "same_product_days") else "same_product"


def _term(rule: EarningRule, name: str) -> int:
    return int(rule.term(name, TERMS[rule.kind].get(name, 0)))
