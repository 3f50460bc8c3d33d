"""The frame around pages: addresses that lead nowhere, and what the menu offers to whom."""

import pytest
from django.test import Client

from minghua.foundation.people.models import User


@pytest.fixture
def browse(company):
    def as_user(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return as_user


def test_a_wrong_address_is_no_record_and_leads_to_the_search(browse):
    answer = browse("east1").get("/no-such-page")
    page = answer.content.decode()
    assert (answer.status_code, "没有这个页面" in page, "data-palette-open" in page, "记录" in page) == (
        404,
        True,
        True,
        False,
    )
    assert "There is no such page" in browse("east1").get("/x", headers={"Accept-Language": "en"}).content.decode()


def test_a_stranger_at_a_wrong_address_sees_no_menu(db):
    page = Client().get("/no-such-page")
    assert (page.status_code, "sidebar" in page.content.decode()) == (404, False)


def test_a_record_that_is_not_there_is_still_a_record(browse):
    page = browse("east1").get("/customers/999999")
    assert (page.status_code, "没有这个页面" in page.content.decode()) == (404, False)


def test_the_design_system_is_offered_to_administrators_only(browse):
    offered = ['href="/design"' in browse(who).get("/today").content.decode() for who in ("boss", "manager", "east1")]
    assert offered == [True, False, False]
