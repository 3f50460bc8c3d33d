"""Values are shown as people read them, in Chinese and in English."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from minghua.interfaces.web import display
from minghua.kernel.words import NO_TEXT, Text

NOW = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "minor", "shown"),
    [
        ("zh-hans", 1234567800, "¥1,234.6万"),
        ("zh-hans", 999900, "¥9,999"),
        ("en", 1234567800, "¥12,345.7k"),
        ("en", -500, "-¥5"),
        ("en", None, "—"),
    ],
)
def test_large_amounts_are_shortened_as_each_language_counts(language, minor, shown):
    with translation.override(language):
        assert display.money_short(minor) == shown


@pytest.mark.parametrize(
    ("language", "style", "shown"),
    [
        ("zh-hans", "iso", "2026-11-23"),
        ("zh-hans", "short", "11月23日 周一"),
        ("zh-hans", "long", "2026年11月23日 周一"),
        ("en", "short", "Mon 23 Nov"),
        ("en", "long", "Mon 23 Nov 2026"),
    ],
)
def test_days_have_three_lengths(language, style, shown):
    with translation.override(language):
        assert display.day(date(2026, 11, 23), style) == shown


@pytest.mark.parametrize(
    ("language", "value", "unit", "shown"),
    [
        ("zh-hans", 1, Text("天", "days"), "1 天"),
        ("en", 1, Text("天", "days"), "1 day"),
        ("en", 0, Text("天", "days"), "0 days"),
        ("en", 20_000, Text("行", "rows"), "20,000 rows"),
        ("en", "1.00", Text("元", "yuan"), "1.00 yuan"),
        ("en", 1, Text("%", "%"), "1 %"),
        ("en", "0.3", NO_TEXT, "0.3"),
        ("en", True, NO_TEXT, "On"),
        ("zh-hans", False, NO_TEXT, "关"),
    ],
)
def test_a_parameter_is_shown_with_its_unit(language, value, unit, shown):
    with translation.override(language):
        assert display.measured(value, unit) == shown


def test_an_instant_is_shown_in_shanghai():
    late = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    assert (display.moment(late), display.moment(late, "time"), display.day(late)) == (
        "2026-11-24 01:30",
        "01:30",
        "2026-11-24",
    )


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 11, 23), "今天"),
        (date(2026, 11, 22), "昨天"),
        (date(2026, 11, 24), "明天"),
        (date(2026, 11, 11), "12 天前"),
        (date(2026, 5, 23), "6 个月前"),
        (date(2024, 11, 23), "2 年前"),
        (date(2026, 11, 26), "3 天后"),
        (None, "—"),
    ],
)
def test_time_passed_is_said_in_days_months_and_years(day, shown):
    with translation.override("zh-hans"):
        assert display.ago(day, NOW) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+8613800138000", "138 0013 8000"),
        ("+442079460958", "+44 20 7946 0958"),
        ("138****8000", "138****8000"),
        ("not a number", "not a number"),
        ("", "—"),
    ],
)
def test_phone_numbers_are_grouped_and_masks_stay(number, shown):
    assert display.phone(number) == shown
