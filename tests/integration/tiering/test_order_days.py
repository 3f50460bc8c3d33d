"""Orders on three days of a month bring their bonus, and lose it, on its own days, however they were told (JD-14)."""

import pytest

from minghua.domain.tiering.models import Membership
from tests.integration.tiering.living import Life, publish

pytestmark = pytest.mark.django_db
JD = "jd_growth"


@pytest.fixture
def jd(company) -> Life:
    return Life(publish(preset=JD))


@pytest.mark.parametrize(
    ("days", "bonus"),
    [(("11-01T09:00", "11-01T20:00", "11-11", "11-30"), 100), (("11-01T09:00", "11-01T20:00", "11-30", "12-01"), 0)],
    ids=["JD-14 three days", "JD-14 two days and one of December"],
)
def test_jd_14_three_order_days_of_a_month_count_on_the_tenth(jd: Life, days, bonus):
    for number, day in enumerate(days):
        jd.order(f"2013-{day}", 480, f"o{number}")
    assert [jd.sheet(day).score for day in ("2013-12-09", "2013-12-10")] == [1_920, 1_920 + bonus]
    jd.night("2013-12-10")
    assert Membership.objects.get().score == 1_920 + bonus
    jd.refund("2014-01-05", "o3")
    assert jd.sheet("2014-01-05").score == 1_440
    assert [amount for key, amount in jd.entries() if key.startswith("days")] == [100, -100][: 2 * bool(bonus)]


def test_jd_14_the_bonus_is_given_and_lost_on_its_days_however_it_was_told(jd: Life):
    """Three order days of January, one of which comes back on 20 February; told in time, and late in another order."""
    days = {"a": "2014-01-03", "b": "2014-01-11", "c": "2014-01-31"}
    for key, day in days.items():
        jd.order(day, 500, key)
    jd.refund("2014-02-20", "b")
    late = Life(JD)
    for key in "cba":
        late.tell(days[key], 500, key=f"late {key}", told="2014-03-05", name="order")
    late.order("2014-01-12", 300, "late d", told="2014-03-05")
    back = {"name": "order", "told": "2014-03-06"}
    late.tell("2014-01-13", -300, key="back d", reverses_id=late.ids["late d"], **back)
    late.tell("2014-02-20", -500, key="back b", reverses_id=late.ids["late b"], **back)
    seen = ("2014-02-09", "2014-02-10", "2014-02-19", "2014-02-20", "2014-03-10")
    assert [jd.sheet(day).score for day in seen] == [1_500, 1_600, 1_600, 1_000, 1_000]
    assert [late.sheet(day).score for day in seen] == [1_500, 1_600, 1_600, 1_000, 1_000]
    late.order("2014-01-20", 10, "late e", told="2014-03-07")
    assert [late.sheet(day).score for day in seen] == [1_510, 1_610, 1_610, 1_110, 1_110]
    assert late.periods() == [("bronze", "2014-01-03")]
