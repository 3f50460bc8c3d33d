"""Coupons at the till through the API: quoted, held, used, given back; codes are told once and guessing ends soon (R24.5)."""

from typing import Any

import pytest
from django.core.cache import cache

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog.types import NewProduct
from minghua.domain.customers import operations as customers
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.idempotency.models import KeyedAnswer
from minghua.foundation.people.models import User
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.rest.guessing import MOST
from minghua.kernel import clock
from tests.functional.rest.conftest import Program

pytestmark = pytest.mark.django_db
TEXT = "code: ten\nkind: threshold\nvalue: 1000\nleast: 5000\nvalid: {days: 15}\ntotal: 10\nper_member: 2\n"
BASKET = [{"product": "RICE10", "amount_minor": 6_800}, {"product": "OIL5", "amount_minor": 7_990}]


@pytest.fixture
def wang(staff: dict[str, int], admin: Program) -> int:
    """A member of the manager's; goods and a batch of coupons are there."""
    cache.clear()
    team, at = User.objects.values_list("team_id", flat=True).get(pk=staff["manager"]), clock.now()
    goods = [NewProduct(sku="RICE10", name="大米"), NewProduct(sku="OIL5", name="菜籽油")]
    new = NewCustomer(kind="person", name="王伟", mobile="13800138000", owner_id=staff["manager"], team_id=team)
    with unit_of_work(SYSTEM, at=at):
        catalog.upsert_many(goods, by=SYSTEM, at=at)
        pk = customers.create_customer(new, by=SYSTEM, at=at)
    assert admin.post("/coupon-batches", {"text": TEXT, "from_on": "2020-01-01"}).status_code == 201
    return pk


def told(answer: Any) -> Any:
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_a_till_quotes_holds_uses_and_gives_back(wang: int, admin: Program) -> None:
    own = told(admin.post(f"/customers/{wang}/coupons", {"batch": "ten", "key": "gift"}))
    sale = {"lines": BASKET, "customer_id": wang}
    quote = told(admin.post("/coupons/quotes", sale))
    assert (quote["saving_minor"], quote["left_minor"], quote["off_minor"]) == (1_000, 13_790, [460, 540])
    held = told(admin.post("/coupons/holds", {**sale, "coupons": [own["code"]], "key": "r1"}))
    assert (held["state"], held["quote"]["saving_minor"]) == ("held", 1_000)
    used = [told(admin.post("/coupons/captures", {"key": "r1", "order": "A1"})) for _ in range(3)]
    assert [(each["state"], each["again"]) for each in used] == [
        ("redeemed", False),
        ("redeemed", True),
        ("redeemed", True),
    ]
    part = {"of": "r1", "key": "b1", "lines": [{"line": 0, "quantity_milli": 1000}]}
    assert told(admin.post("/coupons/reversals", part))["money_minor"] == 6_340
    rest = told(admin.post("/coupons/reversals", {"of": "r1", "key": "b2"}))
    assert (rest["money_minor"], rest["whole"]) == (7_450, True)
    assert [card["state"] for card in told(admin.get(f"/customers/{wang}/coupons"))["items"]] == ["ready"]
    assert admin.post("/coupons/captures", {"key": "r1"}).status_code == 409


def test_codes_are_told_once_and_lie_in_no_table(wang: int, admin: Program) -> None:
    first = told(admin.post("/coupon-batches/ten/codes", {"count": 3, "key": "run"}, key="once"))
    again = told(admin.post("/coupon-batches/ten/codes", {"count": 3, "key": "run"}, key="once"))
    given = told(admin.post(f"/customers/{wang}/coupons", {"batch": "ten", "key": "gift"}))
    typed = told(
        admin.post("/coupons/quotes", {"lines": BASKET, "coupons": [first["codes"][0], "X" + given["code"][1:]]})
    )
    assert (len(set(first["codes"])), again["codes"]) == (3, [])
    assert [each["coupon"] for each in typed["skipped"]] == [f"…{given['code'][-4:]}"]
    kept = " ".join(bytes(body).decode() if isinstance(body, memoryview | bytes) else body for body in _answers())
    assert [code for code in (*first["codes"], given["code"]) if code in kept] == []


def test_who_tries_many_codes_is_asked_to_wait(wang: int, admin: Program) -> None:
    guess = {"lines": BASKET, "coupons": ["2222-2222-2222-2222-2"]}
    answers = [admin.post("/coupons/quotes", guess).status_code for _ in range(MOST)]
    refused = admin.post("/coupons/redemptions", {**guess, "key": "r9"})
    assert (set(answers), refused.status_code, refused.json()["code"]) == ({200}, 429, "too_many_requests")


def test_a_text_that_is_wrong_says_where(wang: int, admin: Program) -> None:
    wrong = told(admin.post("/coupon-batches/examination", {"text": TEXT.replace("value: 1000", "value: -1")}))
    assert [problem["line"] for problem in wrong["problems"]] == [3]
    assert admin.post("/coupon-batches", {"text": TEXT.replace("value: 1000", "value: -1")}).status_code == 422
    assert told(admin.post("/coupon-batches/examination", {"text": TEXT}))["problems"] == []


def _answers() -> list[Any]:
    return list(KeyedAnswer.objects.values_list("body", flat=True))
