"""Foreign ids in a body, and fields that are nobody's to send: refused, and the database stays as it was (trust T1, T3)."""

import json
import uuid
from typing import Any

import pytest
from django.apps import apps

from minghua.interfaces.rest.api import api
from tests.functional.rest.calls import CALLS, own_customer
from tests.functional.rest.matrix import DECLARED, Matrix, matrix, snapshot

__all__ = ["matrix"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
NOT_BY_TOKEN = "POST /api/v1/tokens"  # a token makes no tokens: forbidden before the body is read
WITH_BODY = sorted(name for name, call in CALLS.items() if call.body is not None and name != NOT_BY_TOKEN)
MODEL_FIELDS = sorted(
    {
        field.attname
        for model in apps.get_models()
        if model.__module__.startswith("minghua.")
        for field in model._meta.concrete_fields
    }
)
SCHEMA = json.loads(json.dumps(api.get_openapi_schema(path_prefix="api/v1/")))


def send(matrix: Matrix, name: str, role: str, body: Any) -> Any:
    """Send a body to an operation on the role's own customer."""
    method, path = name.split(" ")
    ids = matrix.world.holdings[f"own:{role}"].ids
    known = {
        "product_id": matrix.world.product_id,
        "pool_id": matrix.world.pool_id,
        "user_id": matrix.world.users["peer"],
        "team_id": matrix.world.teams["西区"],
    }
    headers = {"Authorization": f"Bearer {matrix.texts[role]}", "Idempotency-Key": uuid.uuid4().hex}
    return matrix.client.generic(
        method,
        path.format(**{**known, **ids, **CALLS[name].path}),
        json.dumps(body),
        content_type="application/json",
        headers=headers,
    )


def body_of(matrix: Matrix, name: str, role: str) -> Any:
    """The valid body of an operation."""
    call = CALLS[name]
    assert call.body is not None
    return call.body(matrix.world, matrix.world.holdings[f"own:{role}"], role)


def declared_fields(name: str) -> set[str]:
    """The fields the description gives the body of an operation."""
    method, path = name.split(" ")
    shape = SCHEMA["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
    return set(SCHEMA["components"]["schemas"][shape["$ref"].rsplit("/", 1)[-1]]["properties"])


@pytest.mark.parametrize("name", WITH_BODY)
def test_no_body_takes_a_field_it_does_not_declare(name: str, matrix: Matrix) -> None:
    """One body carries every column of the house and some wishes; the refusal names each, so none of them was taken."""
    foreign = {*MODEL_FIELDS, "is_staff", "is_superuser", "tenant", "tier", "points", "balance"} - declared_fields(name)
    before = snapshot()
    answer = send(matrix, name, "admin", body_of(matrix, name, "admin") | dict.fromkeys(foreign, 1))
    assert answer.status_code == 422
    assert foreign - {error["field"] for error in answer.json()["errors"]} == set()
    assert snapshot() == before


def test_an_edit_takes_only_the_editable_columns(matrix: Matrix) -> None:
    before = snapshot()
    name = "PATCH /api/v1/customers/{customer_id}"
    columns = [field.attname for field in apps.get_model("customers", "Customer")._meta.concrete_fields]
    computed = [
        "id", "number", "kind", "status", "relation_time", "owner_id", "team_id", "pool_id", "version", "net_minor",
        "order_count", "created_at", "updated_at", "closed_at", "verified_at", "source_system", "external_id", "axes_why",
    ]  # fmt: skip
    assert set(computed) <= set(columns)
    answers = {
        column: send(matrix, name, "admin", {"base_version": 1, "changes": {column: "1"}}).status_code
        for column in computed
    }
    assert set(answers.values()) == {422}
    assert snapshot() == before


FOREIGN = [
    ("POST /api/v1/customers", {"kind": "person", "name": "甲", "owner_id": "user:stranger"}),
    ("POST /api/v1/customers", {"kind": "organization", "name": "甲", "parent_id": "customer_id"}),
    ("PUT /api/v1/customers/{customer_id}/owner", {"owner_id": "user:stranger"}),
    ("POST /api/v1/customers/{customer_id}/relations", {"to_customer_id": "customer_id", "kind": "referral"}),
    ("POST /api/v1/customers/{customer_id}/members", {"name": "乙", "person_id": "customer_id"}),
    ("PATCH /api/v1/customers/{customer_id}", {"base_version": 1, "changes": {"parent_id": "customer_id"}}),
    ("POST /api/v1/bulk/customers/owner", {"ids": ["own"], "owner_id": "user:stranger"}),
    ("PUT /api/v1/next-steps/{step_id}/assignee", {"assignee_id": "user:stranger"}),
    ("POST /api/v1/customers/{customer_id}/next-steps", {"text": "a", "due_at": "2026-12-01T00:00:00Z", "assignee_id": "user:stranger"}),
    ("POST /api/v1/customers/{customer_id}/contacts", {"channel": "phone", "direction": "out", "subject": "a", "order_id": "order_id"}),
    ("POST /api/v1/orders", {"number": "F1", "placed_at": "2026-06-01T00:00:00Z", "customer_id": "customer_id", "lines": ["line"]}),
    ("POST /api/v1/returns", {"number": "F1", "returned_at": "2026-06-01T00:00:00Z", "customer_id": "customer_id", "lines": ["line"]}),
    ("PUT /api/v1/return-lines/{line_id}/order-line", {"order_line_id": "order_line_id"}),
]  # fmt: skip


@pytest.mark.parametrize("role", ["team_lead", "sales"])
@pytest.mark.parametrize(("name", "body"), FOREIGN, ids=[f"{n.split('/v1')[1]}:{list(b)[-1]}" for n, b in FOREIGN])
def test_a_foreign_id_in_a_body_is_refused(name: str, body: dict[str, Any], role: str, matrix: Matrix) -> None:
    assert name in DECLARED
    before = snapshot()
    answer = send(matrix, name, role, _with_foreign(matrix, body, role))
    assert answer.status_code in {403, 404, 422}, answer.content.decode()
    assert snapshot() == before


def _with_foreign(matrix: Matrix, value: Any, role: str) -> Any:
    """The body with its marks replaced by ids of somebody else's customer or colleague."""
    if isinstance(value, dict):
        return {key: _with_foreign(matrix, inner, role) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_foreign(matrix, inner, role) for inner in value]
    if value == "own":
        return own_customer(matrix.world, role)
    if value == "line":
        return {"product_id": matrix.world.product_id, "quantity_milli": 1_000, "unit_price_e4": 1}
    if isinstance(value, str) and value.startswith("user:"):
        return matrix.world.users[value.removeprefix("user:")]
    return matrix.world.holdings["other"].ids.get(value, value)
