"""Coupons from the shell: a batch is published, codes are printed once, a till asks, holds, uses and gives back (R24.5)."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from minghua.interfaces.cli import main as cli
from tests.trade import Trade, open_shop

pytestmark = pytest.mark.django_db
BATCH = "code: ten\nkind: threshold\nvalue: 1000\nleast: 5000\nvalid: {days: 15}\ntotal: 10\nper_member: 2\n"
BASKET = ("--line", "RICE10", "68.00", "1", "--line", "OIL5", "79.90", "1")


def said(capsys: Any, *words: str, ends: int = 0) -> Any:
    assert cli.run(["--as", "boss", "--json", "coupons", *words]) == ends
    told = capsys.readouterr()
    return json.loads(told.out) if told.out else told.err


@pytest.fixture
def shop(company: Any, capsys: Any, tmp_path: Path) -> Trade:
    text = tmp_path / "ten.yaml"
    text.write_text(BATCH, "utf-8")
    assert said(capsys, "publish", str(text)) == {"code": "ten"}
    return open_shop(company)


def test_codes_are_written_once_into_a_file_of_their_own(shop: Trade, capsys: Any, tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    made = said(capsys, "mint", "ten", "3", "--to", str(path), "--key", "run")
    assert (made["codes"], made["again"]) == (3, False)
    assert len(set(path.read_text("utf-8").split())) == 3
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = said(capsys, "mint", "ten", "3", "--to", str(tmp_path / "more.txt"), "--key", "run")
    assert (again["again"], (tmp_path / "more.txt").exists()) == (True, False)
    assert "codes.txt" in said(capsys, "mint", "ten", "3", "--to", str(path), "--key", "other", ends=2)
    assert said(capsys, "show", "ten")["minted"] == 3


def test_a_till_asks_holds_uses_and_gives_back(shop: Trade, capsys: Any) -> None:
    wang = str(shop.wang)
    given = said(capsys, "issue", wang, "ten", "--key", "gift")
    asked = said(capsys, "quote", *BASKET, "--customer", wang)
    assert (asked["saving"], asked["left"]) == ("¥10.00", "¥137.90")
    held = said(capsys, "hold", *BASKET, "--coupon", given["code"], "--customer", wang, "--key", "till-1")
    assert (held["state"], held["saving"]) == ("held", "¥10.00")
    assert [card["state"] for card in said(capsys, "of", wang)] == ["held"]
    assert said(capsys, "capture", "till-1", "--order", "A1") == {"key": "till-1", "state": "redeemed", "again": False}
    part = said(capsys, "reverse", "till-1", "--key", "back-1", "--line", "1", "1")
    assert (part["whole"], part["lines_minor"]) == (False, ["1: 6340"])
    rest = said(capsys, "reverse", "till-1", "--key", "back-2")
    assert (rest["whole"], part["money_minor"] + rest["money_minor"]) == (True, 13_790)
    assert [card["state"] for card in said(capsys, "of", wang)] == ["ready"]


def test_what_is_no_number_is_refused_in_words(shop: Trade, capsys: Any) -> None:
    assert "「许多」不是数字" in said(capsys, "quote", "--line", "RICE10", "许多", "1", ends=2)
    assert "从 1 起" in said(capsys, "reverse", "x", "--key", "k", "--line", "0", "1", ends=2)
    assert said(capsys, "redeem", *BASKET, "--coupon", "ZZZZ-ZZZZ", "--key", "k", ends=2)
