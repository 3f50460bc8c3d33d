"""Where a page leads back to is an address of this house, whatever was sent along."""

import pytest
from django.test import RequestFactory

from minghua.interfaces.web import answers

ABROAD = (
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "9" * 30,
    "",
    "http:evil",
    "\\\\evil",
    "data:text/html,x",
)


@pytest.mark.parametrize("target", ABROAD)
def test_an_address_elsewhere_is_not_followed(target: str) -> None:
    assert answers.at_home(RequestFactory().get("/"), target, otherwise="/route") == "/route"


@pytest.mark.parametrize("target", ["/customers?q=1", "http://testserver/today"])
def test_an_address_of_ours_is(target: str) -> None:
    assert answers.at_home(RequestFactory().get("/"), target, otherwise="/route") == target
