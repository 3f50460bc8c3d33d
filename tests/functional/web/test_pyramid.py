"""The pyramid through the web, the API and the shell: cut, computed, looked at, explained and refused in both tongues."""

import json

import pytest
from django.conf import settings

from minghua.domain.value import operations as value
from minghua.domain.value.models import PyramidRun
from minghua.domain.value.types import NewCost, Part
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli import main as cli
from minghua.journeys.record_order import record_order
from minghua.kernel import clock
from tests.functional.web.settings.door import signed_in
from tests.trade import an_order, line, open_shop

pytestmark = pytest.mark.django_db
FORM = {
    "preset": "", "method": "share", "basis": "net_contribution", "months": "12", "currency": "CNY",
    "layer_name": ["重要客户", "次要客户", "普通客户", "小客户", ""], "cut": ["1", "19", "30", "50", ""],
}  # fmt: skip


@pytest.fixture
def shop(company):
    shop, at = open_shop(company), clock.now()
    with unit_of_work(SYSTEM, at=at):
        for number, (customer, packs) in enumerate(((shop.wang, 10), (shop.liu, 5), (shop.sun, 20))):
            record_order(an_order(str(number), line(shop.rice, packs, 100), customer=customer, at=at), by=SYSTEM, at=at)
        cost = NewCost(customer_id=shop.sun, part=Part.SERVICE, amount_minor=210_000, event_at=at, source="t", key="1")
        value.post_costs([cost], by=SYSTEM, at=at)
    return shop


def test_a_manager_cuts_the_pyramid_and_sees_it_whole(company, shop):
    manager = signed_in("manager")
    assert "还没有算过" in manager.get("/pyramid").content.decode()
    for _ in range(2):
        assert manager.post("/pyramid/settings", FORM)["Location"] == "/pyramid"
    text = manager.get("/pyramid").content.decode()
    for words in ("王秀英", "重要客户", "大客户预警", "107.14%", "和上次相比", "改善"):
        assert words in text
    assert text.count("<polygon") == 4
    last = manager.get("/pyramid?layer=3").content.decode()
    assert ("孙丽" in last, "刘洋" in last) == (True, False)
    assert "重新定价" in manager.get("/pyramid?quadrant=mend").content.decode()
    assert manager.get("/pyramid?run=999999").status_code == 404


def test_the_customer_page_says_what_the_customer_brings(company, shop):
    manager = signed_in("manager")
    manager.post("/pyramid/settings", FORM)
    assert "panel-value" in manager.get(f"/customers/{shop.sun}").content.decode()
    panel = manager.get(f"/customers/{shop.sun}/value").content.decode()
    assert ("-¥2,100.00" in panel, "-¥100.00" in panel, "小客户" in panel, "1 行商品没有成本" in panel) == (True,) * 4
    assert "panel-value" not in signed_in("east1").get(f"/customers/{shop.wang}").content.decode()
    assert signed_in("lead").get(f"/customers/{shop.sun}/value").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "zh", "en"),
    [
        ({"cut": ["-1", "21", "30", "50"]}, "不能为负", "cannot be negative"),
        ({"cut": ["1", "19", "30", "49"]}, "是 99%", "add up to 99%"),
        ({"cut": ["一", "19", "30", "50"]}, "请填写数字", "Enter a number"),
        ({"basis": "moon"}, "可选：gross_margin", "Choose of: gross_margin"),
        ({"months": "0"}, "1 到 120", "1 to 120"),
        ({"method": "magic"}, "请选择划分方法", "Choose how to cut"),
        ({"currency": "元"}, "三位代码", "three letters"),
    ],
)
def test_what_is_no_pyramid_is_refused_where_it_is_wrong_and_keeps_what_was_typed(company, wrong, zh, en):
    manager = signed_in("manager")
    for language, said in (("zh-hans", zh), ("en", en)):
        manager.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = manager.post("/pyramid/settings", FORM | wrong)
        assert (answer.status_code, PyramidRun.objects.count()) == (422, 0)
        assert (said in answer.content.decode(), "次要客户" in answer.content.decode()) == (True, True)


def test_the_shell_computes_and_shows(company, shop, capsys):
    assert cli.run(["--as", "manager", "pyramid", "run", "--preset", "amount_75_20_5"]) == 0
    assert cli.run(["--as", "manager", "--json", "pyramid", "show"]) == 0
    shown = capsys.readouterr().out
    assert [
        one["customers"] for one in json.loads(shown[shown.rindex("\n[") if "\n[" in shown else shown.index("[") :])
    ] == [2, 1, 0]
    assert cli.run(["--as", "manager", "value", "show", str(shop.sun)]) == 0
    assert "-¥100.00" in capsys.readouterr().out
