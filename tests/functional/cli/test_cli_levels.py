"""A programme from the shell: installed, refused unseen, simulated, published, explained."""

import json

import pytest

from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli import main as cli
from minghua.journeys.record_order import record_order
from tests.trade import an_order, day, line, open_shop

pytestmark = pytest.mark.django_db


def said(capsys, *words: str) -> object:
    assert cli.run(["--as", "boss", "--json", "tiering", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_programme_is_installed_simulated_published_and_explained(company, capsys):
    shop = open_shop(company)
    with unit_of_work(SYSTEM, at=day(2)):
        new = an_order("1", line(shop.rice, 1, 2_500), customer=shop.wang, at=day(2))
        record_order(new, by=SYSTEM, at=day(2))
    assert said(capsys, "install", "jd_growth") == {"code": "jd_growth"}
    assert cli.run(["--as", "boss", "tiering", "publish", "jd_growth", "--from", "2000-01-01"]) == 2
    capsys.readouterr()
    tried = said(capsys, "simulate", "jd_growth", "--from", "2000-01-01", "--cost", "hotline=2.50")
    assert (tried["members"], tried["costs_minor"]) == (1, {"hotline": [0, 250]})
    assert cli.run(["--as", "boss", "tiering", "simulate", "jd_growth", "--cost", "hotline=much"]) == 2
    capsys.readouterr()
    assert said(capsys, "publish", "jd_growth", "--from", "2000-01-01")["version"] == 1
    assert said(capsys, "explain", str(shop.wang)) == []
    assert cli.run(["--as", "boss", "tiering", "regrade", str(shop.wang)]) == 0
