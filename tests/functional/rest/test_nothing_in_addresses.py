"""What may not stand in an address has no place in one: keys open nothing there, sealed fields are no filter (ASVS 14.2.1)."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from minghua.domain.customers.queries.secrets import sensitive_codes
from tests.company import PASSWORD, Company

pytestmark = pytest.mark.django_db
NAMES = ("token", "access_token", "api_key", "key", "authorization", "Authorization", "bearer")


@pytest.mark.parametrize("name", NAMES)
def test_a_key_in_an_address_opens_nothing(program: Any, name: str) -> None:
    key = program("admin").text
    assert Client().get(f"/api/v1/customers?{name}={key}").status_code == 401


def test_a_session_in_an_address_opens_nothing(company: Company) -> None:
    inside, outside = Client(), Client()
    assert inside.login(username="boss", password=PASSWORD)
    session = inside.cookies[settings.SESSION_COOKIE_NAME].value
    for name in (settings.SESSION_COOKIE_NAME, "sessionid", "session"):
        answer = outside.get(f"/customers?{name}={session}")
        assert (answer.status_code, answer["Location"].startswith("/account/login/")) == (302, True)
    assert inside.get("/customers").status_code == 200


def test_a_sealed_field_is_no_filter_and_no_order(program: Any) -> None:
    caller = program("admin")
    codes = sorted(sensitive_codes())
    assert "id_number" in codes
    for code in codes:
        for asked in (f"archive.{code}=33010219870315889", f"sort=archive.{code}", f"{code}=33010219870315889"):
            assert caller.get(f"/customers?{asked}").status_code == 422, asked


def test_a_sealed_value_is_not_found_by_search(program: Any) -> None:
    caller = program("admin")
    number = "110101199003074477"
    made = caller.post("/customers", {"kind": "person", "name": "王伟", "archive": {"id_number": number}})
    assert made.status_code == 201, made.content.decode()
    assert caller.get(f"/search?q={number}").json()["items"] == []
    assert caller.get(f"/customers?q={number}").json()["items"] == []
