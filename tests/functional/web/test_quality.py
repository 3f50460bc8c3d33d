"""Quality through the web, the API and the shell: figures with the way to the customers behind them."""

import re

import pytest

from minghua.domain.customers.models import Customer, FieldVerification
from minghua.interfaces.cli import main as cli
from tests.functional.web.settings.door import signed_in
from tests.trade import open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(company):
    shop = open_shop(company)
    Customer.objects.filter(pk=shop.wang).update(mobile="138 0013 8000")
    assert cli.run(["quality", "refresh"]) == 0
    return shop


def test_every_figure_leads_to_its_customers(company, shop):
    boss = signed_in("boss")
    text = boss.get("/quality").content.decode()
    assert "东街店" in text
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/customers\?[^"]+)"', text)}
    assert len(links) > 20
    for link in sorted(links):
        assert boss.get(link).status_code == 200, link
    behind = boss.get("/customers?own=1&quality_validity.lt=100&open=true&sort=quality").content.decode()
    assert "王秀英" in behind
    assert "刘洋" not in behind
    assert "还没有算过" not in signed_in("east1").get("/quality").content.decode()


def test_one_customer_says_why(company, shop):
    text = signed_in("east1").get(f"/customers/{shop.wang}/quality").content.decode()
    assert "统一成国际格式" in text
    assert "补上" in text
    assert signed_in("west1").get(f"/customers/{shop.wang}/quality").status_code == 404


def test_one_tap_verifies_a_field(company, shop):
    page = signed_in("east1")
    answer = page.post(f"/customers/{shop.wang}/fields/name/verification", headers={"HX-Request": "true"})
    assert "is-done" in answer.content.decode()
    assert FieldVerification.objects.get().path == "name"
    assert page.post(f"/customers/{shop.wang}/fields/birthday/verification").status_code == 422
    assert "fields/name/verification" in page.get(f"/customers/{shop.wang}/archive").content.decode()


def test_the_shell_shows_sets(company, shop, capsys):
    assert cli.run(["--as", "boss", "quality", "show"]) == 0
    assert "东街店" in capsys.readouterr().out
