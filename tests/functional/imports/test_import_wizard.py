"""The wizard from upload to undo, through the pages a person uses."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minghua.domain.orders.models import Order
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.jobs import register
from minghua.foundation.jobs.models import Job
from minghua.foundation.jobs.runtime import Worker
from minghua.foundation.people.models import User
from minghua.kernel import clock
from tests import imports_shop
from tests.company import Company
from tests.imports_driving import imported

pytestmark = pytest.mark.django_db


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def work() -> None:
    worker = Worker("test", register.handlers(), clock.now)
    while worker.work_once():
        pass
    assert not Job.objects.exclude(state="done").exists()


def upload(client: Client, data: bytes, *, name: str = "shop.csv", target: str = "orders") -> Any:
    return client.post("/imports/new", {"target": target, "file": SimpleUploadedFile(name, data)})


def mapped(client: Client, url: str, **options: str) -> Any:
    run = import_reads.run(OWNER[0], int(url.rsplit("/", 1)[-1]))
    columns = {f"column-{n}": run.mapping.get(header, "") for n, header in enumerate(run.headers)}
    chosen = {"mode": "upsert", "source": "shop", "timezone": "Europe/London", "currency": "GBP", "return_prefix": "C"}
    return client.post(f"{url}/mapping", columns | chosen | options)


OWNER: list[Any] = []


@pytest.fixture(autouse=True)
def owner(company: Company) -> None:
    OWNER[:] = [company.actor("boss")]


def text_of(response: Any) -> str:
    content = response.getvalue() if response.streaming else response.content
    return content.decode("utf-8-sig")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_shop_goes_through_the_wizard(company: Company, language: str) -> None:
    User.objects.update(language=language)
    client = signed_in("boss")
    shop, _faults = imports_shop.spoiled(imports_shop.made(80), share=0.03)
    assert client.get("/imports").status_code == 200
    assert client.get("/imports/new?target=customers").status_code == 200
    url = upload(client, shop.csv)["Location"]
    assert client.get(url).status_code == 200
    assert mapped(client, url, template="批发商")["Location"] == url
    assert client.get(url).status_code == 200
    assert client.get(f"{url}/mapping").status_code == 200
    assert client.post(f"{url}/check")["Location"] == url
    assert client.get(url).status_code == 200
    assert client.get(f"{url}/live").status_code == 200
    work()
    assert client.get(f"{url}/live")["HX-Redirect"] == url
    assert client.get(url).status_code == 200
    assert client.get(f"{url}/problems?code=not_a_number").status_code == 200
    listed = list(csv.reader(io.StringIO(text_of(client.get(f"{url}/problems.csv")))))
    assert len(listed) > 1
    assert len(set(map(len, listed))) == 1
    assert listed[0][-2:] == ["字段代码", "问题代码"]
    quantity = next(row for row in listed if row[-2] == "quantity")
    assert (quantity[1], quantity[2] in {"错误", "提示"}, quantity[-1]) == ("数量", True, quantity[-1])
    assert client.post(f"{url}/start")["Location"] == url
    work()
    page = client.get(url)
    assert page.status_code == 200
    failed = list(csv.reader(io.StringIO(text_of(client.get(f"{url}/failed.csv")))))
    run = import_reads.run(OWNER[0], int(url.rsplit("/", 1)[-1]))
    assert len(failed) - 1 == run.counts["lines.failed"]
    assert Order.objects.count() == run.counts["orders.created"]
    again = upload(client, shop.csv)["Location"]
    assert "批发商" in client.get(again).content.decode()
    assert client.post(f"{again}/disposal")["Location"] == "/imports"
    assert client.post(f"{url}/reversal")["Location"] == url
    work()
    assert client.get(url).status_code == 200
    assert Order.objects.count() == 0
    assert client.get("/imports").status_code == 200


def test_a_file_that_is_no_table_is_told_on_the_form(company: Company) -> None:
    response = upload(signed_in("boss"), b"%PDF-1.7", name="a.pdf")
    assert response.status_code == 422
    assert "PDF" in response.content.decode()
    assert signed_in("boss").post("/imports/new", {"target": "orders"}).status_code == 422


def test_a_missing_column_is_told_on_the_mapping_page(company: Company) -> None:
    client = signed_in("boss")
    url = upload(client, b"InvoiceNo,Quantity\n1,2\n")["Location"]
    response = mapped(client, url)
    assert response.status_code == 422
    assert "货号" in response.content.decode()


def test_another_encoding_can_be_chosen(company: Company) -> None:
    client = signed_in("boss")
    url = upload(client, "订单号;货号\n1;米\n".encode("gb18030"))["Location"]
    assert client.post(f"{url}/reading", {"encoding": "utf-8"}).status_code == 422
    assert client.post(f"{url}/reading", {"delimiter": ","})["Location"] == f"{url}/mapping"


def test_a_foreign_run_is_not_found_anywhere(company: Company) -> None:
    run = imported(imports_shop.made(5).csv, company.actor("boss"))
    stranger = signed_in("lead")
    paths = ("", "/mapping", "/live", "/problems", "/problems.csv", "/failed.csv")
    assert {stranger.get(f"/imports/{run.id}{path}").status_code for path in paths} == {404}
    writes = ("/mapping", "/reading", "/check", "/start", "/resumption", "/disposal")
    assert {stranger.post(f"/imports/{run.id}{path}").status_code for path in writes} == {404}
    assert stranger.post(f"/imports/{run.id}/reversal").status_code == 403
    assert signed_in("manager").get(f"/imports/{run.id}").status_code == 200
    assert signed_in("east1").get("/imports").status_code == 403


def test_what_depends_on_the_run_is_told_when_it_is_undone(company: Company) -> None:
    head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    boss = company.actor("boss")
    run = imported((head + "1,A,RICE,2,2011-01-01 10:00:00,5,7.0,UK\n").encode(), boss)
    imported((head + "C2,A,RICE,-1,2011-01-05 10:00:00,5,7.0,UK\n").encode(), boss)
    response = signed_in("boss").post(f"/imports/{run.id}/reversal")
    assert response.status_code == 409
    assert "后来的退货 1 条" in response.content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_takes_back_its_own_export(company: Company, form: str, language: str) -> None:
    boss = company.actor("boss")
    imported(imports_shop.made(60).csv, boss)
    imported("编号,姓名,地址,标签\nQ1,=王芳,+东街,老客户\n".encode(), boss, target="customers")
    User.objects.update(language=language)
    client = signed_in("boss")
    for target in ("orders", "customers"):
        data = client.get(f"/imports/{target}.{form}").getvalue()
        back = imported(data, boss, target=target, name=f"x.{form}")
        assert {name for name, n in back.counts.items() if n} - {"lines.unchanged"} <= {
            f"{noun}.unchanged" for noun in ("orders", "returns", "customers")
        }
        assert (
            sum(n for name, n in back.counts.items() if name.endswith("s.unchanged") and name != "lines.unchanged") > 0
        )
