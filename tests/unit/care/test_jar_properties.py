"""Laws of the jar that hold for any household."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.care.rules import demand, learning, need, supply, visit
from minghua.domain.care.types import Feast, JarFacts, Life, Refill, Size, Terms
from minghua.kernel.periods import Period

DAY = date(2024, 2, 20)
amounts = st.fractions(min_value=0, max_value=500, max_denominator=1000)
positive = st.fractions(min_value=Fraction(1, 10), max_value=500, max_denominator=1000)
shares = st.fractions(min_value=0, max_value=1, max_denominator=100)
later = st.integers(0, 60).map(lambda days: DAY + timedelta(days=days))


@st.composite
def periods(draw):
    start = draw(later)
    return Period(start, start + timedelta(days=draw(st.integers(1, 20))))


lives = st.builds(
    Life,
    sizes=st.lists(st.builds(Size, later, positive), max_size=3, unique_by=lambda size: size.from_on).map(
        lambda more: (Size(DAY, Fraction(4)), *(size for size in more if size.from_on > DAY))
    ),
    absences=st.lists(periods(), max_size=2).map(tuple),
    feasts=st.lists(st.builds(Feast, periods(), st.fractions(1, 3, max_denominator=10)), max_size=2).map(tuple),
)
jars = st.builds(JarFacts, capacity=positive, level=amounts, level_on=st.just(DAY), rate=positive, life=lives)
terms = st.builds(
    Terms,
    st.sampled_from(["shop", "village"]),
    st.integers(0, 5),
    st.fractions(0, 5, max_denominator=4),
    shares,
)


@given(jars, terms, later)
def test_the_plan_is_never_before_today_and_never_brings_more_than_the_jar_holds(jar, terms, today):
    plan = visit.plan(jar, terms, on=today)
    assert plan.go_on >= today
    assert 0 <= plan.bring <= jar.capacity


@given(jars, st.fractions(0, 5, max_denominator=4))
def test_the_village_delivers_on_a_later_day(jar, safety):
    village = Terms("village", 0, safety, Fraction(1, 2))
    assert visit.plan(jar, village, on=DAY).go_on >= DAY + timedelta(days=1)


@given(jars)
def test_the_jar_serves_in_full_until_the_run_out_day_and_not_on_it(jar):
    empty = supply.run_out_on(jar)
    eaten = jar.rate * need.weighted_days(jar.life, since=DAY, until=empty)
    assert eaten <= jar.level
    if empty < DAY + timedelta(days=supply.CENTURY):  # what lasts longer is cut there
        assert eaten + jar.rate * need.weight_on(jar.life, empty, since=DAY) > jar.level


@given(jars, later, later)
def test_the_level_only_falls(jar, one, other):
    assert supply.level_at(jar, min(one, other)) >= supply.level_at(jar, max(one, other))


@given(positive, positive, shares)
def test_learning_stays_between_the_old_and_the_observed_rate(old, observed, alpha):
    new = learning.blend(old, observed, alpha=alpha)
    assert min(old, observed) <= new <= max(old, observed)


@given(jars, later, positive, shares)
def test_a_refill_never_makes_a_negative_level_or_rate(jar, on, quantity, alpha):
    lesson = learning.learn(jar, Refill(on, quantity), alpha=alpha)
    assert lesson.left >= 0
    assert lesson.level >= quantity
    assert lesson.rate > 0


@given(jars, terms)
def test_expected_refills_are_on_different_days_of_the_period_and_fit_the_jar(jar, terms):
    period = Period(DAY, DAY + timedelta(days=40))
    refills = list(islice(demand.expected_refills(jar, terms, period=period), 100))
    assert len({refill.on for refill in refills}) == len(refills) <= 40
    assert all(refill.on in period and 0 <= refill.quantity <= jar.capacity for refill in refills)
