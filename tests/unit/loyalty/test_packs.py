"""Packs by their worked cases: the birthday pack (P2), the exclusive pack (P3)."""

import itertools
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import minghua.domain.loyalty
from minghua.domain.loyalty.rules import packs, scheme, windows
from minghua.domain.loyalty.types import Leap, Occasion, OccasionKind, Pack, PackFacts, Taken
from minghua.kernel.periods import SHANGHAI, Period, local_date

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PRESETS = Path(next(iter(minghua.domain.loyalty.__path__))) / "presets"


def pack_of(preset: str) -> Pack:
    return scheme.from_text((PRESETS / f"{preset}.yaml").read_text(encoding="utf-8")).packs[0]


BIRTHDAY = pack_of("jd_birthday")
EXCLUSIVE = pack_of("jd_exclusive")


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> date:
    return local_date(datetime.fromisoformat(text.replace("Z", "+00:00")))


def claim(born: str | None, on: date, **facts):
    told = {"level": "gold", "phone_verified": True, **facts}
    return packs.judge(BIRTHDAY, PackFacts(birthday=born and day(born), **told), on=on, zone=SHANGHAI)


def taken(born: str, year: int, on: str, grant_id: int = 7) -> Taken:
    window = windows.birthday_window(BIRTHDAY.occasion, day(born), year)
    when = datetime.combine(day(on), datetime.min.time(), SHANGHAI)
    return Taken(grant_id, window.period, window.days, when, day(born))


def test_bd_01_window_ends_with_the_fifteenth_day():
    decision = claim("1980-10-01", at("2014-10-08T23:59:59+08:00"))
    assert (decision.given, decision.window.days.start, decision.window.last_day) == (
        True, day("2014-09-24"), day("2014-10-08"),
    )  # fmt: skip


def test_bd_02_the_local_day_counts():
    assert claim("1980-10-01", at("2014-10-08T16:00:00Z")).code == "outside_window"


def test_bd_03_nothing_before_launch():
    assert claim("1980-09-25", day("2014-09-20")).code == "before_launch"
    decision = claim("1980-09-26", at("2014-09-19T00:00:00+08:00"))
    assert (decision.given, decision.window.days.start, decision.window.last_day) == (
        True, day("2014-09-19"), day("2014-10-03"),
    )  # fmt: skip


def test_bd_04_a_changed_birthday_brings_no_second_pack():
    before = taken("1980-03-05", 2015, "2015-03-05")
    decision = claim("1980-12-20", day("2015-12-15"), taken=(before,))
    assert (decision.given, decision.again, decision.code) == (False, None, "already_claimed")


def test_bd_04_the_turn_of_the_year_is_no_way_around():
    before = taken("1980-12-30", 2015, "2015-12-25")
    decision = claim("1980-01-03", day("2015-12-29"), taken=(before,))
    assert (decision.window.period, decision.code) == ("2016", "already_claimed")
    assert claim("1980-01-03", day("2016-01-02"), taken=(before,)).given


def test_bd_04_a_birthday_changed_and_changed_back_counts_as_changed():
    before = taken("1980-01-03", 2015, "2015-01-05")
    changed = datetime(2015, 6, 1, tzinfo=SHANGHAI)
    decision = claim("1980-01-03", day("2015-12-29"), taken=(before,), birthday_changed_at=changed)
    assert decision.code == "already_claimed"
    assert claim("1980-01-03", day("2015-12-29"), taken=(before,)).given


@pytest.mark.parametrize(
    ("year", "first", "last"), [(2015, "2015-02-21", "2015-03-07"), (2016, "2016-02-22", "2016-03-07")]
)
def test_bd_07_leap_day(year, first, last):
    window = windows.birthday_window(BIRTHDAY.occasion, day("1980-02-29"), year)
    assert (window.days.start, window.last_day) == (day(first), day(last))


def test_bd_07_leap_day_on_the_first_of_march():
    assert windows.birthday_in(day("1980-02-29"), 2015, leap=Leap.MAR_1) == day("2015-03-01")
    assert windows.birthday_in(day("1980-02-29"), 2016, leap=Leap.MAR_1) == day("2016-02-29")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kind": "enterprise"}, "enterprise"),
        ({"level": "bronze"}, "tier"),
        ({"level": None}, "tier"),
        ({"phone_verified": False}, "verify_phone"),
    ],
)
def test_bd_08_who_is_left_out(facts, code):
    decision = claim("1980-10-01", day("2014-10-01"), **facts)
    assert (decision.given, decision.code) == (False, code)


def test_bd_08_every_reason_is_said():
    decision = claim(None, day("2014-10-01"), kind="enterprise", level="bronze", phone_verified=False)
    assert [each.code for each in decision.reasons] == ["enterprise", "tier", "no_birthday", "verify_phone"]


def test_bd_10_a_second_claim_returns_the_same_pack():
    before = taken("1980-10-01", 2014, "2014-10-01")
    decision = claim("1980-10-01", day("2014-10-02"), taken=(before,))
    assert (decision.given, decision.again, decision.code) == (False, 7, "given_before")


def test_bd_10_a_revoked_pack_is_not_given_again():
    before = taken("1980-10-01", 2014, "2014-10-01")._replace(revoked=True)
    assert claim("1980-10-01", day("2014-10-02"), taken=(before,)).code == "already_claimed"


def test_a14_6_birthday_in_march():
    window = windows.birthday_window(BIRTHDAY.occasion, day("1990-03-10"), 2025)
    assert (window.days.start, window.last_day) == (day("2025-03-03"), day("2025-03-17"))


def issue(level: str | None, on: str, **facts):
    return packs.judge(EXCLUSIVE, PackFacts(level=level, **facts), on=day(on), zone=SHANGHAI)


def last_days(decision) -> dict[str, date]:
    return {each.item.code: each.days.end - timedelta(days=1) for each in decision.items}


def test_xp_01_gold_gets_the_gold_pack():
    decision = issue("gold", "2014-10-01")
    assert (decision.window.period, decision.window.snapshot_on) == ("201410", day("2014-09-25"))
    assert last_days(decision) == {"gold_coupon": day("2014-10-15")}


def test_xp_02_diamond_gets_freight_too():
    assert last_days(issue("diamond", "2014-10-01")) == {
        "diamond_coupon": day("2014-10-15"),
        "freight_coupon": day("2014-10-30"),
    }


def test_xp_04_silver_gets_none():
    assert issue("silver", "2014-10-01").code == "tier"


def test_xp_06_found_out_later_counts_from_that_day():
    decision = issue("gold", "2014-10-03")
    assert (decision.window.period, decision.issued_on) == ("201410", day("2014-10-03"))
    assert last_days(decision) == {"gold_coupon": day("2014-10-17")}


def test_xp_07_a_second_run_gives_nothing():
    window = windows.period_window(EXCLUSIVE.occasion, day("2014-10-01"))
    before = Taken(3, "201410", window.days, datetime(2014, 10, 1, tzinfo=SHANGHAI))
    decision = issue("gold", "2014-10-02", taken=(before,))
    assert (decision.given, decision.again) == (False, 3)


def test_xp_enterprises_may_have_it():
    assert issue("gold", "2014-10-01", kind="enterprise").given


def test_the_level_counts_at_the_last_instant_of_the_snapshot_day():
    window = windows.period_window(EXCLUSIVE.occasion, day("2014-10-01"))
    instant = windows.level_counts_at(window, at=datetime(2014, 10, 1, tzinfo=SHANGHAI), zone=SHANGHAI)
    assert instant == datetime(2014, 9, 25, 23, 59, 59, 999999, tzinfo=SHANGHAI)


def test_a_snapshot_day_beyond_the_month_is_its_last_day():
    occasion = Occasion(OccasionKind.MONTH, snapshot_day=31)
    assert windows.period_window(occasion, day("2015-03-09")).snapshot_on == day("2015-02-28")
    quarter = windows.period_window(Occasion(OccasionKind.QUARTER), day("2015-05-09"))
    assert (quarter.period, quarter.days, quarter.snapshot_on) == (
        "201504", Period(day("2015-04-01"), day("2015-07-01")), day("2015-03-25"),
    )  # fmt: skip


@UNHURRIED
@given(
    st.dates(date(1930, 1, 1), date(2010, 12, 31)),
    st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    st.sampled_from(Leap),
)
def test_windows_of_birthdays_never_overlap_and_lie_around_the_day(born, on, leap):
    occasion = Occasion(OccasionKind.BIRTHDAY, leap=leap)
    found = [windows.birthday_window(occasion, born, year) for year in range(on.year - 1, on.year + 2)]
    assert all(each.occasion_on in each.days and each.days.days == 15 for each in found)
    assert not any(a.days.overlaps(b.days) for a, b in itertools.pairwise(found))
    assert sum(on in each.days for each in found) == (windows.window_on(occasion, born, on) is not None)


@UNHURRIED
@given(
    st.lists(st.dates(date(2015, 1, 1), date(2018, 12, 31)), max_size=40),
    st.dates(date(1960, 1, 1), date(2000, 12, 31)),
)
def test_whatever_is_asked_a_year_has_one_pack(asked, born):
    given_before: list[Taken] = []
    for number, on in enumerate(sorted(asked)):
        facts = PackFacts(level="gold", phone_verified=True, birthday=born, taken=tuple(given_before))
        decision = packs.judge(BIRTHDAY, facts, on=on, zone=SHANGHAI)
        if decision.given:
            when = datetime.combine(on, datetime.min.time(), SHANGHAI)
            given_before.append(Taken(number, decision.window.period, decision.window.days, when, born))
    periods = [each.period for each in given_before]
    assert len(periods) == len(set(periods))
