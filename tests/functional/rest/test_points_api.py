"""Points through the API: the example till against a real server, keys that count once, refusals with their remedy (LV2, LV4)."""

import importlib.util
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from minghua.domain.customers import operations as customers
from minghua.domain.customers.models import Customer
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.journeys import merge_customers
from minghua.kernel import clock
from minghua.kernel.periods import local_date
from tests.append_only import emptied_afterwards
from tests.functional.rest.conftest import Program

TILL = Path(__file__).parents[3] / "docs/examples/till.py"
TEXT = "code: grains\nearn:\n  - {code: purchase, points: 1, per: 100}\nunit_minor: 2\n"
BAD = "code: grains\nearn:\n  - {code: purchase, points: 0, per: 100}\n"


@pytest.fixture
def wang(staff: dict[str, int], admin: Program) -> int:
    """A member of the manager's with a scheme of points published."""
    team = User.objects.values_list("team_id", flat=True).get(pk=staff["manager"])
    new = NewCustomer(kind="person", name="王伟", mobile="13800138000", owner_id=staff["manager"], team_id=team)
    with unit_of_work(SYSTEM, at=clock.now()):
        pk = customers.create_customer(new, by=SYSTEM, at=clock.now())
    assert admin.post("/points-schemes", {"text": TEXT, "from_on": "2020-01-01"}).status_code == 201
    return pk


@pytest.fixture
def emptied(transactional_db: None) -> Iterator[None]:
    """The tables that refuse deletions are empty again afterwards."""
    with emptied_afterwards():
        yield


def customer_like(customer_id: int) -> int:
    """A second record of the same person."""
    like = Customer.objects.get(pk=customer_id)
    new = NewCustomer(kind="person", name=like.name, owner_id=like.owner_id, team_id=like.team_id)
    with unit_of_work(SYSTEM, at=clock.now()):
        return customers.create_customer(new, by=SYSTEM, at=clock.now())


def example() -> Any:
    """The example of the documentation, as a program would import it."""
    found = importlib.util.spec_from_file_location("till", TILL)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.mark.django_db(transaction=True)
def test_the_example_till_holds_pays_and_gives_back_at_a_real_server(
    live_server: Any, emptied: None, wang: int, admin: Program
) -> None:
    module = example()
    till = module.Till(live_server.url, admin.text, "grains")
    assert till.account(wang)["balance"] == 0
    admin.post(f"/customers/{wang}/points/grains/earnings", {"amount": 100, "key": "gift-1", "reason": "开业赠送"})
    held = till.hold(wang, 80, receipt="r1")
    assert (held["available"], held["held"]) == (20, 80)
    paid = [till.pay(wang, receipt="r1") for _ in range(3)]  # the line broke twice
    assert [each["balance"] for each in paid] == [20, 20, 20]
    with pytest.raises(module.Refused) as refused:
        till.hold(wang, 21, receipt="r2")
    assert (refused.value.code, refused.value.status) == ("insufficient_points", 409)
    assert str(refused.value) == "可用积分 20，不够 21。 请减少积分，或查看对账单。"
    assert till.give_back(wang, 30, receipt="r1", refund="back-1")["balance"] == 50
    till.hold(wang, 50, receipt="r3")
    assert till.cancel(wang, receipt="r3")["available"] == 50
    assert [lot["left"] for lot in till.account(wang)["lots"]] == [50]


@pytest.mark.django_db
def test_a_business_key_counts_once_for_ever_and_another_body_is_refused_lv4(wang: int, admin: Program) -> None:
    own = f"/customers/{wang}/points/grains"
    gift = {"amount": 10, "key": "gift-1", "reason": "活动"}
    told = [admin.post(f"{own}/earnings", gift).json() for _ in range(3)]
    assert [(each["balance"], each["again"]) for each in told] == [(10, False), (10, True), (10, True)]
    other = admin.post(f"{own}/earnings", gift | {"amount": 11})
    assert (other.status_code, other.json()["code"]) == (409, "points_key_taken")
    assert admin.post(f"{own}/captures", {"key": "never"}).status_code == 404
    over = admin.post(f"{own}/reversals", {"of": "gift-1", "key": "r"})
    assert over.status_code == 404


@pytest.mark.django_db
def test_a_statement_explains_its_lines_page_by_page(wang: int, admin: Program) -> None:
    own = f"/customers/{wang}/points/grains"
    admin.post(f"{own}/earnings", {"amount": 10, "key": "g1", "reason": "活动"})
    admin.post(f"{own}/spendings", {"amount": 4, "key": "s1"})
    first = admin.get(f"{own}/statement?limit=1").json()
    second = admin.get(f"{own}/statement?limit=2&cursor={first['next_cursor']}").json()
    lines = [*first["items"], *second["items"]]
    assert [(each["move"], each["amount"], each["balance"], each["cause"]) for each in lines] == [
        ("spent", 4, 6, "spend:s1"),
        ("earned", 10, 10, "earn:g1"),
    ]
    assert lines[1]["inputs"] == {"reason": "活动"}
    assert second["next_cursor"] is None


@pytest.mark.django_db
def test_schemes_are_examined_published_and_stopped_and_the_liability_adds_up(wang: int, admin: Program) -> None:
    problems = admin.post("/points-schemes/examination", {"text": BAD}).json()["problems"]
    assert [(each["line"], each["path"]) for each in problems] == [(3, "earn[0].points")]
    admin.post(f"/customers/{wang}/points/grains/earnings", {"amount": 10, "key": "g1", "reason": "活动"})
    admin.post(f"/customers/{wang}/points/grains/spendings", {"amount": 4, "key": "s1"})
    owed = admin.get("/points-schemes/grains/liability").json()
    assert (owed["issued"], owed["spent"], owed["available"], owed["worth_minor"]) == (10, 4, 6, 12)
    beyond = local_date(clock.now()) + timedelta(days=2)
    assert admin.get(f"/points-schemes/grains/liability?until={beyond}").status_code == 422
    assert [each["accounts"] for each in admin.get("/points-schemes").json()["items"]] == [1]
    assert admin.get("/points-schemes/grains").json()["text"] == TEXT.strip()
    assert admin.send("DELETE", "/points-schemes/grains").status_code == 204
    refused = admin.post(f"/customers/{wang}/points/grains/earnings", {"amount": 1, "key": "g2", "reason": "活动"})
    assert (refused.status_code, refused.json()["code"]) == (409, "scheme_stopped")
    assert admin.post(f"/customers/{wang}/points/grains/spendings", {"amount": 1, "key": "s2"}).json()["balance"] == 5


@pytest.mark.django_db
def test_who_may_not_record_points_may_not_spend_them(
    wang: int, admin: Program, program: Callable[..., Program]
) -> None:
    teller = program("manager", "customers.view", "points.view")
    own = f"/customers/{wang}/points"
    assert teller.get(own).status_code == 200
    assert teller.post(f"{own}/grains/spendings", {"amount": 1, "key": "k"}).status_code == 403
    assert program("sales").post(f"{own}/grains/spendings", {"amount": 1, "key": "k"}).status_code == 404


@pytest.mark.django_db
def test_many_points_by_hand_wait_for_another_person_and_the_overview_counts_them_then(
    wang: int, admin: Program, program: Callable[..., Program]
) -> None:
    own = f"/customers/{wang}/points/grains/adjustments"
    asked = admin.post(own, {"way": "give", "amount": 10_001, "key": "a", "reason": "补记"}).json()
    assert (asked["state"], asked["again"]) == ("asked", False)
    refused = admin.post(f"/points-adjustments/{asked['id']}/approval", {})
    assert (refused.status_code, refused.json()["code"]) == (403, "another_person_needed")
    assert admin.get("/points-schemes/grains/overview").json()["issued"] == 0
    other = program("manager")
    assert other.post(f"/points-adjustments/{asked['id']}/approval", {}).json()["state"] == "booked"
    assert other.post(f"/points-adjustments/{asked['id']}/approval", {}).json()["code"] == "adjustment_decided"
    told = admin.get("/points-schemes/grains/overview?months=1").json()
    assert (told["issued"], told["outstanding"], told["worth_minor"], told["bought_share"]) == (
        10_001,
        10_001,
        20_002,
        0,
    )
    assert told["standing"] == "low"
    (row,) = admin.get("/points-adjustments?size=large").json()["items"]
    assert (row["amount"], row["most"], row["state"], row["reason"]) == (10_001, 10_000, "booked", "补记")
    less = admin.post(own, {"way": "take", "amount": 1, "key": "t", "reason": "更正"}).json()
    assert less["state"] == "booked"


@pytest.mark.django_db
def test_a_batch_books_what_is_fit_once_for_ever_and_answers_every_line(wang: int, admin: Program) -> None:
    def gift(key: str, amount: int = 10, customer: int = wang) -> dict[str, Any]:
        return {"customer_id": customer, "amount": amount, "key": key, "reason": "活动"}

    lines = [
        gift("a"),
        gift("b", 5),
        gift("a"),
        gift("a", 11),
        gift("c", customer=999_999),
        gift("d", 10_001),
        gift(" b ", 5),
    ]
    told = admin.post("/points-schemes/grains/earnings", {"items": lines}).json()
    assert told["booked"] == 2
    assert [(each["state"], each["code"], each["field"]) for each in told["items"]] == [
        ("booked", "", None),
        ("booked", "", None),
        ("again", "", None),
        ("refused", "points_key_taken", "key"),
        ("refused", "not_found", "customer_id"),
        ("refused", "too_many_by_hand", "amount"),
        ("again", "", None),
    ]
    assert told["items"][5]["detail"] == "一个人一次最多赠送 10,000 积分，不能是 10,001。"
    assert told["items"][5]["remedy"] == "请提交积分调整，由另一位同事批准。"
    assert admin.post("/points-schemes/grains/earnings", {"items": lines}).json()["booked"] == 0
    own = f"/customers/{wang}/points"
    assert [each["balance"] for each in admin.get(own).json()["items"]] == [15]
    statement = admin.get(f"{own}/grains/statement").json()["items"]
    assert sorted((each["cause"], each["amount"], each["inputs"]["reason"]) for each in statement) == [
        ("earn:a", 10, "活动"),
        ("earn:b", 5, "活动"),
    ]
    assert len(admin.get("/points-adjustments").json()["items"]) == 2
    many = admin.post("/points-schemes/grains/earnings", {"items": [gift(f"m{n}") for n in range(501)]})
    assert many.status_code == 422
    assert admin.post("/points-schemes/none/earnings", {"items": lines}).status_code == 404


@pytest.mark.django_db
def test_a_till_that_names_a_merged_customer_reaches_the_survivor(wang: int, admin: Program) -> None:
    double = customer_like(wang)
    admin.post(f"/customers/{double}/points/grains/earnings", {"amount": 40, "key": "g1", "reason": "活动"})
    with unit_of_work(SYSTEM, at=clock.now()):
        merge_customers.merge_customers(wang, double, by=SYSTEM, at=clock.now())
    own = f"/customers/{double}/points"
    assert admin.get(own).json()["items"][0]["balance"] == 40
    again = admin.post(f"{own}/grains/earnings", {"amount": 40, "key": "g1", "reason": "活动"}).json()
    assert (again["balance"], again["again"]) == (40, True)
    assert admin.post(f"{own}/grains/spendings", {"amount": 30, "key": "s1"}).json()["balance"] == 10
    one = {"customer_id": double, "amount": 5, "key": "g2", "reason": "活动"}
    assert admin.post("/points-schemes/grains/earnings", {"items": [one]}).json()["booked"] == 1
    assert admin.get(f"/customers/{wang}/points").json()["items"][0]["balance"] == 15
    assert len(admin.get(f"{own}/grains/statement").json()["items"]) == 3
