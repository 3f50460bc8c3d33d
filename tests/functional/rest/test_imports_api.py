"""A program imports a shop through the API, reads what is wrong, and takes it back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minghua.domain.orders.models import Order
from minghua.foundation.jobs import register
from minghua.foundation.jobs.runtime import Worker
from minghua.kernel import clock

pytestmark = pytest.mark.django_db
FILE = (
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n"
    "1,A,RICE,2,2011-01-01 10:00:00,5,7.0\n2,A,RICE,six,2011-01-02 10:00:00,5,7.0\n"
)


def work() -> None:
    worker = Worker("test", register.handlers(), clock.now)
    while worker.work_once():
        pass


def upload(program: Any, data: bytes, key: str = "k1") -> Any:
    headers = {"Authorization": f"Bearer {program.text}", "Idempotency-Key": key}
    return program.client.post("/api/v1/imports", {"file": SimpleUploadedFile("s.csv", data)}, headers=headers)


def test_a_program_imports_reads_the_problems_and_takes_it_back(program: Any) -> None:
    caller = program("manager")
    made = upload(caller, FILE.encode())
    assert made.status_code == 201, made.content.decode()
    here = f"/imports/{made.json()['id']}"
    assert upload(caller, FILE.encode()).json() == made.json()
    run = caller.get(here).json()
    body = {"mapping": run["mapping"], "options": {"source": "api", "currency": "GBP"}, "template": "接口"}
    assert caller.send("PUT", f"{here}/mapping", body).status_code == 204
    preview = caller.get(f"{here}/preview").json()
    assert [row["faults"] for row in preview["rows"]] == [{}, {"quantity": "不是数字"}]
    assert caller.post(f"{here}/start", {}).status_code == 409
    assert caller.post(f"{here}/check", {}).status_code == 204
    work()
    assert caller.get(here).json()["forecast"]["orders.failed"] == 1
    problems = caller.get(f"{here}/problems").json()["items"]
    assert [(one["row"], one["field"], one["code"]) for one in problems] == [(3, "quantity", "not_a_number")]
    assert caller.post(f"{here}/start", {}).status_code == 204
    work()
    assert caller.get(here).json()["counts"]["orders.created"] == 1
    assert caller.get(f"{here}/failed.csv").getvalue().decode("utf-8-sig").splitlines()[1].startswith("2,A,RICE,six")
    assert [one["name"] for one in caller.get("/import-templates").json()["items"]] == ["接口"]
    assert caller.post(f"{here}/reversal", {}).status_code == 204
    work()
    assert (caller.get(here).json()["state"], Order.objects.count()) == ("undone", 0)


def test_what_is_no_table_is_a_problem_with_its_remedy(program: Any) -> None:
    refused = upload(program("manager"), b"%PDF-1.7")
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_table")


def test_the_import_of_somebody_else_is_not_found(program: Any) -> None:
    made = upload(program("manager"), FILE.encode()).json()["id"]
    assert program("team_lead").get(f"/imports/{made}").status_code == 404
