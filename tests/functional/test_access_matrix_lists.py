"""What lists, counts, search, exports and timelines show is exactly what a person may see, worked out by brute force."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from minghua.domain.customers.models import Customer
from minghua.domain.interactions.models import Contact, NextStep
from minghua.domain.orders.models import Order, ReturnLine
from minghua.foundation.exports import marks
from tests.functional.rest.matrix import Matrix, holds, matrix
from tests.functional.rest.world import ROLES

__all__ = ["matrix"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def get(matrix: Matrix, role: str, address: str) -> Any:
    """The JSON of an address under /api/v1."""
    headers = {"Authorization": f"Bearer {matrix.texts[role]}"}
    answer = matrix.client.get(f"/api/v1{address}", headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


def everything(matrix: Matrix, role: str, address: str, name: str = "id") -> set[Any]:
    """That field of every row of a list, page by page."""
    found, cursor = set(), ""
    while True:
        page = get(matrix, role, f"{address}{'&' if '?' in address else '?'}limit=7&cursor={cursor}")
        found |= {row[name] for row in page["items"]}
        cursor = page["next_cursor"] or ""
        if not cursor:
            return found


def seen_customers(matrix: Matrix, role: str) -> set[int]:
    """The customers of the world this role may see, by the oracle; friends of customers belong to nobody."""
    held = {
        holding.ids["customer_id"] for holding in matrix.world.holdings.values() if matrix.world.sees(role, holding)
    }
    return held | (_unheld(matrix) if _sees_all(role) else set())


def changeable_customers(matrix: Matrix, role: str) -> set[int]:
    """The customers on which this role sees what hangs on them: all in reach but those in the pool."""
    pooled = {h.ids["customer_id"] for h in matrix.world.holdings.values() if h.owner is None}
    return seen_customers(matrix, role) - (set() if _sees_all(role) else pooled)


def _sees_all(role: str) -> bool:
    return role in ("admin", "manager", "service", "auditor")


def _unheld(matrix: Matrix) -> set[int]:
    held = {holding.ids["customer_id"] for holding in matrix.world.holdings.values()}
    return set(Customer.objects.exclude(pk__in=held).values_list("pk", flat=True))


@pytest.mark.parametrize("role", ROLES)
def test_the_list_of_customers_and_its_count(role: str, matrix: Matrix) -> None:
    seen = seen_customers(matrix, role)
    assert everything(matrix, role, "/customers") == seen
    assert get(matrix, role, "/customers/count")["number"] == len(seen)
    filtered = json.dumps({"any": [["name", "contains", "客户"], ["name", "contains", "友人"]]})
    assert everything(matrix, role, f"/customers?filter={filtered}&sort=-name") == seen


@pytest.mark.parametrize("role", ROLES)
def test_search_finds_nothing_out_of_reach(role: str, matrix: Matrix) -> None:
    hits = get(matrix, role, "/search?q=客户&kind=customer&limit=100")["items"]
    held = {h.ids["customer_id"] for h in matrix.world.holdings.values()} & seen_customers(matrix, role)
    assert {hit["ref_id"] for hit in hits} == held


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("/orders", lambda ids: Order.objects.filter(customer_id__in=ids)),
        ("/returns/untied", lambda ids: ReturnLine.objects.filter(order_line=None, return_of__customer_id__in=ids)),
    ],
)
@pytest.mark.parametrize("role", ROLES)
def test_lists_of_what_hangs_on_customers(
    role: str, address: str, rows: Callable[[set[int]], Any], matrix: Matrix
) -> None:
    expected = set(rows(changeable_customers(matrix, role)).values_list("pk", flat=True))
    assert everything(matrix, role, address) == expected


@pytest.mark.parametrize("role", ROLES)
def test_due_steps_are_ones_own_or_of_ones_own_customers(role: str, matrix: Matrix) -> None:
    user = matrix.world.users[role]
    mine = NextStep.objects.filter(customer_id__in=changeable_customers(matrix, role), done_at=None)
    expected = {s.pk for s in mine.select_related("customer") if user in (s.assignee_id, s.customer.owner_id)}
    assert {row["id"] for row in get(matrix, role, "/next-steps?days=366")["items"]} == expected


@pytest.mark.parametrize("role", ROLES)
def test_contacts_of_each_customer(role: str, matrix: Matrix) -> None:
    reach = changeable_customers(matrix, role)
    for holding in matrix.world.holdings.values():
        customer_id = holding.ids["customer_id"]
        expected = set(Contact.objects.filter(customer_id=customer_id).values_list("pk", flat=True))
        shown = everything(matrix, role, f"/customers/{customer_id}/contacts")
        assert shown == (expected if customer_id in reach else set())


@pytest.mark.parametrize("role", [role for role in ROLES if holds(role, "customers.export")])
def test_the_exported_file_holds_the_same_customers(role: str, matrix: Matrix) -> None:
    headers = {"Authorization": f"Bearer {matrix.texts[role]}", "Accept-Language": "zh"}
    answer = matrix.client.get("/api/v1/exports/customers.csv", headers=headers)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    numbers = {row["客户号"] for row in csv.DictReader(io.StringIO(text)) if not marks.is_mark([row["客户号"]])}
    reach = seen_customers(matrix, role) if holds(role, "pool.manage") else changeable_customers(matrix, role)
    assert numbers == set(Customer.objects.filter(pk__in=reach).values_list("number", flat=True))


@pytest.mark.parametrize("role", ROLES)
def test_masked_fields_are_masked_in_every_shape(role: str, matrix: Matrix) -> None:
    customer_id = matrix.world.holdings[f"own:{role}"].ids["customer_id"]
    shown = [
        get(matrix, role, f"/customers/{customer_id}")["values"]["mobile"],
        next(r for r in get(matrix, role, "/customers?limit=200")["items"] if r["id"] == customer_id)["values"][
            "mobile"
        ],
        *(
            entry["value"]
            for block in get(matrix, role, f"/customers/{customer_id}/archive")["blocks"]
            for entry in block["entries"]
            if entry["path"] == "mobile"
        ),
    ]
    plain = {str(value).endswith("13800138000") for value in shown}
    assert plain == ({False} if role == "service" else {True})
