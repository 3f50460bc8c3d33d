"""Addresses and parameters nobody means: endless numbers, NUL, quotes, other scripts' digits; no page answers with a fault."""

import ast
import inspect
import os
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.urls import URLPattern

from tests.functional.rest.matrix import Matrix, matrix
from tests.functional.test_access_matrix_web import PAGES, browser, methods

__all__ = ["matrix"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TYPED = ("9" * 30, "\0", "²", "'\"><", "9999-12-31", "1e309")
MORE = ("-1", "NaN", "٣", "%00", "2026-13-45", "0001-01-01", "[]", "{", "a" * 5_000)
LONG = os.environ.get("MINGHUA_TORTURE") == "long"
ENDLESS = "9" * 30
ODD_WORDS = ("\0", "'", "a" * 300)


def asked_for(page: URLPattern) -> list[str]:
    """The names of parameters and fields that the module of a page reads by name."""
    tree = ast.parse(inspect.getsource(inspect.getmodule(inspect.unwrap(page.callback))))  # type: ignore[arg-type]
    found = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute | ast.Name)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id) in {"get", "getlist", "_among"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
    return sorted(found | {"cursor", "q", "sort", "page"})


def at(page: URLPattern, *, number: str, word: str) -> str:
    """The address of a page with these in place of its parts."""
    text = str(page.pattern)
    for name, converter in page.pattern.converters.items():
        start = text.index(f":{name}>") if f":{name}>" in text else text.index(f"<{name}>")
        start = text.rindex("<", 0, start + 1)
        part = number if type(converter).__name__ == "IntConverter" else quote(word, safe="")
        text = text[:start] + part + text[text.index(">", start) + 1 :]
    return f"/{text}"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_page_answers_nonsense_with_a_fault(name: str, matrix: Matrix) -> None:
    page, door = PAGES[name], browser(matrix, "admin")
    door.raise_request_exception = False
    holding = matrix.holding("own", "admin")
    customer = str(holding.ids["customer_id"])
    addresses = [at(page, number=ENDLESS, word=word) for word in ODD_WORDS] if page.pattern.converters else []
    for address in addresses:
        assert sent(door, "GET", address, {}) < 500, address
    here = at(page, number=customer, word="mobile")
    names = asked_for(page)
    for typed in TYPED + MORE if LONG else TYPED:
        for method in methods(page):
            assert sent(door, method, here, dict.fromkeys(names, typed)) < 500, (method, here, typed[:20])


def sent(door: Any, method: str, address: str, fields: dict[str, str]) -> int:
    """Send it, take back what it did, and return the status."""
    with transaction.atomic():
        answer = door.get(address, fields) if method in {"GET", "HEAD"} else door.post(address, fields)
        for close in getattr(answer, "_resource_closers", ()):
            close()
        transaction.set_rollback(True)
    return int(answer.status_code)
