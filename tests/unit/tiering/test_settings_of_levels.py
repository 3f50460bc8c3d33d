"""Settings that no preset uses: one step down, grace, floor, pending points, grants by hand, new versions, leap rule."""

from dataclasses import replace
from datetime import date

from minghua.domain.tiering.rules import programme
from minghua.domain.tiering.rules.fold import fold
from minghua.domain.tiering.types import AtExpiry, Grant, GrantMode, Version
from minghua.domain.tiering.types.spec import LeapRule
from tests.unit.tiering.members import LONG_AGO, at, history, opening, order, preset, shown, spec, standing

TRAVEL = "travel_company"


def test_one_step_down_falls_one_level_at_a_time() -> None:
    rules = spec(TRAVEL, at_expiry=AtExpiry.ONE_DOWN)
    found = standing(rules, opening("diamond", "2024-01-01"), on="2024-07-01")
    assert [level for level, _ in history(found)] == ["diamond", "platinum", "gold", "ordinary"]


def test_grace_waits_and_a_score_in_it_begins_a_new_period() -> None:
    rules = spec(TRAVEL, grace_days=10)
    log = opening("gold", "2024-01-01")
    assert shown(standing(rules, log, on="2024-03-05"))[1:] == ("gold", "2024-01-01", "2024-03-10")
    assert standing(rules, log, on="2024-03-11").level == "ordinary"
    saved = standing(rules, log, order("2024-03-05", 300), on="2024-03-11")
    assert shown(saved)[1:] == ("gold", "2024-03-05", "2024-05-03")


def test_nobody_falls_below_the_floor() -> None:
    found = standing(spec(TRAVEL, floor="gold"), opening("platinum", "2024-01-01"), on="2024-03-01")
    assert shown(found)[1:3] == ("gold", "2024-03-01")


def test_pending_points_count_from_the_day_they_become_active() -> None:
    rules = spec(TRAVEL, pending_days=7)
    assert standing(rules, order("2024-01-10", 350), on="2024-01-16").level == "ordinary"
    assert shown(standing(rules, order("2024-01-10", 350), on="2024-01-17"))[1:3] == ("gold", "2024-01-17")


def test_a_pin_holds_and_the_automatic_level_shows_again_at_its_end() -> None:
    pin = Grant("diamond", GrantMode.PIN, date(2024, 2, 1), date(2024, 3, 1), "补偿")
    found = standing(TRAVEL, order("2024-01-10", 350), on="2024-03-02", grants=(pin,))
    assert history(found) == [("gold", "2024-01-10"), ("diamond", "2024-02-01"), ("gold", "2024-03-01")]
    during = standing(TRAVEL, order("2024-01-10", 350), on="2024-02-10", grants=(pin,))
    assert (during.level, during.automatic, during.granted, str(during.due_on)) == (
        "diamond",
        "gold",
        "pin",
        "2024-03-01",
    )


def test_a_floor_yields_to_a_higher_level() -> None:
    floor = Grant("gold", GrantMode.FLOOR, date(2024, 1, 1), date(2025, 1, 1), "老客户")
    assert standing(TRAVEL, order("2024-01-10", 10), on="2024-01-10", grants=(floor,)).granted == "floor"
    assert standing(TRAVEL, order("2024-01-10", 3_000), on="2024-01-10", grants=(floor,)).level == "platinum"


def test_a_new_version_raises_at_once_and_demotes_nobody() -> None:
    old = preset(TRAVEL)
    easier = replace(
        old, levels=tuple(replace(each, threshold=each.threshold and each.threshold // 2) for each in old.levels)
    )
    harder = replace(
        old, levels=tuple(replace(each, threshold=each.threshold and each.threshold * 2) for each in old.levels)
    )
    for spec_after, expected in ((easier, "platinum"), (harder, "gold")):
        versions = (Version(1, LONG_AGO, old), Version(2, date(2024, 2, 1), spec_after))
        found = fold(versions, [order("2024-01-10", 1_500)], until=at("2024-02-01"))
        assert found is not None
        assert (found.level, found.version) == (expected, 2)
    versions = (Version(1, LONG_AGO, old), Version(2, date(2024, 2, 1), harder))
    later = fold(versions, [order("2024-01-10", 400)], until=at("2024-03-10"))
    assert later is not None
    assert later.level == "ordinary"


def test_a_level_that_is_gone_is_judged_anew() -> None:
    old = preset(TRAVEL)
    without = replace(old, levels=tuple(each for each in old.levels if each.code != "platinum"))
    versions = (Version(1, LONG_AGO, old), Version(2, date(2024, 2, 1), without))
    found = fold(versions, [order("2024-01-10", 5_000)], until=at("2024-02-01"))
    assert found is not None
    assert history(found) == [("platinum", "2024-01-10"), ("gold", "2024-02-01")]


def test_the_leap_rule_is_a_setting() -> None:
    gold = opening("gold", "2016-02-29", 15_000)
    assert str(standing(spec("jd_growth", leap=LeapRule.CLAMP), gold, on="2016-03-01").last_day) == "2017-02-27"


def test_the_first_day_need_not_count() -> None:
    gold = opening("gold", "2013-02-01", 15_000)
    assert str(standing(spec("jd_growth", first_day_counts=False), gold, on="2013-03-01").last_day) == "2014-02-01"


def test_another_time_zone_has_other_days() -> None:
    rules = programme.from_text(
        "code: ny\ntime_zone: America/New_York\nmeasure: {kind: rolling_days, days: 30}\nvalidity: {days: 60}\n"
        "levels: [{code: a, validity: none}, {code: b, from: 5}]"
    )
    assert str(standing(rules, order("2024-03-10T04:30:00Z", 5), on="2024-03-20").valid_from) == "2024-03-09"
