"""Every page × six roles and nobody × whose customer it is, read and written (trust T1, T2, T4, R9).

The pages are read from the URL resolver: a new page is in the matrix the moment it exists.
"""

import inspect
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern

from minghua.foundation.people.models import User
from minghua.foundation.permissions.table import PERMISSIONS
from minghua.interfaces.web import urls
from tests.functional.rest.matrix import Matrix, holds, matrix, snapshot
from tests.functional.rest.world import ROLES, Holding

__all__ = ["matrix"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OWNERSHIPS = ("own", "team", "other", "pool", "shared")
ON_CUSTOMER = {"customer_id"}
HANGING = {
    "request_id", "order_id", "return_id", "line_id", "taking_id", "step_id", "jar_id", "delivery_id",
    "share_id", "tag_id", "member_id", "relation_id", "attachment_id",
}  # fmt: skip
NOWHERE = 999_999
TEXTS = {
    "code": "pool.return_days",
    "name": "customers.status",
    "field": "city",
    "token": "0" * 32,
    "export_id": "0" * 32,
    "activity": "none",
}
CODES = {"settings_role": "sales", "customers_board_move": "status", "customer_cell": "city"}
TIER_PAGES = (
    "programme", "stop", "members", "members_export", "simulation", "simulation_live", "simulation_cancellation",
    "falls_export", "publication",
    "watch", "expiring_export", "falling_export", "draft", "draft_form",
)  # fmt: skip
CODES |= dict.fromkeys((f"tier_{name}" for name in TIER_PAGES), "jd_growth")  # the world has no programme: not found
CODES |= dict.fromkeys(("points_scheme", "points_months_file", "points_closure"), "none")
CODES |= dict.fromkeys(("coupon_batch", "coupon_codes", "coupon_issues", "coupon_closure"), "none")
CODES |= dict.fromkeys(
    (
        "activity_portfolio",
        "activity_figures_file",
        "activity_closure",
        "activity_revealing",
        "activity_handover",
        "activity_cancellation",
    ),
    "none",
)
CODES |= {"benefit_scheme": "jd_birthday", "benefit_closure": "jd_birthday"}
LOGIN = "/account/login/"
EMPTY_FORM = {302, 422}  # an empty form may be sent back before any row is looked for
PART_LISTS = {"customer-jar"}  # a part of a page: an empty list for a customer out of reach


def pages() -> dict[str, URLPattern]:
    """Every page by its pattern."""
    return {str(pattern.pattern): pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}


PAGES = pages()
GUARDED = sorted(name for name, page in PAGES.items() if page.callback.permission != "public")


def address(matrix: Matrix, page: URLPattern, holding: Holding) -> str:
    """The address of a page for this holding; ids of things the world lacks lead nowhere."""
    world = matrix.world
    known: dict[str, Any] = {
        "product_id": world.product_id,
        "pool_id": world.pool_id,
        "job_id": world.job_id,
        "user_id": world.users["stranger"],
        "team_id": world.teams["西区"],
    }
    known |= TEXTS | holding.ids | ({"code": CODES[page.name]} if page.name in CODES else {})
    parts = page.pattern.converters
    text = str(page.pattern)
    for name in parts:
        start = text.index(f":{name}>") if f":{name}>" in text else text.index(f"<{name}>")
        start = text.rindex("<", 0, start + 1)
        text = text[:start] + str(known.get(name, NOWHERE)) + text[text.index(">", start) + 1 :]
    return f"/{text}"


def browser(matrix: Matrix, role: str | None) -> Client:
    """A signed-in browser of this role, or of nobody."""
    client = Client()
    if role:
        client.force_login(User.objects.get(pk=matrix.world.users[role]), BACKEND)
    return client


def methods(page: URLPattern) -> list[str]:
    """The methods a page takes, HEAD apart; every page is also tried with a POST it may not take."""
    taken = set(inspect.getclosurevars(page.callback).nonlocals.get("methods", ()))
    return sorted((taken | {"GET", "POST"}) - {"HEAD"})


def visit(client: Client, method: str, where: str) -> Any:
    """Read a page or send it an empty form, and close what it streams."""
    answer = client.post(where, {}) if method == "POST" else client.generic(method, where)
    for close in getattr(answer, "_resource_closers", ()):
        close()
    return answer


def denial(matrix: Matrix, page: URLPattern, role: str, holding: Holding) -> set[int] | None:
    """The statuses that keep this person out, or None when the page may be opened: the oracle."""
    named = set(page.pattern.converters)
    if not holds(role, page.callback.permission):
        return {403}
    if not named & (ON_CUSTOMER | HANGING):
        return None
    hidden = holding.owner is None and bool(named & HANGING) and not named & ON_CUSTOMER
    if not matrix.world.sees(role, holding) or (hidden and not matrix.world.edits(role, holding)):
        return {404}
    return None


def test_every_page_has_a_permission_of_the_table() -> None:
    lacking = {name for name, page in PAGES.items() if page.callback.permission not in {*PERMISSIONS, "public"}}
    assert lacking == set()


@pytest.mark.parametrize("name", GUARDED)
def test_page_lets_in_exactly_whom_the_table_says(name: str, matrix: Matrix) -> None:
    page = PAGES[name]
    follows = set(page.pattern.converters) & (ON_CUSTOMER | HANGING)
    before = snapshot()
    wrong = []
    for role in ROLES:
        client = browser(matrix, role)
        for ownership in OWNERSHIPS if follows else ("own",):
            holding = matrix.holding(ownership, role)
            for method in methods(page):
                wrong += _visit(matrix, page, role, holding, method, client)
    assert wrong == []
    assert snapshot() == before


def _visit(matrix: Matrix, page: URLPattern, role: str, holding: Holding, method: str, client: Client) -> list[Any]:
    kept_out = denial(matrix, page, role, holding)
    where = address(matrix, page, holding)
    if kept_out is None:
        with transaction.atomic():
            status = visit(client, method, where).status_code
            transaction.set_rollback(True)
        right = status < 500
    else:
        answer = visit(client, method, where)
        status = answer.status_code
        right = status in kept_out | _harmless(page, method) and not _tells(answer, holding)
    return [] if right else [(role, holding.key, method, status, kept_out)]


def _harmless(page: URLPattern, method: str) -> set[int]:
    """Statuses that let nobody in although they are no denial."""
    return {405} | (EMPTY_FORM if method == "POST" else set()) | ({200} if page.name in PART_LISTS else set())


def _tells(answer: Any, holding: Holding) -> bool:
    """Does the answer name the customer that is out of reach, or the number behind its star?"""
    text = b"" if answer.streaming else answer.content
    return f"客户 {holding.key}".encode() in text or b"13800138000" in text


@pytest.mark.parametrize("name", GUARDED)
def test_nobody_is_led_to_the_login_page(name: str, matrix: Matrix) -> None:
    where = address(matrix, PAGES[name], matrix.holding("own", "sales"))
    for method in ("GET", "POST"):
        answer = visit(Client(), method, where)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, LOGIN)


LEAVES_A_TRACE = {
    "customers/export",
    "orders/export",
    "desk/export",
    "imports/customers.csv",
    "imports/customers.xlsx",
    "imports/orders.csv",
    "imports/orders.xlsx",
    "settings/audit/export",
}  # what leaves is on record


@pytest.mark.parametrize("name", [name for name in GUARDED if name not in LEAVES_A_TRACE])
def test_reading_a_page_changes_nothing(name: str, matrix: Matrix) -> None:
    before = snapshot()
    visit(browser(matrix, "admin"), "GET", address(matrix, PAGES[name], matrix.holding("own", "admin")))
    assert snapshot() == before
