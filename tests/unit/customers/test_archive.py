"""R06.2, R07.5 and A07.1: checklists and archive score."""

from datetime import date
from fractions import Fraction

import pytest

from minghua.domain.customers.rules import archive
from minghua.domain.customers.types.archive import ARCHIVE_FIELDS, BLOCKS, PERSON_GROUPS, fields_for, groups_for

ON = date(2026, 6, 15)


def test_a07_1_eighteen_of_twenty_and_ten_days_overdue() -> None:
    required = archive.Checklist(filled=18, total=20, missing=("hobbies", "degree"))
    found = archive.score(required, verified_on=date(2026, 5, 6), cycle_days=30, on=ON)
    assert (ON - date(2026, 5, 6)).days == 40
    assert (found.completeness, found.freshness) == (Fraction(9, 10), Fraction(2, 3))
    assert found.score_e2 == 8067
    assert found.due_on == date(2026, 6, 5)


def test_a_person_template_has_twenty_required_fields() -> None:
    assert archive.completeness(fields_for("person"), values={}).total == 20


def test_completeness_counts_filled_required_fields() -> None:
    values = {field.code: "x" for field in fields_for("person") if field.required}
    values |= {"hobbies": "  ", "degree": ""}
    found = archive.completeness(fields_for("person"), values=values)
    assert (found.filled, set(found.missing)) == (18, {"hobbies", "degree"})


@pytest.mark.parametrize(
    ("verified_on", "expected"),
    [
        (ON, Fraction(1)),
        (date(2026, 5, 16), Fraction(1)),
        (date(2026, 5, 15), Fraction(29, 30)),
        (date(2026, 3, 1), Fraction(0)),
        (None, Fraction(0)),
    ],
)
def test_freshness_falls_with_overdue_days_and_never_below_zero(verified_on: date | None, expected: Fraction) -> None:
    assert archive.freshness(verified_on=verified_on, cycle_days=30, on=ON) == expected


@pytest.mark.parametrize(("value", "filled"), [(0, True), (False, True), ("", False), (" ", False), (None, False)])
def test_zero_says_something_blank_does_not(value: object, filled: bool) -> None:
    assert archive.is_filled(value) is filled


@pytest.mark.parametrize("kind", ["person", "organization", "household"])
def test_every_kind_has_all_four_blocks(kind: str) -> None:
    assert {field.block for field in fields_for(kind)} == set(BLOCKS)


def test_a_person_has_the_eight_groups_and_the_micro_merchant_card() -> None:
    assert list(groups_for("person")) == [*PERSON_GROUPS, "micro"]


def test_an_organisation_has_five_groups() -> None:
    assert list(groups_for("organization")) == [
        "org_basic", "org_characteristics", "org_business", "org_transaction", "org_principals",
    ]  # fmt: skip


def test_sensitive_fields_are_off_by_default() -> None:
    sensitive = {code for code, field in ARCHIVE_FIELDS.items() if field.sensitive}
    assert sensitive == {"id_number", "health", "belief"}
    assert sensitive.isdisjoint(field.code for field in fields_for("person"))
    assert sensitive <= {field.code for field in fields_for("person", sensitive=True)}
