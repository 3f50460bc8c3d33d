"""What a programme's form leaves of the text it was opened from: all of it while no field is changed, every change else."""

from dataclasses import replace
from typing import Any

import pytest

from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.people.types import SYSTEM
from minghua.kernel.words import Text
from tests.company import Company
from tests.functional.web.programme_fields import DAYS, FULL, NEW, QUARTERS, area, drafted, fields, save, told_of_draft
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db
PRESETS = sorted(tiering_reads.preset_texts())


@pytest.mark.parametrize("of", [*PRESETS, FULL, QUARTERS, DAYS], ids=[*PRESETS, "full", "quarters", "days"])
def test_a_programme_shown_as_a_form_and_saved_again_is_the_same_programme(company: Company, of: str):
    page = signed_in("boss")
    code = drafted(page, tiering_reads.preset_texts().get(of, of))
    before = told_of_draft()
    where = f"/tiers/{code}/draft/form"
    sent = fields(page.get(where))
    kept = save(page, where, sent)
    assert (kept.status_code, kept["Location"]) == (302, f"/tiers/{code}/simulation")
    assert told_of_draft() == before
    looked = page.post(f"/tiers/{code}/draft", sent | {"act": "look"})
    assert area(looked, "text") == before[0]
    rules = tiering_reads.drafted(SYSTEM, code)
    save(page, where, sent, note__zh="另注")
    assert told_of_draft()[1] != before[1]
    assert tiering_reads.drafted(SYSTEM, code) == replace(rules, note=Text("另注", rules.note.en or "另注"))
    once = told_of_draft()
    save(page, where, fields(page.get(where)))
    assert told_of_draft() == once


HIDDEN = [
    DAYS.replace("days: 90", "days: 90, months: 12, gaps: zero, unit: month"),  # its measure asks for days alone
    DAYS.replace(
        "from: 10}", "from: 10, gates: [ordered, reputation], benefits: [b, a]}\nbenefits: [{code: a}, {code: b}]"
    ),
    DAYS
    + "note: '  blanks around  '\nvalidity: none\nupgrade: immediate\nfirst_day_counts: true\nillustrative: false\n",
]


@pytest.mark.parametrize("of", HIDDEN, ids=["hidden", "order of ticks", "defaults"])
def test_what_the_fields_do_not_show_is_no_change(company: Company, of: str):
    page = signed_in("boss")
    where = f"/tiers/{drafted(page, of)}/draft/form"
    before = told_of_draft()
    assert save(page, where, fields(page.get(where))).status_code == 302
    assert told_of_draft() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zh", "甲"), ("note-en", "x"), ("l-1-from", "5"), ("l-1-gates", ["ordered"]), ("l-1-benefits", ["line", "gift"]),
        ("l-2-validity-length", "19"), ("l-2-validity-kind", "days"), ("l-1-patience", ""), ("w-0-percent", "99"), ("floor", "mid"),
        ("e-0-terms-minor_per_point", ""), ("e-0-not_levels", []), ("b-1-includes", []), ("illustrative", []), ("leap", "month_end"),
    ],
)  # fmt: skip
def test_each_change_in_a_field_is_written(company: Company, field: str, value: Any):
    page = signed_in("boss")
    where = f"/tiers/{drafted(page, FULL)}/draft/form"
    before = told_of_draft()
    sent = fields(page.get(where))
    assert sent.get(field, []) != value
    assert page.post(where, sent | {field: value, "act": "save"}).status_code == 302
    assert told_of_draft()[1] != before[1]


def test_what_no_rule_knows_is_not_kept_by_an_unchanged_form(company: Company):
    page = signed_in("boss")
    back = page.post(NEW, {"text": DAYS + "graec_days: 3\n"})
    assert save(page, NEW, fields(back)).status_code == 302
    assert "graec_days" not in told_of_draft()[0]
