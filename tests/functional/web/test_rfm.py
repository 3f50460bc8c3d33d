"""RFM through the web and the shell: refused without data, refreshed, computed, looked at, explained."""

import json

import pytest
from django.conf import settings as known

from minghua.foundation.engine.types import JOB
from minghua.foundation.jobs.models import Job
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli import main as cli
from minghua.interfaces.worker.engine import refresh
from minghua.journeys.record_order import record_order
from minghua.kernel import clock
from tests.functional.web.settings.door import signed_in
from tests.trade import an_order, line, open_shop

pytestmark = pytest.mark.django_db
FORM = {"cutting": "means", "months": "12", "currency": "CNY"}


@pytest.fixture
def shop(company, settings, tmp_path):
    settings.ENGINE_ROOT = tmp_path / "analysis"
    shop, at = open_shop(company), clock.now()
    with unit_of_work(SYSTEM, at=at):
        for number, (customer, packs) in enumerate(((shop.wang, 10), (shop.liu, 5), (shop.wang, 20))):
            record_order(an_order(str(number), line(shop.rice, packs, 100), customer=customer, at=at), by=SYSTEM, at=at)
    return shop


def test_a_manager_refreshes_computes_and_sees_the_eight(company, shop, monkeypatch, capsys):
    manager = signed_in("manager")
    assert "还没有算过" in manager.get("/rfm").content.decode()
    for language, said in (("zh-hans", "请先更新分析数据"), ("en", "Refresh the analysed data first")):
        manager.cookies[known.LANGUAGE_COOKIE_NAME] = language
        refused = manager.post("/rfm/settings", FORM)
        assert (refused.status_code, said in refused.content.decode()) == (409, True)
    manager.cookies[known.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert manager.post("/rfm/refresh")["Location"] == "/rfm/settings"
    job = Job.objects.get(name=JOB)
    refresh(job.payload, at=job.created_at, beat=lambda: None)
    assert manager.post("/rfm/settings", FORM)["Location"] == "/rfm"
    text = manager.get("/rfm").content.decode()
    assert ("王秀英" in text, "重要价值" in text, "¥1,750.00 起" in text) == (True, True, True)
    assert (
        "王秀英" in manager.get("/rfm?segment=0").content.decode(),
        "刘洋" in manager.get("/rfm?cell=2-1").content.decode(),
    ) == (True, True)
    panel = manager.get(f"/customers/{shop.wang}/value").content.decode()
    assert ("重要价值" in panel, "12 个月内 2 次" in panel) == (True, True)
    assert manager.get("/rfm?run=999999").status_code == 404
    monkeypatch.setenv("MINGHUA_USER", "manager")
    assert cli.run(["--json", "rfm", "run", "--cutting", "quintiles"]) == 0
    assert sum(one["customers"] for one in json.loads(capsys.readouterr().out)) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"months": "0"}, "1 到 120"), ({"cutting": "moon"}, "请选择划分方法"), ({"currency": "元"}, "三位代码")],
)
def test_what_cannot_be_computed_is_refused_where_it_is_wrong(company, shop, wrong, said):
    answer = signed_in("manager").post("/rfm/settings", FORM | wrong)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
