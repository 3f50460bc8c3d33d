"""The worked cases of P1, P4, P5, C14 and R14.7 by their ids, through the public operations, on the database."""

from datetime import date, timedelta

import pytest

from minghua.domain.tiering.models import Membership
from minghua.domain.tiering.operations import KeyTaken
from minghua.domain.tiering.types import Kind
from tests.integration.tiering.living import Life, publish, with_settings

pytestmark = pytest.mark.django_db
JD, TRAVEL, BOHAI = "jd_growth", "travel_company", "bohai_bank"


@pytest.fixture
def jd(company) -> Life:
    return Life(publish(preset=JD))


@pytest.fixture
def travel(company) -> Life:
    return Life(publish(preset=TRAVEL))


@pytest.fixture
def bank(company) -> Life:
    return Life(publish(preset=BOHAI))


@pytest.mark.parametrize(
    ("level", "since", "score", "on", "expected"),
    [
        pytest.param("gold", "2013-02-01", 20_000, "2014-01-31", (20_000, "gold", "2013-02-01", "2014-01-31"), id="JD-01"),
        pytest.param("gold", "2013-02-01", 20_000, "2014-02-01", (16_000, "gold", "2014-02-01", "2015-01-31"), id="A14.1"),
        pytest.param("gold", "2013-02-01", 13_000, "2014-02-01", (9_000, "silver", "2014-02-01", "2015-01-31"), id="JD-02"),
        pytest.param("gold", "2013-02-01", 13_000, "2015-02-01", (8_000, "silver", "2015-02-01", "2016-01-31"), id="JD-02b"),
        pytest.param("diamond", "2013-02-01", 31_000, "2014-02-01", (21_000, "gold", "2014-02-01", "2015-01-31"), id="JD-03"),
        pytest.param("gold", "2013-02-01", 14_000, "2014-02-01", (10_000, "gold", "2014-02-01", "2015-01-31"), id="JD-05"),
        pytest.param("gold", "2013-02-01", 13_999, "2014-02-01", (9_999, "silver", "2014-02-01", "2015-01-31"), id="JD-05b"),
        pytest.param("gold", "2016-02-29", 15_000, "2017-02-28", (15_000, "gold", "2016-02-29", "2017-02-28"), id="JD-06"),
        pytest.param("gold", "2016-02-29", 15_000, "2017-03-01", (11_000, "gold", "2017-03-01", "2018-02-28"), id="JD-06b"),
        pytest.param("silver", "2013-02-01", 2_500, "2014-02-01", (1_500, "bronze", "2014-02-01", "None"), id="A14.2 silver"),
        pytest.param("gold", "2013-02-01", 13_000, "2014-02-01", (9_000, "silver", "2014-02-01", "2015-01-31"), id="A14.2 gold"),
        pytest.param("diamond", "2013-02-01", 45_000, "2014-02-01", (35_000, "diamond", "2014-02-01", "2015-01-31"), id="A14.2 diamond stays"),
        pytest.param("diamond", "2013-02-01", 30_500, "2014-02-01", (20_500, "gold", "2014-02-01", "2015-01-31"), id="A14.2 diamond falls"),
        pytest.param("gold", "2013-02-01", 10_000, "2014-02-01", (6_000, "silver", "2014-02-01", "2015-01-31"), id="A14.2 least gold"),
        pytest.param("silver", "2013-02-01", 2_000, "2014-02-01", (1_000, "bronze", "2014-02-01", "None"), id="A14.2 least silver"),
    ],
)  # fmt: skip
def test_anniversaries(jd: Life, level, since, score, on, expected):
    jd.opening(level, since, score)
    assert jd.shown(on) == expected
    jd.night(on)
    assert jd.periods()[-1] == (expected[1], expected[2])


def test_jd_08_a_refund_takes_the_rise_back(jd: Life):
    jd.opening("silver", "2012-08-01", 9_600)
    jd.order("2013-02-01", 600, "big")
    assert jd.level("2013-02-28") == "gold"
    jd.refund("2013-03-01", "big")
    assert jd.shown("2013-03-01") == (9_600, "silver", "2012-08-01", "2013-07-31")
    jd.night("2013-08-01")
    assert jd.shown("2013-08-01")[:2] == (8_600, "silver")
    assert jd.periods() == [
        ("silver", "2012-08-01"), ("gold", "2013-02-01"), ("silver", "2013-03-01"), ("silver", "2013-08-01"),
    ]  # fmt: skip
    assert jd.corrections() == []


def test_jd_08_at_expiry(company):
    life = Life(publish(with_settings(JD, refund="at_expiry")))
    life.opening("silver", "2012-08-01", 9_600)
    life.order("2013-02-01", 600, "big")
    life.refund("2013-03-01", "big")
    assert life.level("2014-01-31") == "gold"
    assert life.shown("2014-02-01")[:2] == (5_600, "silver")


def test_jd_09_and_jd_11_a_late_order_corrects_once(jd: Life):
    jd.opening("gold", "2013-02-01", 13_600)
    jd.night("2014-02-01")
    assert jd.periods()[-1] == ("silver", "2014-02-01")
    for _ in range(3):
        jd.order("2014-01-31T15:59:50Z", 500, "late", told="2014-02-01T03:00")
    assert jd.shown("2014-02-01") == (10_100, "gold", "2014-02-01", "2015-01-31")
    assert jd.corrections() == [("silver", "gold")]
    assert jd.periods() == [("gold", "2013-02-01"), ("gold", "2014-02-01")]


def test_a_key_means_one_thing_for_ever(jd: Life):
    jd.order("2014-01-01", 500, "k")
    with pytest.raises(KeyTaken):
        jd.order("2014-01-01", 501, "k")
    assert jd.entries() == [("k", 500)]


def test_older_than_the_window_is_booked_when_it_was_recorded(jd: Life):
    """P0: `correction_days` (90); before the books are open everything counts on its own day."""
    jd.order("2014-01-01", 1_000, "a", told="2014-12-01")
    assert jd.level("2014-01-01") == "bronze"
    jd.order("2014-02-01", 1_000, "b", told="2014-12-02")
    assert jd.level("2014-11-30") == "bronze"
    assert jd.shown("2014-12-02")[1:3] == ("silver", "2014-12-02")
    assert jd.corrections() == []


def test_tr_01_and_tr_04_sixty_days(travel: Life):
    travel.order("2024-01-10", 350)
    assert travel.shown("2024-03-09")[1:] == ("gold", "2024-01-10", "2024-03-09")
    assert travel.shown("2024-03-10")[1:] == ("gold", "2024-03-10", "2024-05-08")
    travel.order("2024-02-01", 2_700)
    assert travel.shown("2024-02-01")[1:] == ("platinum", "2024-02-01", "2024-03-31")


@pytest.mark.parametrize(
    ("score", "level"),
    [(299, "ordinary"), (300, "gold"), (2_999, "gold"), (3_000, "platinum"), (9_999, "platinum"), (10_000, "diamond")],
    ids=lambda value: f"TR-02 {value}",
)
def test_tr_02_thresholds(travel: Life, score, level):
    travel.order("2024-01-10", score)
    assert travel.level("2024-01-10") == level


def test_tr_05_a_refund_carries_the_day_of_its_original(travel: Life):
    travel.order("2024-01-10", 350)
    travel.order("2024-02-01", 2_700, "trip")
    travel.refund("2024-02-10", "trip")
    assert travel.level("2024-03-31") == "platinum"
    assert travel.shown("2024-04-01")[1:] == ("gold", "2024-04-01", "2024-05-30")


def test_tr_06_a_bad_reputation_suspends(travel: Life):
    travel.order("2024-01-10", 12_000)
    travel.gate("2024-03-01", "reputation", opens=False)
    assert travel.level("2024-03-01") == "ordinary"
    travel.gate("2024-03-20", "reputation", opens=True)
    assert [travel.level(day) for day in ("2024-02-29", "2024-03-19", "2024-03-20")] == [
        "diamond",
        "ordinary",
        "diamond",
    ]


def test_tr_08_a_late_order_is_corrected(travel: Life):
    travel.order("2023-03-08", 120)
    travel.order("2024-01-10", 250)
    travel.night("2024-03-10")
    assert travel.periods()[-1] == ("ordinary", "2024-03-10")
    travel.order("2024-03-05", 200, told="2024-03-12")
    assert travel.shown("2024-03-12")[1] == "gold"
    assert travel.corrections() == [("ordinary", "gold")]


def test_tr_09_the_local_day_counts(travel: Life):
    travel.order("2024-03-09T16:30:00Z", 350)
    assert travel.shown("2024-03-10")[2] == "2024-03-10"


def test_a14_3_the_travel_company(travel: Life):
    travel.order("2024-02-10", 250, "first")
    travel.order("2025-01-01", 2_950, "second")
    assert travel.shown("2025-01-01")[1:] == ("platinum", "2025-01-01", "2025-03-01")
    assert travel.shown("2025-03-02")[:2] == (2_950, "gold")
    assert [travel.sheet(day).score for day in ("2025-02-09", "2025-02-10")] == [3_200, 2_950]


def test_bk_01_and_a14_4_the_average_decides(bank: Life):
    bank.balances("2024-04", (10, 100_000), (20, 700_000))
    bank.night("2024-05-01")
    sheet = bank.sheet("2024-05-01")
    assert (sheet.score, sheet.parts, sheet.level, str(sheet.valid_from)) == (15_000_000, 30, "platinum", "2024-05-01")
    assert bank.periods()[-1] == ("platinum", "2024-05-01")


@pytest.mark.parametrize(
    ("month", "rich", "poor", "level"),
    [("2024-02", 15, 14, "platinum"), ("2023-02", 14, 14, "platinum"), ("2024-02", 14, 15, "gold")],
    ids=["BK-02 15 of 29", "BK-02 14 of 28", "BK-02 14 of 29"],
)
def test_bk_02(bank: Life, month, rich, poor, level):
    bank.balances(month, (rich, 1_000_000), (poor, 0))
    assert bank.level(f"{month[:4]}-03-01") == level


def test_bk_03_and_bk_06_watch(bank: Life):
    bank.opening("platinum", "2024-01-01")
    bank.balances("2024-01", (31, 490_000))
    bank.balances("2024-02", (29, 480_000))
    bank.balances("2024-03", (31, 150_000))
    found = [(each.level, each.watch) for each in map(bank.sheet, ("2024-02-01", "2024-03-01", "2024-04-01"))]
    assert found == [("platinum", 1), ("platinum", 2), ("affluent", 0)]
    other = Life(BOHAI)
    other.opening("platinum", "2024-01-01")
    other.balances("2024-01", (31, 490_000))
    other.balances("2024-02", (29, 2_000_000))
    assert (other.sheet("2024-02-01").watch, other.level("2024-03-01"), other.sheet("2024-03-01").watch) == (
        1,
        "diamond",
        0,
    )


def test_bk_07_a_corrected_balance_is_averaged_again(bank: Life):
    bank.balances("2024-01", (31, 500_000))
    bank.balances("2024-02", (29, 500_000))
    bank.night("2024-03-02")
    assert bank.level("2024-02-15") == "platinum"
    bank.balance("2024-01-15", 499_999, told="2024-03-05", key="balance 2024-01-15 corrected")
    assert [bank.level(day) for day in ("2024-02-15", "2024-03-01")] == ["gold", "platinum"]
    assert len(bank.corrections()) == 1


def test_a14_5_three_months_of_watch(bank: Life):
    bank.opening("diamond", "2024-01-01")
    start = date(2024, 5, 1)
    for amount in (3_000_000, 1_900_000, 600_000, 300_000):
        following = (start + timedelta(days=31)).replace(day=1)
        bank.balances(f"{start:%Y-%m}", ((following - start).days, amount))
        start = following
    found = [(each.level, each.watch) for each in map(bank.sheet, ("2024-07-15", "2024-08-15", "2024-09-01"))]
    assert found == [("diamond", 1), ("diamond", 2), ("gold", 0)]


def test_a14_5_august_above_again_and_the_counting_begins_anew(bank: Life):
    bank.opening("diamond", "2024-06-01")
    for month, days, amount in (
        ("2024-06", 30, 1_900_000), ("2024-07", 31, 1_900_000), ("2024-08", 31, 2_000_000), ("2024-09", 30, 1_900_000),
    ):  # fmt: skip
        bank.balances(month, (days, amount))
        bank.night(str(date.fromisoformat(f"{month}-{days}") + timedelta(days=1)))
    days = ("2024-07-15", "2024-08-15", "2024-09-15", "2024-10-15")
    found = [(each.level, each.watch) for each in map(bank.sheet, days)]
    assert found == [("diamond", 1), ("diamond", 2), ("diamond", 0), ("diamond", 1)]
    assert bank.periods() == [("diamond", "2024-06-01")]


@pytest.mark.parametrize(
    ("amount", "level"),
    [
        (49_999, "ordinary"), (50_000, "gold_card"), (499_999, "gold_card"), (500_000, "sunflower"), (4_999_999, "sunflower"),
        (5_000_000, "diamond"), (9_999_999, "diamond"), (10_000_000, "private_bank"),
    ],
    ids=lambda value: f"R14.6 {value}",
)  # fmt: skip
def test_r14_6_the_layers_of_china_merchants_bank(company, amount: int, level: str):
    life = Life(publish(preset="china_merchants_bank"))
    life.balances("2024-01", (31, amount))
    life.night("2024-02-01")
    assert (life.level("2024-01-31"), life.level("2024-02-01")) == ("ordinary", level)
    assert Membership.objects.get().level == level


DECAY = """\
code: decay
measure: {kind: natural_months, weights: [{months: 12, percent: 100}, {months: 12, percent: 50}, {months: 12, percent: 25}]}
evaluate_day: 2
levels: [{code: plain}, {code: gold, from: 500}, {code: diamond, from: 1000}]
"""


def test_p1_variant_older_months_weigh_less(company):
    """1,000 earned in 2023-01; weights 100/50/25 % over 12/12/12 natural months."""
    life = Life(publish(DECAY))
    life.order("2023-01-20", 1_000)
    days = ("2023-02-02", "2024-01-02", "2024-02-02", "2025-02-02", "2026-02-02")
    expected = [(1_000, "diamond"), (1_000, "diamond"), (500, "gold"), (250, "plain"), (0, "plain")]
    assert [(sheet.score / sheet.parts, sheet.level) for sheet in map(life.sheet, days)] == expected
    for day in days:
        life.night(day)
    assert life.periods() == [("plain", "2023-01-20"), ("diamond", "2023-02-02"), ("gold", "2024-02-02"), ("plain", "2025-02-02")]  # fmt: skip
    assert life.corrections() == []


def test_r14_7_the_travel_agency_counts_what_was_spent(company):
    life = Life(publish(preset="travel_agency"))
    life.tell("2024-01-10", 5_000, name="order", kind=Kind.SCORE)
    assert life.shown("2024-01-10")[1:] == ("silver", "2024-01-10", "2025-01-09")
    life.tell("2024-06-01", 15_000, name="order")
    assert life.shown("2024-06-01")[1] == "gold"
    assert life.shown("2025-06-01")[:2] == (0, "ordinary")
