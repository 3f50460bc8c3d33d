"""A shop comes in, resumes and goes again from the shell."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minghua.domain.orders.models import Order
from tests import imports_shop

pytestmark = pytest.mark.django_db


def test_a_file_is_checked_imported_and_undone(minghua: Callable[..., Any], staff: Any, tmp_path: Path) -> None:
    shop, _faults = imports_shop.spoiled(imports_shop.made(40), share=0.05)
    file = tmp_path / "shop.csv"
    file.write_bytes(shop.csv)
    as_manager = ("--as", "manager", "--json", "import")
    tried = minghua(*as_manager, "orders", str(file), "--dry-run", "--source", "shop")
    assert json.loads(tried.out)["state"] == "checked"
    assert Order.objects.count() == 0
    done = minghua(
        *as_manager, "orders", str(file), "--source", "shop", "--currency", "GBP", "--timezone", "Europe/London"
    )
    answer = json.loads(done.out)
    assert (done.status, answer["state"]) == (0, "done")
    assert Order.objects.count() == answer["counts"]["orders.created"]
    target = tmp_path / "problems.csv"
    assert minghua("--as", "manager", "import", "problems", str(answer["id"]), "--csv", str(target)).status == 0
    assert len(target.read_text("utf-8-sig").splitlines()) > 1
    assert minghua("--as", "manager", "import", "template", str(answer["id"]), "批发商").status == 0
    again = minghua(*as_manager, "orders", str(file), "--template", "批发商")
    assert json.loads(again.out)["counts"].get("orders.created", 0) == 0
    undone = minghua(*as_manager, "undo", str(answer["id"]))
    assert json.loads(undone.out)["state"] == "undone"
    assert Order.objects.count() == 0


def test_a_run_of_somebody_else_is_not_found(minghua: Callable[..., Any], staff: Any, tmp_path: Path) -> None:
    file = tmp_path / "shop.csv"
    file.write_bytes(imports_shop.made(5).csv)
    done = minghua("--as", "manager", "--json", "import", "orders", str(file))
    run_id = str(json.loads(done.out)["id"])
    assert minghua("--as", "team_lead", "import", "show", run_id).status == 2
    assert minghua("--as", "sales", "import", "list").status == 2
