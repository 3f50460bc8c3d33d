"""Cases through the API and the shell: one list by what is due, one case whole, the talk guarded against collision."""

import json
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.cli import main
from minghua.kernel import clock
from tests.functional.rest.conftest import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhang(staff: dict[str, int]) -> int:
    at = clock.now()
    with unit_of_work(SYSTEM, at=at):
        return customers.create_customer(NewCustomer(kind="person", name="张先生"), by=SYSTEM, at=at)


def test_a_case_from_opening_to_its_end(admin: Program, zhang: int) -> None:
    body = {"customer_id": zhang, "subject": "卡开通了吗", "key": "form-7"}
    made = admin.post("/cases", body).json()
    assert admin.post("/cases", body).json() == made | {"new": False}
    case = f"/cases/{made['id']}"
    admin.post(f"{case}/messages", {"text": "尾号 8421"})
    late = admin.post(f"{case}/replies", {"text": "尾号多少", "base": 1})
    assert (late.status_code, late.json()["code"], "8421" in late.json()["detail"]) == (409, "said_meanwhile", True)
    assert admin.post(f"{case}/replies", {"text": "已开通", "base": 2}).json()["spoken"] == 3
    assert admin.send("PUT", f"{case}/closure", {"outcome": "resolved"}).status_code == 200
    whole = admin.get(case).json()
    assert [entry["act"] for entry in whole["entries"]] == ["opened", "message", "reply", "closed"]
    states = {each["kind"]: each["state"] for each in whole["clocks"]}
    assert states == {"acknowledge": "satisfied", "first_response": "satisfied", "resolution": "satisfied"}
    assert admin.get("/cases?standing=closed").json()["items"][0]["id"] == made["id"]
    assert admin.get("/cases/count?standing=open").json() == {"number": 0, "capped": False}


def test_the_shell_lists_opens_and_shows(admin: Program, zhang: int, capsys: Any) -> None:
    assert main.run(["--as", "admin.one", "--json", "service", "open", str(zhang), "开发票", "--key", "k"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["new"] is True
    assert main.run(["--as", "admin.one", "--json", "service", "cases", "--mine"]) == 0
    assert [row["subject"] for row in json.loads(capsys.readouterr().out)] == ["开发票"]
    assert main.run(["--as", "admin.one", "--json", "service", "case", str(made["case"])]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert [line["act"] for line in whole["log"]] == ["opened"]
    assert {each["kind"] for each in whole["clocks"]} == {"acknowledge", "first_response", "resolution"}


def test_svc_tb_1_and_3_a_program_asks_what_a_claim_comes_to(admin: Program, zhang: int) -> None:
    late = {"price_minor": 100_00, "signed_at": "2026-03-01T20:00:00+08:00", "holds": ["resaleable"]}
    told = [
        admin.post("/protections/seven_days/verdicts", late | {"claimed_at": f"2026-03-{day}+08:00"}).json()
        for day in ("08T23:59:00", "09T00:00:00")
    ]
    assert [(each["allowed"], each["refund_minor"]) for each in told] == [(True, 100_00), (False, 0)]
    assert told[1]["steps"][1]["text"]["zh"] == "签收次日起 7 天，到 2026-03-08 24:00"
    fake = {
        "price_minor": 500_00, "success_at": "2026-03-01T20:00:00+08:00", "claimed_at": "2026-03-02T08:00:00+08:00",
        "holds": ["asked_seller", "fake_established"], "reason": "鉴定为假",
    }  # fmt: skip
    found = admin.post("/protections/three_for_one/verdicts", fake).json()
    assert (found["refund_minor"], found["compensation_minor"], found["payer"]) == (500_00, 1_500_00, "deposit")
    assert {each["code"] for each in admin.get("/protections").json()["items"]} == {
        "seven_days", "defect", "pay_first", "three_for_one", "no_questions",
    }  # fmt: skip
