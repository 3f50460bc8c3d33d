"""Texts of questionnaires: what ships is sound, what is wrong is said with its line and its remedy (R24.2)."""

from pathlib import Path

import pytest

import minghua.domain.loyalty
from minghua.domain.loyalty.rules import questionnaire, questionnaire_text
from minghua.domain.loyalty.types import SchemeInvalid
from minghua.domain.loyalty.types.questionnaire import Fill, Into

PRESETS = Path(next(iter(minghua.domain.loyalty.__path__))) / "questionnaire_presets"
GOOD = """code: mine
edition: first
questions:
  - code: skin
    options: [dry, oily]
    fill: {target: skin_type}
  - code: hour
    kind: number
"""


@pytest.mark.parametrize("path", sorted(PRESETS.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_ships_is_sound(path):
    assert questionnaire_text.from_text(path.read_text(encoding="utf-8")).code == path.stem


def test_what_ships_can_be_answered():
    asked = questionnaire_text.from_text((PRESETS / "skin_care.yaml").read_text(encoding="utf-8"))
    said = {"skin": "mixed", "style": ("plain",), "launch_hour": 20}
    found = questionnaire.judge(asked, said, taken_before=False, consents=("profiling",))
    assert (found.accepted, found.points, len(found.filled), found.withheld) == (True, 15, 3, ())


def test_what_is_left_out_has_its_default():
    skin, hour = questionnaire_text.from_text(GOOD).questions
    assert (skin.fill, skin.required, hour.low, hour.high) == (Fill(Into.TAG, "skin_type", "profiling"), True, 0, 10)


@pytest.mark.parametrize(
    ("old", "new", "path", "code", "line"),
    [
        ("code: mine", "code: Mine!", "code", "not_a_code", 1),
        ("edition: first\n", "", "edition", "no_edition", 1),
        ("kind: number", "kind: numbers", "questions[1].kind", "unknown_word", 8),
        ("kind: number", "kind: some", "questions[1].options", "few_options", 7),
        ("kind: number", "kind: number\n    low: 11", "questions[1].low", "low_above_high", 9),
        ("[dry, oily]", "[dry]", "questions[0].options", "few_options", 5),
        ("[dry, oily]", "[dry, oily, dry]", "questions[0].options[2]", "twice", 5),
        ("[dry, oily]", "[dry, oily]\n    kind: some\n    most: 3", "questions[0].most", "too_many", 7),
        ("code: hour", "code: skin", "questions[1].code", "twice", 7),
        ("{target: skin_type}", "{target: Skin}", "questions[0].fill.target", "not_a_code", 6),
        ("{target: skin_type}", "{target: skin_type, purpose: profile}", "questions[0].fill.purpose[0]", "unknown_word", 6),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(old, new, path, code, line):
    with pytest.raises(SchemeInvalid) as caught:
        questionnaire_text.from_text(GOOD.replace(old, new, 1))
    found = caught.value.problems[0]
    assert (found.path, found.code, found.line) == (path, code, line)
    assert "" not in (found.remedy.zh, found.remedy.en, found.text.zh, found.text.en)


def test_a_questionnaire_without_questions_asks_nothing():
    with pytest.raises(SchemeInvalid) as caught:
        questionnaire_text.from_text("code: mine\nedition: first\n")
    assert [each.code for each in caught.value.problems] == ["empty"]
