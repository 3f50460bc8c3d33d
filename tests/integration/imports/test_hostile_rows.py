"""R8: malformed rows of fifteen kinds among good ones: each is told with its row, column and reason in both tongues, none half-applied."""

import os
from collections import Counter

import pytest

from minghua.domain.customers.models import Customer, OwnerSpell
from minghua.foundation.imports import problems
from minghua.foundation.imports.models import ImportProblem
from minghua.foundation.imports.types import Problem
from minghua.foundation.search.models import SearchDocument
from tests import hostile_rows, imports_driving, oracle
from tests.company import Company

pytestmark = pytest.mark.django_db
LONG = os.environ.get("MINGHUA_TORTURE") == "long"
ROWS, BAD = (100_000, 10_000) if LONG else (1_500, 150)


def test_each_malformed_row_is_told_and_none_is_half_applied(company: Company):
    boss = company.actor("boss")
    file = hostile_rows.made(ROWS, BAD)
    run = imports_driving.imported(file.csv, boss, target="customers", skip_bad_lines=True)
    errors = ImportProblem.objects.filter(run_id=run.id, stage="check", severity="error").exclude(code="bad_row")
    told = {row: (code, field) for row, code, field in errors.values_list("row", "code", "field")}
    assert told == file.expected
    assert len({code for code, _ in file.expected.values()}) >= 7
    assert len(hostile_rows.FAULTS) == 15
    made = set(Customer.objects.filter(import_run_id=run.id).values_list("external_id", flat=True))
    assert made == {f"H{row - 2}" for row in range(2, ROWS + 2) if row not in file.expected}
    assert OwnerSpell.objects.count() == SearchDocument.objects.filter(kind="customer").count() == ROWS - BAD
    assert run.counts["customers.created"] == ROWS - BAD
    assert imports_driving.lines_told(run.counts) == ROWS
    assert oracle.broken() == {}


def test_every_reason_is_said_in_both_tongues_with_what_to_do(company: Company):
    boss = company.actor("boss")
    run = imports_driving.checked(hostile_rows.made(60, 45).csv, boss, target="customers")
    assert ImportProblem.objects.filter(run_id=run.id, severity="error").exclude(code="bad_row").count() == 45
    for row in ImportProblem.objects.filter(run_id=run.id, severity="error"):
        problem = Problem(row.row, row.field, row.code, row.excerpt, params=row.params)
        said = {language: problems.reason(problem, language) for language in ("zh-hans", "en")}
        assert said["zh-hans"] != said["en"]
        assert all(problems.remedy(problem, language) for language in said)


def test_the_same_file_again_makes_nothing(company: Company):
    boss = company.actor("boss")
    file = hostile_rows.made(200, 30)
    imports_driving.imported(file.csv, boss, target="customers")
    before = Customer.objects.count()
    again = imports_driving.imported(file.csv, boss, target="customers")
    assert Customer.objects.count() == before
    assert Counter(again.counts)["customers.unchanged"] == 170
