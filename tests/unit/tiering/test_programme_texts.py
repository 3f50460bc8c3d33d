"""A programme's text: what is wrong is said with its line or path, in both languages, with a remedy (C14)."""

import pytest

from minghua.domain.tiering.rules import programme
from minghua.domain.tiering.types import MeasureKind, ProgrammeInvalid, Validity, ValidityKind
from tests.unit.tiering.members import PRESETS

GOOD = """\
code: club
name: {zh: 俱乐部, en: Club}
measure: {kind: growth}
at_expiry: deduct
validity: {years: 1}
levels:
  - {code: plain, validity: none}
  - code: silver
    from: 100
    deduct: 50
  - code: gold
    from: 1000
    deduct: 200
    benefits: [tea]
benefits:
  - {code: tea, includes: [water]}
  - {code: water}
"""


def problems(text: str, **more: object) -> list[tuple[int, str, str]]:
    """Return (line, path, code) of every defect."""
    with pytest.raises(ProgrammeInvalid) as refused:
        programme.from_text(text, **more)  # type: ignore[arg-type]
    assert all(each.text.zh and each.text.en and each.remedy.zh and each.remedy.en for each in refused.value.problems)
    return [(each.line, each.path, each.code) for each in refused.value.problems]


def test_a_good_programme_is_read() -> None:
    spec = programme.from_text(GOOD)
    assert [(level.code, level.threshold, level.deduct) for level in spec.levels] == [
        ("plain", None, 0), ("silver", 100, 50), ("gold", 1000, 200),
    ]  # fmt: skip
    assert spec.validity == Validity(ValidityKind.MONTHS, 12)


@pytest.mark.parametrize("preset", sorted(path.stem for path in PRESETS.glob("*.yaml")))
def test_every_preset_is_sound_and_named_by_its_code(preset: str) -> None:
    assert programme.from_text((PRESETS / f"{preset}.yaml").read_text(encoding="utf-8")).code == preset


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("from: 1000", "from: 90", (12, "levels[2].from", "overlap")),
        ("from: 1000", "from: 100", (12, "levels[2].from", "unreachable")),
        ("from: 1000", "from: -5", (12, "levels[2].from", "not_whole")),
        ("from: 1000", "from: 1,000", (12, "levels[2].from", "not_whole")),
        ("from: 1000", "form: 1000", (12, "levels[2].form", "unknown_key")),
        ("    from: 1000\n", "", (11, "levels[2].from", "no_threshold")),
        ("deduct: 50", "deduct: 900", (10, "levels[1].deduct", "demotes_everyone")),
        ("kind: growth", "kind: grwth", (3, "measure.kind", "unknown_word")),
        ("kind: growth", "kind: registered, name: nobody_knows", (3, "measure.name", "unknown_word")),
        ("kind: growth", "kind: rolling_months, months: 12", (4, "at_expiry", "deduct_without_balance")),
        ("years: 1", "years: 0", (5, "validity.years", "not_whole")),
        ("{years: 1}", "{years: 1, days: 3}", (5, "validity", "validity")),
        ("code: gold", "code: silver", (11, "levels[2].code", "twice")),
        ("code: gold", "code: Gold!", (11, "levels[2].code", "not_a_code")),
        ("[tea]", "[coffee]", (14, "levels[2].benefits[0]", "unknown_word")),
        ("{code: water}", "{code: water, includes: [tea]}", (16, "benefits[0].includes[0]", "circle")),
        ("kind: growth", "kind: natural_months, weights: [{months: 12, percent: -50}]", (3, "measure.weights[0].percent", "not_whole")),
        ("kind: growth", "kind: natural_months, weights: [{months: 12, percent: 0}]", (3, "measure.weights", "unreachable")),
        ("measure:", "earning: [{code: d, kind: order_days, not_levels: [plain]}]\nmeasure:", (3, "earning[0].not_levels", "levels_unused")),
        ("measure:", "earning: [{code: d, kind: ordr}]\nmeasure:", (3, "earning[0].kind", "unknown_word")),
        ("measure:", "patience: 3\nmeasure:", (3, "patience", "watch_without_evaluation")),
        ("measure:", "floor: platinum\nmeasure:", (3, "floor", "unknown_word")),
        ("measure:", "time_zone: Mars/Olympus\nmeasure:", (3, "time_zone", "time_zone")),
        ("    from: 1000", "    gates: [moon]\n    from: 1000", (12, "levels[2].gates[0]", "unknown_word")),
        ("    from: 1000", "    gates: [person, enterprise]\n    from: 1000", (12, "levels[2].gates[0]", "unreachable")),
    ],
)  # fmt: skip
def test_a_defect_is_said_with_its_line(old: str, new: str, found: tuple[int, str, str]) -> None:
    assert found in problems(GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        ("x", "「x」不是 0 以上、最多 15 位的整数。", "“x” is not a whole number from 0 up, of at most 15 digits."),
        ("1" + "0" * 15, f"「{10**15}」不是 0 以上、最多 15 位的整数。", f"“{10**15}” is not a whole number from 0 up, of at most 15 digits."),
    ],
)  # fmt: skip
def test_the_largest_number_is_said_by_its_digits(said: str, zh: str, en: str) -> None:
    with pytest.raises(ProgrammeInvalid) as refused:
        programme.from_text(GOOD.replace("from: 1000", f"from: {said}"))
    found = refused.value.problems[0]
    assert (found.path, found.text.zh, found.text.en) == ("levels[2].from", zh, en)


def test_a_number_of_fifteen_digits_is_taken_and_a_small_bound_is_said_as_it_is() -> None:
    assert programme.from_text(GOOD.replace("from: 1000", "from: " + "9" * 15)).levels[2].threshold == 10**15 - 1
    with pytest.raises(ProgrammeInvalid) as refused:
        programme.from_text(GOOD.replace("years: 1", "years: x"))
    assert refused.value.problems[0].text.zh == "「x」不是 1–3660 之间的整数。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (1, "programme", "empty")),
        ("code: a\n  b: [", (2, "programme", "unreadable")),
        ("code: a\ncode: b", (2, "code", "twice")),
        ("- 1", (1, "programme", "not_a_mapping")),
        ("code: one\nlevels: []", (2, "levels", "few_levels")),
        ("code: one\nlevels: 3", (2, "levels", "not_a_list")),
        ("code: !!python/object:os.system x", (1, "code", "tag")),
    ],
)
def test_what_is_no_programme_is_refused(text: str, found: tuple[int, str, str]) -> None:
    assert found in problems(text)


def test_a_month_without_an_import_may_not_demote_everybody() -> None:
    text = "code: bank\nmeasure: {kind: monthly_average, gaps: zero}\nlevels: [{code: a}, {code: b, from: 5}]"
    assert problems(text) == [(2, "measure.gaps", "demotes_everyone")]


def test_json_and_forms_are_read_alike() -> None:
    text = '{"code": "club",\n "levels": [{"code": "a"},\n  {"code": "b", "from": "ten"}]}'
    assert problems(text) == [(3, "levels[1].from", "not_whole")]
    form = {"code": "club", "levels": [{"code": "a"}, {"code": "b", "from": "10"}]}
    assert programme.from_data(form).levels[1].threshold == 10
    with pytest.raises(ProgrammeInvalid) as refused:
        programme.from_data(form | {"upgrade": "sometimes"})
    assert (
        refused.value.problems[0].say("en")
        == "upgrade: “sometimes” is not a choice. Choose: immediate, next_period, at_expiry."
    )
    assert (
        refused.value.problems[0].say("zh-hans")
        == "upgrade：没有「sometimes」这个选项。可选：immediate, next_period, at_expiry。"
    )


def test_a_registered_measure_is_known_by_its_name() -> None:
    text = "code: club\nmeasure: {kind: registered, name: net_contribution}\nlevels: [{code: a}, {code: b, from: 5}]"
    assert programme.from_text(text, measures=("net_contribution",)).measure.kind is MeasureKind.REGISTERED
