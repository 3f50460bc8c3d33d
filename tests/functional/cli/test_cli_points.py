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


def test_many_points_by_hand_need_another_person(company: Any, capsys: Any) -> None:
    shop = open_shop(company)
    said(capsys, "install", "shop_points")
    words = ("adjust", str(shop.wang), "shop_points", "give", "10001", "--reason", "补记", "--key", "a")
    asked = said(capsys, *words)
    assert (asked["state"], asked["again"], said(capsys, *words)["again"]) == ("asked", False, True)
    assert "不能由自己批准" in said(capsys, "approve", str(asked["id"]), ends=2)
    assert cli.run(["--as", "manager", "--json", "points", "approve", str(asked["id"])]) == 0
    capsys.readouterr()
    assert [row["balance"] for row in said(capsys, "show", str(shop.wang))] == [10_001]
    rows = said(capsys, "adjustments", "--state", "booked")
    assert [(row["amount"], row["way"], row["asked_by"] != row["decided_by"]) for row in rows] == [
        (10_001, "give", True)
    ]
    other = said(capsys, *words[:-1], "b")
    said(capsys, "refuse", str(other["id"]), "--reason", "重复")
    assert said(capsys, "adjustments", "--state", "asked") == []


def test_a_scheme_is_examined_and_its_months_are_told(company: Any, capsys: Any, tmp_path: Any) -> None:
    said(capsys, "install", "shop_points")
    told = said(capsys, "overview", "shop_points", "--months", "3")
    assert (len(told["months"]), told["issued"], told["breakage"], told["standing"]) == (3, 0, None, "unknown")
    bad = tmp_path / "bad.yaml"
    bad.write_text("code: x\nearn: [{code: a, points: 0}]\n", "utf-8")
    assert [(row["line"], row["path"]) for row in said(capsys, "examine", str(bad))] == [(2, "earn[0].points")]
