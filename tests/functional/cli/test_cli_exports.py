"""A list leaves through the shell in the words an import understands, without a formula in it."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minghua.foundation.exports import marks

pytestmark = pytest.mark.django_db


def test_customers_leave_as_csv_with_formulas_quoted(minghua: Callable[..., Any], staff: Any, tmp_path: Path) -> None:
    made = minghua("--as", "manager", "customer", "create", "=cmd", "--set", "city=长沙")
    assert made.status == 0, made.err
    target = tmp_path / "customers.csv"
    ended = minghua("--as", "manager", "export", "customers", "--to", str(target))
    assert ended.status == 0, ended.err
    with target.open(encoding="utf-8-sig", newline="") as file:
        *rows, last = csv.DictReader(file)
    assert marks.is_mark([cell or "" for cell in last.values()])
    assert [(row["名称"], row["城市"]) for row in rows] == [("'=cmd", "长沙")]
