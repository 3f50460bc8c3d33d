"""Points from the shell: a scheme is installed, orders earn, a till spends and gives back, the month is closed and proven."""

import json
from typing import Any

import pytest

from minghua.domain.loyalty.models import PointsLot
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli import main as cli
from minghua.journeys.record_order import record_order
from tests.trade import an_order, day, line, open_shop

pytestmark = pytest.mark.django_db


def said(capsys: Any, *words: str, ends: int = 0) -> Any:
    assert cli.run(["--as", "boss", "--json", "points", *words]) == ends
    told = capsys.readouterr()
    return json.loads(told.out) if told.out else told.err


def test_a_shop_gives_spends_and_closes_its_month(company: Any, capsys: Any, tmp_path: Any) -> None:
    shop = open_shop(company)
    wang = str(shop.wang)
    scheme = tmp_path / "points.yaml"
    scheme.write_text("code: points\nearn: [{code: purchase, points: 1, per: 100}]\npending: {days: none}\n", "utf-8")
    assert said(capsys, "publish", str(scheme), "--from", "2026-01-01") == {"code": "points"}
    with unit_of_work(SYSTEM, at=day(2)):
        record_order(an_order("1", line(shop.rice, 1, 250), customer=shop.wang, at=day(2)), by=SYSTEM, at=day(2))
    assert said(capsys, "spend", wang, "points", "300", "--key", "a", ends=2)
    spent = {"available": 150, "pending": 0, "held": 0, "debt": 0, "again": False}
    assert said(capsys, "spend", wang, "points", "100", "--key", "a") == spent
    assert said(capsys, "spend", wang, "points", "100", "--key", "a") == {**spent, "again": True}
    assert said(capsys, "reverse", wang, "points", "--of", "a", "--key", "b", "--amount", "40")["available"] == 190
    assert said(capsys, "earn", wang, "points", "10", "--key", "gift")["available"] == 200
    assert [each["balance"] for each in said(capsys, "show", wang)] == [200]
    rows = said(capsys, "statement", wang, "points")
    assert [(row["move"], row["amount"], row["balance"]) for row in rows] == [
        ("earned", 10, 200), ("restored", 40, 190), ("spent", 100, 150), ("earned", 250, 250),
    ]  # fmt: skip
    assert rows[-1]["inputs"]["paid_minor"] == 25_000
    closed = said(capsys, "liability", "points", "--month", "2026-03")
    assert (closed["issued"], closed["available"], closed["worth_minor"]) == (250, 250, 250)


def test_a_rebuild_finds_and_mends_what_is_not_as_the_facts_say(company: Any, capsys: Any) -> None:
    shop = open_shop(company)
    assert said(capsys, "install", "shop_points") == {"code": "shop_points"}
    assert [row["accounts"] for row in said(capsys, "list")] == [0]
    said(capsys, "earn", str(shop.wang), "shop_points", "10", "--key", "gift")
    assert said(capsys, "rebuild", "--check") == []
    PointsLot.objects.update(available=7)
    assert [row["what"] for row in said(capsys, "rebuild", "--check", ends=1)] == ["lots"]
    assert said(capsys, "rebuild") == {"accounts": 1}
    assert said(capsys, "rebuild", "--check") == []
    assert said(capsys, "stop", "shop_points") == ""
