"""Routing through the web, the API and the shell: a complaint is typed, seen, settled, reported; the table is edited."""

import pytest

from minghua.domain.customers.models import Customer
from minghua.foundation.routing.models import RoutedItem, RoutingTable
from minghua.interfaces.cli import main as cli
from tests.functional.web.settings.door import signed_in
from tests.trade import open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(company):
    """The manager took a complaint of 王秀英, an A customer of 赵敏."""
    shop = open_shop(company)
    Customer.objects.filter(pk=shop.wang).update(value_class="key")
    form = {"direction": "in", "channel": "phone", "topic": "complaint", "subject": "米里有石子"}
    assert signed_in("manager").post(f"/customers/{shop.wang}/contacts", form).status_code == 200
    return RoutedItem.objects.get()


def test_a_complaint_is_seen_and_settled(item):
    page = signed_in("east1")
    assert "投诉：王秀英" in page.get("/routed").content.decode()
    assert "先回电" in page.get(f"/routed/{item.pk}").content.decode()
    page.post(f"/routed/{item.pk}/seeing")
    assert page.post(f"/routed/{item.pk}/handling", {"outcome": " "}).status_code == 422
    assert page.post(f"/routed/{item.pk}/handling", {"outcome": "已回电"}).status_code == 302
    assert page.post(f"/routed/{item.pk}/handling", {"outcome": "又一次"}).status_code == 409
    assert "投诉：王秀英" not in page.get("/routed").content.decode()
    assert "已回电" in page.get(f"/routed/{item.pk}").content.decode()
    assert signed_in("west1").get(f"/routed/{item.pk}").status_code == 404
    assert signed_in("manager").get("/routed/report").content.decode().count("<tr>") >= 6
    assert page.get("/routed/report").status_code == 403


def test_the_shell_settles_it_too(item, capsys):
    assert cli.run(["--as", "east1", "routed", "list"]) == 0
    assert "投诉：王秀英" in capsys.readouterr().out
    assert cli.run(["--as", "east1", "routed", "handle", str(item.pk), "已回电"]) == 0
    assert cli.run(["--as", "west1", "routed", "handle", str(item.pk), "x"]) == 2


def lines_of(page):
    """The form as the page shows it: every field by name, every value."""
    from html.parser import HTMLParser

    fields: dict[str, list[str]] = {}

    class Reader(HTMLParser):
        name = ""

        def handle_starttag(self, tag, attrs):
            given = dict(attrs)
            if tag == "select":
                self.name = given.get("name", "")
            elif tag == "option" and "selected" in given:
                fields.setdefault(self.name, []).append(given["value"])
            elif tag == "input" and given.get("name") and (given.get("type") != "checkbox" or "checked" in given):
                fields.setdefault(given["name"], []).append(given.get("value", ""))

    Reader().feed(page)
    return {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}


def test_the_table_is_edited_and_published_as_it_stands(company):
    boss = signed_in("boss")
    form = lines_of(boss.get("/settings/routing").content.decode())
    form["minutes-0"] = ["15"]
    form["type-9"] = [""]
    assert boss.post("/settings/routing", form).status_code == 302
    stored = RoutingTable.objects.get()
    assert (len(stored.routes), stored.routes[0]["minutes"]) == (9, 15)
    assert stored.routes[0]["recipients"] == ["owner", "role:service", "owner_lead"]
    form["to-0"] = [""]
    answer = boss.post("/settings/routing", form)
    assert (answer.status_code, "请至少选择一个接收人" in answer.content.decode()) == (422, True)
    assert signed_in("lead").get("/settings/routing").status_code == 403
