"""Cleaning through the web and at the shell: check, look, leave one out, apply, undo, download."""

import pytest

from minghua.domain.customers.models import CleaningChange, CleaningRun, Customer
from minghua.foundation.jobs import register
from minghua.foundation.jobs.runtime import Worker
from minghua.interfaces.cli import main as cli
from minghua.kernel import clock
from tests.functional.web.settings.door import signed_in
from tests.trade import open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(company):
    shop = open_shop(company)
    Customer.objects.filter(pk=shop.wang).update(name=" 王 秀英 ", email="=Wang@Example.CN", mobile="138 0013 8000")
    return shop


def work():
    worker = Worker("w", register.handlers(), clock.now)
    while worker.work_once():
        pass


def test_the_whole_way_through_the_pages(company, shop):
    boss = signed_in("boss")
    where = boss.post("/cleaning", {"rules": ["fold", "phone", "email"]})["Location"]
    assert 'id="live"' in boss.get(where).content.decode()
    work()
    assert boss.get(f"{where}/live").headers["HX-Refresh"] == "true"
    text = boss.get(where).content.decode()
    assert "建议清单" in text
    assert "+8613800138000" in text
    change = CleaningChange.objects.get(path="name")
    boss.post(f"/cleaning/changes/{change.pk}/decision", {})
    assert boss.post(f"{where}/application", {}).status_code == 422
    assert boss.post(f"{where}/application", {"rules": ["fold", "phone", "email"]}).status_code == 302
    work()
    row = Customer.objects.get(pk=shop.wang)
    assert (row.name, row.mobile) == (" 王 秀英 ", "+8613800138000")
    assert boss.post(f"{where}/application", {"rules": ["fold"]}).status_code == 409
    boss.post(f"{where}/reversal")
    work()
    assert Customer.objects.get(pk=shop.wang).mobile == "138 0013 8000"
    lines = b"".join(boss.get(f"{where}/changes.csv").streaming_content).decode()
    assert "'=wang@example.cn" in lines  # no spreadsheet runs it
    assert boss.get("/cleaning").status_code == 200


def test_a_check_needs_a_rule_and_the_right_to_clean(company, shop):
    boss = signed_in("boss")
    assert boss.post("/cleaning", {}).status_code == 422
    assert boss.post("/cleaning", {"rules": ["fold"], "view": "99"}).status_code in {404, 422}
    assert signed_in("east1").get("/cleaning").status_code == 403
    assert CleaningRun.objects.count() == 0


def test_the_shell_does_the_same(company, shop, capsys):
    assert cli.run(["--as", "boss", "clean", "check", "--rule", "phone"]) == 0
    run_id = str(CleaningRun.objects.get().pk)
    assert "phone ✎" in capsys.readouterr().out
    for words in (["show", run_id], ["apply", run_id]):
        assert cli.run(["--as", "boss", "clean", *words]) == 0
    assert Customer.objects.get(pk=shop.wang).mobile == "+8613800138000"
    assert cli.run(["--as", "boss", "clean", "undo", run_id]) == 0
    assert Customer.objects.get(pk=shop.wang).mobile == "138 0013 8000"
    assert cli.run(["--as", "boss", "clean", "undo", run_id]) == 2
