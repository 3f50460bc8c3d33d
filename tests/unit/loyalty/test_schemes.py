"""Texts of schemes: what ships can be read, what is wrong is said with its line and its remedy."""

from datetime import date
from pathlib import Path

import pytest

import minghua.domain.loyalty
from minghua.domain.loyalty.rules import scheme, windows
from minghua.domain.loyalty.types import LevelBenefit, LimitPeriod, SchemeInvalid
from minghua.domain.loyalty.types.scheme import FIRST_DAY, LAST_DAY

PRESETS = Path(next(iter(minghua.domain.loyalty.__path__))) / "presets"
JD = ("registered", "bronze", "silver", "gold", "diamond")
GOOD = """code: mine
programme: points
packs:
  - code: monthly
    occasion: {kind: month}
    levels: [gold]
    items:
      - {code: coupon, value: 500}
"""


@pytest.mark.parametrize("path", sorted(PRESETS.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_ships_is_sound(path):
    assert scheme.from_text(path.read_text(encoding="utf-8"), levels=JD).code == path.stem


def test_r14_8_level_by_benefit():
    spec = scheme.from_text((PRESETS / "jd_benefits.yaml").read_text(encoding="utf-8"), levels=JD)
    found = {each.code: each for each in spec.benefits}
    assert {level: each.value for level, each in found["freight_threshold"].levels.items()} == {
        "bronze": 7900, "silver": 7900, "gold": 7900, "diamond": 3900,
    }  # fmt: skip
    assert found["after_sale_freight"].levels["gold"] == LevelBenefit(0, 4, LimitPeriod.MONTH)
    assert found["oversize_fee"].levels["diamond"].value == 500


@pytest.mark.parametrize(
    ("old", "new", "path", "code", "line"),
    [
        ("[gold]", "[golden]", "packs[0].levels[0]", "unknown_word", 6),
        ("[gold]", "[]", "packs[0].levels", "nobody", 6),
        ("value: 500", "value: 5.5", "packs[0].items[0].value", "not_whole", 8),
        ("value: 500", "worth: 500", "packs[0].items[0].worth", "unknown_key", 8),
        ("value: 500", "valid_days: 0", "packs[0].items[0].valid_days", "not_whole", 8),
        ("kind: month", "kind: moon", "packs[0].occasion.kind", "unknown_word", 5),
        ("{kind: month}", "{kind: birthday, before_days: 9, days: 9}", "packs[0].occasion.days", "window_misses", 5),
        ("occasion:", "starts_on: 1 May\n    occasion:", "packs[0].starts_on", "not_a_day", 5),
        (
            "occasion:",
            "starts_on: 2015-01-02\n    ends_on: 2015-01-02\n    occasion:",
            "packs[0].ends_on",
            "ends_first",
            6,
        ),
        ("code: mine", "code: Mine!", "code", "not_a_code", 1),
        ("code: mine", "code: mine\ncode: other", "code", "twice", 2),
        ("      - {code", "      - {code: coupon}\n      - {code", "packs[0].items", "twice", 7),
        ("code: mine", "code: [mine", "scheme", "unreadable", 2),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old, new, path, code, line):
    with pytest.raises(SchemeInvalid) as refused:
        scheme.from_text(GOOD.replace(old, new, 1), levels=("silver", "gold"))
    found = refused.value.problems[0]
    assert (found.path, found.code, found.line) == (path, code, line)
    assert found.remedy.zh
    assert found.remedy.en


def test_an_empty_text_is_refused():
    with pytest.raises(SchemeInvalid):
        scheme.from_text("")


def test_a_level_whose_pack_is_empty_is_named():
    text = GOOD.replace("[gold]", "[gold, silver]").replace("value: 500", "value: 500, levels: [gold]")
    with pytest.raises(SchemeInvalid) as refused:
        scheme.from_text(text, levels=("silver", "gold"))
    assert "silver" in refused.value.problems[0].text.en


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        ("value: 500", "value: x", "「x」不是 0 以上、最多 15 位的整数。", "“x” is not a whole number from 0 up, of at most 15 digits."),
        ("value: 500", f"value: {10**15}", f"「{10**15}」不是 0 以上、最多 15 位的整数。", f"“{10**15}” is not a whole number from 0 up, of at most 15 digits."),
        ("value: 500", "count: x", "「x」不是 1–1000 之间的整数。", "“x” is not a whole number from 1 to 1000."),
    ],
)  # fmt: skip
def test_the_largest_number_is_said_by_its_digits(old, new, zh, en):
    with pytest.raises(SchemeInvalid) as refused:
        scheme.from_text(GOOD.replace(old, new))
    assert (refused.value.problems[0].text.zh, refused.value.problems[0].text.en) == (zh, en)


def test_a_number_of_fifteen_digits_is_taken():
    spec = scheme.from_text(GOOD.replace("value: 500", "value: " + "9" * 15))
    assert spec.packs[0].items[0].value == 10**15 - 1


@pytest.mark.parametrize("key", ["starts_on", "ends_on", "first_occasion_on"])
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
def test_a_day_too_far_to_reckon_with_is_refused_with_line_and_remedy(key, day):
    with pytest.raises(SchemeInvalid) as refused:
        scheme.from_text(
            GOOD.replace("    occasion: {kind: month}", f"    {key}: {day}\n    occasion: {{kind: birthday}}")
        )
    assert [each.say("en") for each in refused.value.problems] == [
        f"line 5, packs[0].{key}: “{day}” is too far away to reckon with. Write a day from 1900-01-01 to 2999-12-31."
    ]
    assert refused.value.problems[0].remedy.zh == "请填 1900-01-01 到 2999-12-31 之间的日期。"


@pytest.mark.parametrize("occasion", ["birthday", "month", "quarter", "year"])
def test_the_first_and_the_last_day_are_taken_and_windows_around_them_can_be_told(occasion):
    days = "    first_occasion_on: 1900-01-01\n    starts_on: 1900-01-01\n    ends_on: 2999-12-31\n"
    pack = scheme.from_text(
        GOOD.replace("    occasion: {kind: month}", f"{days}    occasion: {{kind: {occasion}}}")
    ).packs[0]
    for day in (FIRST_DAY, LAST_DAY):
        window = windows.next_window(pack.occasion, date(1900, 1, 1), day)
        assert window is not None
        assert window.days.end > day
