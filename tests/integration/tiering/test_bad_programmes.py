"""What no programme may be is refused when it is saved, with its line, what is wrong and what to do; nothing is kept (C14)."""

import pytest

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.models import Programme, ProgrammeDraft
from minghua.domain.tiering.types import ProgrammeInvalid
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.integration.tiering.living import LONG_AGO, publish

pytestmark = pytest.mark.django_db
GROWTH = """\
code: club
measure: {kind: growth}
at_expiry: deduct
levels:
  - {code: plain}
  - code: silver
    from: 100
    deduct: 50
    validity: {years: 1}
  - code: gold
    from: 1000
    deduct: 200
    validity: {years: 1}
    benefits: [tea]
benefits:
  - {code: tea, includes: [cup]}
  - {code: cup, includes: [water]}
  - {code: water}
"""
MONTHS = """\
code: club
measure:
  kind: natural_months
  weights:
    - {months: 12, percent: 100}
    - {months: 12, percent: 50}
levels:
  - {code: plain}
  - {code: gold, from: 500}
"""
BANK = """\
code: club
measure: {kind: monthly_average, gaps: carry}
evaluate_day: 1
patience: 3
levels:
  - {code: plain}
  - {code: gold, from: 50000}
"""
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]\n" for before, here in zip("abcdef", "bcdefg", strict=True)
)
BAD = {
    "unreachable: the same threshold": (GROWTH, "from: 1000", "from: 100", (11, "levels[2].from", "unreachable")),
    "unreachable: no threshold": (GROWTH, "    from: 1000\n", "", (10, "levels[2].from", "no_threshold")),
    "unreachable: gates that exclude each other": (
        GROWTH, "    from: 1000\n", "    from: 1000\n    gates: [person, enterprise]\n", (12, "levels[2].gates[0]", "unreachable"),
    ),
    "unreachable: orders where balances are read": (
        BANK, "from: 50000", "from: 50000, gates: [ordered]", (7, "levels[1].gates[0]", "unreachable"),
    ),
    "unreachable: persons in a programme for firms": (
        BANK, "levels:\n  - {code: plain}\n  - {code: gold,", "members: enterprise\nlevels:\n  - {code: plain}\n  - {code: gold, gates: [person],",
        (8, "levels[1].gates[0]", "unreachable"),
    ),
    "unreachable: every weight is nought": (MONTHS, "percent: 100}\n    - {months: 12, percent: 50", "percent: 0", (4, "measure.weights", "unreachable")),
    "overlapping thresholds": (GROWTH, "from: 1000", "from: 99", (11, "levels[2].from", "overlap")),
    "a threshold below nought": (GROWTH, "from: 1000", "from: -1", (11, "levels[2].from", "not_whole")),
    "a negative share": (MONTHS, "percent: 50", "percent: -50", (6, "measure.weights[1].percent", "not_whole")),
    "a band of no months": (MONTHS, "months: 12, percent: 50", "months: 0, percent: 50", (6, "measure.weights[1].months", "not_whole")),
    "bands of a thousand years": (MONTHS, "{months: 12, percent: 50}", "{months: 120, percent: 50}" + "\n    - {months: 120, percent: 50}" * 10, (4, "measure.weights", "too_long")),
    "half a share": (MONTHS, "percent: 50", "percent: 12.5", (6, "measure.weights[1].percent", "not_whole")),
    "a deduction that demotes everybody": (GROWTH, "deduct: 50", "deduct: 900", (8, "levels[1].deduct", "demotes_everyone")),
    "a missed import demotes everybody": (
        BANK, "gaps: carry}\nevaluate_day: 1\npatience: 3", "gaps: zero}\nevaluate_day: 1", (2, "measure.gaps", "demotes_everyone"),
    ),
    "an unknown kind of measure": (GROWTH, "kind: growth", "kind: grow", (2, "measure.kind", "unknown_word")),
    "an unknown measure of the house": (
        GROWTH, "{kind: growth}\nat_expiry: deduct", "{kind: registered, name: nobody_knows}", (2, "measure.name", "unknown_word"),
    ),
    "benefits in a circle": (GROWTH, "{code: water}", "{code: water, includes: [tea]}", (16, "benefits[0].includes[0]", "circle")),
    "a benefit that includes itself": (GROWTH, "{code: water}", "{code: water, includes: [water]}", (18, "benefits[2].includes[0]", "circle")),
    "a benefit that nobody knows": (GROWTH, "[tea]", "[coffee]", (14, "levels[2].benefits[0]", "unknown_word")),
    "a level twice": (GROWTH, "code: gold", "code: silver", (10, "levels[2].code", "twice")),
    "one level only": (BANK, "  - {code: gold, from: 50000}\n", "", (5, "levels", "few_levels")),
    "nothing that is known": (GROWTH, GROWTH, "- 1\n", (1, "programme", "not_a_mapping")),
    "nothing at all": (GROWTH, GROWTH, "# nothing\n", (1, "programme", "empty")),
    "no YAML": (GROWTH, "levels:", "levels: [", (5, "programme", "unreadable")),
    "aliases that stand for millions": (GROWTH, GROWTH, BOMB, (1, None, "too_long")),
}  # fmt: skip


def saved(text: str) -> str:
    with unit_of_work(SYSTEM, at=LONG_AGO):
        return tiering.save_draft(text=text, by=SYSTEM, at=LONG_AGO)


@pytest.mark.parametrize("text", [GROWTH, MONTHS, BANK], ids=["growth", "months", "bank"])
def test_what_the_table_begins_with_is_accepted(text: str) -> None:
    assert saved(text) == "club"


@pytest.mark.parametrize(("text", "old", "new", "expected"), BAD.values(), ids=BAD)
def test_a_bad_programme_is_refused_with_line_and_remedy(text: str, old: str, new: str, expected: tuple) -> None:
    assert old in text
    with pytest.raises(ProgrammeInvalid) as refused:
        saved(text.replace(old, new, 1))
    line, path, code = expected
    found = next(
        each for each in refused.value.problems if each.code == code and each.line == line and path in (None, each.path)
    )
    for language in ("zh-hans", "en"):
        said = found.say(language)
        assert found.remedy.say(language)
        assert said.endswith(found.remedy.say(language))
        assert str(line) in said
    assert (refused.value.status, Programme.objects.count(), ProgrammeDraft.objects.count()) == (422, 0, 0)


def test_every_defect_is_said_at_once() -> None:
    bad = GROWTH.replace("from: 1000", "from: 99").replace("{code: water}", "{code: water, includes: [tea]}")
    with pytest.raises(ProgrammeInvalid) as refused:
        saved(bad)
    assert {each.code for each in refused.value.problems} == {"overlap", "demotes_everyone", "circle"}


def test_a_bad_draft_leaves_what_was_published_and_drafted_before(company) -> None:
    publish(GROWTH)
    saved(GROWTH.replace("from: 1000", "from: 1200"))
    kept = ProgrammeDraft.objects.get().fingerprint
    with pytest.raises(ProgrammeInvalid):
        saved(GROWTH.replace("deduct: 50", "deduct: 2000"))
    assert ProgrammeDraft.objects.get().fingerprint == kept
    assert [level.threshold for level in tiering_reads.rules_in_force(SYSTEM, "club", on=LONG_AGO.date()).levels] == [
        None, 100, 1000,
    ]  # fmt: skip


def test_forms_are_refused_by_the_same_rules() -> None:
    form = {"code": "club", "levels": [{"code": "a"}, {"code": "b", "from": 5}, {"code": "c", "from": 4}]}
    with pytest.raises(ProgrammeInvalid) as refused, unit_of_work(SYSTEM, at=LONG_AGO):
        tiering.save_draft(data=form, by=SYSTEM, at=LONG_AGO)
    (found,) = refused.value.problems
    assert (found.path, found.code, found.line) == ("levels[2].from", "overlap", 0)
