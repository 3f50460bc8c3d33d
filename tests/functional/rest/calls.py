"""How each operation of the API is called: a valid body, and which rows of the world decide whether it may be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from minghua.domain.customers.models import Customer
from tests.functional.rest import (
    cases_calls,
    exports_calls,
    grades_calls,
    imports_calls,
    jars_calls,
    operate_calls,
    privacy_calls,
    rights_calls,
    shape_calls,
    units_calls,
    value_calls,
)
from tests.functional.rest.world import Holding, World

Ids = dict[str, Any]
Body = Callable[[World, Holding, str], Any]
WHEN = "2026-12-01T08:00:00Z"
BEFORE = "2026-06-01T08:00:00Z"


@dataclass(frozen=True)
class Call:
    """One operation: `rows` says how its rows decide, `body` makes a valid body for a holding and a role.

    rows: none (company-wide), see (404 unless visible), hangs (404 unless visible, nor while the
    customer lies in the pool of a limited person), edit (403 where only visible), edit_404 (404 unless editable),
    list (empty unless visible), bulk (refused row by row), bulk_told (the same, for whoever sees), hands (edit, and only the owner or who may assign),
    absent (404 for whoever is let in), beyond (403 through a token: the person it acts on holds `tokens.own`).
    """

    rows: str = "none"
    body: Body | None = None
    query: str = ""
    form: bool = False
    path: dict[str, Any] = field(default_factory=dict)


def fixed(**body: Any) -> Body:
    """The same body for everybody."""
    return lambda world, holding, role: body


def line(world: World) -> dict[str, Any]:
    """One line of an order."""
    return {"product_id": world.product_id, "quantity_milli": 1_000, "unit_price_e4": 680_000}


def an_order(world: World, holding: Holding, role: str) -> Any:
    """A new order of the holding's customer."""
    return {"number": "N1", "placed_at": BEFORE, "customer_id": holding.ids["customer_id"], "lines": [line(world)]}


def a_return(world: World, holding: Holding, role: str) -> Any:
    """A new return of the holding's customer."""
    return {"number": "N1", "returned_at": BEFORE, "customer_id": holding.ids["customer_id"], "lines": [line(world)]}


def own_customer(world: World, role: str) -> Any:
    """The customer this role owns."""
    return world.holdings[f"own:{role}"].ids["customer_id"]


def only(holding: Holding) -> Any:
    """The view that keeps the holding's customer alone."""
    number = Customer.objects.values_list("number", flat=True).get(pk=holding.ids["customer_id"])
    return {"filter": {"all": [["number", "is", number]]}}


CUSTOMER = "/api/v1/customers/{customer_id}"
A_POOL = {"name": "东区公海", "hold_days": 1}
A_ROLE = {"name_zh": "临时", "name_en": "Temp", "permissions": ["customers.view"], "scope": "own"}
CALLS: dict[str, Call] = {
    "GET /api/v1/me": Call(),
    "GET /api/v1/me/notices": Call(),
    "GET /api/v1/me/notices/unread": Call(),
    "PUT /api/v1/me/notices/reading": Call(),
    "PUT /api/v1/me/notices/{notice_id}/reading": Call(path={"notice_id": 999_999}, rows="absent"),
    "DELETE /api/v1/me/notices/{notice_id}/reading": Call(path={"notice_id": 999_999}, rows="absent"),
    f"GET {CUSTOMER}/quality": Call("see"),
    f"PUT {CUSTOMER}/fields/{{field}}/verification": Call("edit", path={"field": "name"}),
    "GET /api/v1/quality": Call(),
    "GET /api/v1/reviews": Call(),
    "GET /api/v1/reviews/report": Call(),
    "GET /api/v1/quality/course": Call(),
    "GET /api/v1/routed": Call(),
    "GET /api/v1/routed/report": Call(),
    "GET /api/v1/routed/{item_id}": Call(path={"item_id": 999_999}, rows="absent"),
    "PUT /api/v1/routed/{item_id}/seeing": Call(path={"item_id": 999_999}, rows="absent"),
    "PUT /api/v1/routed/{item_id}/handling": Call(path={"item_id": 999_999}, rows="absent", body=fixed(outcome="x")),
    "GET /api/v1/routing-table": Call(),
    "POST /api/v1/routing-table": Call(
        body=fixed(routes=[{"info_type": "need", "recipients": ["owner"], "mode": "daily"}], valid_from="2027-01-01")
    ),
    "GET /api/v1/cleanings": Call(),
    "POST /api/v1/cleanings": Call(body=fixed(rules=["fold"])),
    "GET /api/v1/cleanings/{run_id}": Call(path={"run_id": 999_999}, rows="absent"),
    "GET /api/v1/cleanings/{run_id}/changes": Call(path={"run_id": 999_999}, rows="absent"),
    "PUT /api/v1/cleaning-changes/{change_id}/decision": Call(
        path={"change_id": 999_999}, rows="absent", body=fixed(take=True)
    ),
    "PUT /api/v1/cleanings/{run_id}/application": Call(path={"run_id": 999_999}, rows="absent", body=fixed()),
    "DELETE /api/v1/cleanings/{run_id}/application": Call(path={"run_id": 999_999}, rows="absent"),
    "GET /api/v1/tokens": Call(),
    "POST /api/v1/tokens": Call(body=fixed(name="n", scopes=["customers.view"])),
    "PUT /api/v1/tokens/{token_id}/revocation": Call(path={"token_id": 999_999}, rows="absent"),
    "GET /api/v1/search": Call(query="q=客户"),
    "GET /api/v1/audit/events": Call(),
    "GET /api/v1/audit/chain": Call(),
    "GET /api/v1/jobs": Call(),
    "GET /api/v1/jobs/counts": Call(),
    "GET /api/v1/jobs/{job_id}": Call(),
    "POST /api/v1/jobs/{job_id}/retry": Call(),
    "PUT /api/v1/jobs/{job_id}/closure": Call(),
    "GET /api/v1/colleagues": Call(),
    "GET /api/v1/teams": Call(),
    "GET /api/v1/teams/tree": Call(),
    "POST /api/v1/teams": Call(body=fixed(name="南区")),
    "PUT /api/v1/teams/{team_id}": Call(body=fixed(name="西部")),
    "PUT /api/v1/teams/{team_id}/activation": Call(body=fixed(active=True)),
    "GET /api/v1/roles": Call(),
    "GET /api/v1/people": Call(),
    "GET /api/v1/people/{user_id}": Call(),
    "PUT /api/v1/people/{user_id}": Call(body=fixed(name="新名", roles=[]), path={"user_id": 999_999}, rows="absent"),
    "POST /api/v1/people": Call(body=fixed(username="new.one", name="新人")),
    "PUT /api/v1/people/{user_id}/activation": Call(body=fixed(active=True), rows="beyond"),
    "PUT /api/v1/people/{user_id}/password": Call(body=fixed(password="a-long-password-7"), rows="beyond"),
    "PUT /api/v1/roles/{code}": Call(body=fixed(**A_ROLE), path={"code": "temp"}),
    "GET /api/v1/permissions": Call(),
    "GET /api/v1/parameters": Call(),
    "GET /api/v1/parameters/{code}/versions": Call(path={"code": "pool.return_days"}),
    "POST /api/v1/parameters/{code}/versions": Call(
        path={"code": "pool.return_days"}, body=fixed(value=31, valid_from="2027-01-01")
    ),
    "GET /api/v1/archive/fields": Call(),
    "GET /api/v1/archive/custom-fields": Call(),
    "POST /api/v1/archive/custom-fields": Call(body=fixed(zh="爱吃的米", type="text", kinds=["person"])),
    "PATCH /api/v1/archive/custom-fields/{field_code}": Call(
        rows="absent", path={"field_code": "x_none"}, body=fixed(base_version=1, zh="米")
    ),
    "POST /api/v1/archive/custom-fields/{field_code}/retyping": Call(
        rows="absent", path={"field_code": "x_none"}, body=fixed(type="text")
    ),
    "POST /api/v1/archive/custom-fields/{field_code}/archiving": Call(rows="absent", path={"field_code": "x_none"}),
    "DELETE /api/v1/archive/custom-fields/{field_code}/archiving": Call(rows="absent", path={"field_code": "x_none"}),
    "GET /api/v1/vocabularies": Call(),
    "GET /api/v1/vocabularies/{name}": Call(path={"name": "customers.status"}),
    "PUT /api/v1/vocabularies/{name}/terms/{code}": Call(
        path={"name": "customers.status", "code": "lost"}, body=fixed(zh="流失", en="Gone")
    ),
    "GET /api/v1/products": Call(),
    "GET /api/v1/products/suggestions": Call(),
    "GET /api/v1/products/{product_id}": Call(),
    "POST /api/v1/products": Call(body=fixed(sku="OIL-5", name="菜籽油 5L")),
    "PATCH /api/v1/products/{product_id}": Call(body=fixed(price_minor=7_000)),
    "GET /api/v1/categories": Call(),
    "POST /api/v1/categories": Call(body=fixed(name="粮油")),
    "GET /api/v1/lists/{list_code}/fields": Call(path={"list_code": "customers"}),
    "GET /api/v1/views": Call(query="list_code=customers"),
    "POST /api/v1/views": Call(body=fixed(list_code="customers", name="我的", spec={})),
    "PATCH /api/v1/views/{view_id}": Call(
        rows="absent", path={"view_id": 999_999}, body=fixed(list_code="customers", name="别人的")
    ),
    "DELETE /api/v1/views/{view_id}": Call(rows="absent", path={"view_id": 999_999}),
    "PUT /api/v1/view-orders": Call(body=fixed(list_code="customers", view_ids=[])),
    "GET /api/v1/pools": Call(),
    "GET /api/v1/pools/capacity": Call(),
    "POST /api/v1/pools": Call(body=fixed(**A_POOL)),
    "PUT /api/v1/pools/{pool_id}": Call(body=fixed(**A_POOL)),
    "GET /api/v1/customers": Call(),
    "GET /api/v1/customers/count": Call(),
    "POST /api/v1/customers": Call(body=fixed(kind="person", name="王伟")),
    f"GET {CUSTOMER}": Call("see"),
    f"PATCH {CUSTOMER}": Call("edit", body=fixed(base_version=0, changes={"city": "长沙"})),
    f"GET {CUSTOMER}/duplicates": Call("see"),
    f"POST {CUSTOMER}/merges": Call("edit", body=lambda world, holding, role: {"loser_id": holding.ids["customer_id"]}),
    "GET /api/v1/duplicates": Call(),
    "POST /api/v1/duplicates/{pair_id}/difference": Call(path={"pair_id": 999_999}, rows="absent"),
    "GET /api/v1/merges": Call(),
    "DELETE /api/v1/merges/{merge_id}": Call(path={"merge_id": 999_999}, rows="absent"),
    f"GET {CUSTOMER}/timeline": Call("see"),
    f"GET {CUSTOMER}/history": Call("see"),
    f"GET {CUSTOMER}/owners": Call("see"),
    f"GET {CUSTOMER}/archive": Call("see"),
    f"GET {CUSTOMER}/card.pdf": Call("see"),
    f"PUT {CUSTOMER}/verification": Call("edit"),
    f"PUT {CUSTOMER}/owner": Call("edit", body=lambda world, holding, role: {"owner_id": world.users["peer"]}),
    f"POST {CUSTOMER}/claim": Call("see"),
    f"PUT {CUSTOMER}/pool": Call("hands", body=fixed(reason="no_follow_up")),
    f"GET {CUSTOMER}/shares": Call("see"),
    f"POST {CUSTOMER}/shares": Call("edit", body=lambda world, holding, role: {"user_id": world.users["below"]}),
    f"DELETE {CUSTOMER}/shares/{{share_id}}": Call("edit"),
    f"PUT {CUSTOMER}/closure": Call("edit", body=fixed(reason="搬走了")),
    f"DELETE {CUSTOMER}/closure": Call("edit"),
    "POST /api/v1/bulk/customers/owner": Call(
        "bulk",
        body=lambda world, holding, role: {"ids": [holding.ids["customer_id"]], "owner_id": world.users["peer"]},
    ),
    "POST /api/v1/bulk/customers/tag": Call(
        "bulk", body=lambda world, holding, role: {"ids": [holding.ids["customer_id"]], "name": "批量"}
    ),
    "PUT /api/v1/bulk/customers/{token}/undo": Call("absent", path={"token": "0" * 32}),
    "POST /api/v1/sweeps/customers/owner": Call(
        "bulk", body=lambda world, holding, role: {"spec": only(holding), "owner_id": world.users["peer"]}
    ),
    "POST /api/v1/sweeps/customers/tag": Call(
        "bulk", body=lambda world, holding, role: {"spec": only(holding), "name": "批量"}
    ),
    "GET /api/v1/sweeps/customers/{token}": Call("absent", path={"token": "0" * 32}),
    "PUT /api/v1/sweeps/customers/{token}/undo": Call("absent", path={"token": "0" * 32}),
    f"GET {CUSTOMER}/relations": Call("see"),
    f"POST {CUSTOMER}/relations": Call(
        "edit", body=lambda world, holding, role: {"to_customer_id": own_customer(world, role), "kind": "referral"}
    ),
    "PUT /api/v1/relations/{relation_id}/end": Call("edit", body=fixed()),
    f"GET {CUSTOMER}/household": Call("see"),
    f"POST {CUSTOMER}/members": Call("edit", body=fixed(name="小红")),
    "PUT /api/v1/members/{member_id}/end": Call("edit", body=fixed(until_on="2027-01-01")),
    f"GET {CUSTOMER}/organisation": Call("see"),
    "GET /api/v1/tags": Call(),
    f"GET {CUSTOMER}/tags": Call("see"),
    f"POST {CUSTOMER}/tags": Call("edit", body=fixed(name="老客")),
    f"DELETE {CUSTOMER}/tags/{{tag_id}}": Call("edit"),
    f"GET {CUSTOMER}/attachments": Call("see"),
    f"POST {CUSTOMER}/attachments": Call("edit", form=True),
    "DELETE /api/v1/attachments/{attachment_id}": Call("edit"),
    "GET /api/v1/files/{file_id}": Call("hangs"),
    f"GET {CUSTOMER}/contacts": Call("list"),
    "GET /api/v1/contacts/{contact_id}": Call("hangs"),
    f"POST {CUSTOMER}/contacts": Call("hangs", body=fixed(channel="phone", direction="out", subject="回访")),
    "GET /api/v1/next-steps": Call(),
    "GET /api/v1/team-days": Call(),
    "GET /api/v1/next-steps/{step_id}": Call("hangs"),
    f"GET {CUSTOMER}/next-steps": Call("list"),
    f"POST {CUSTOMER}/next-steps": Call("hangs", body=fixed(text="再来", due_at=WHEN)),
    "PUT /api/v1/next-steps/{step_id}/completion": Call("hangs", body=fixed(outcome="好")),
    "DELETE /api/v1/next-steps/{step_id}/completion": Call("hangs"),
    "PUT /api/v1/next-steps/{step_id}/due": Call("hangs", body=fixed(due_at=WHEN)),
    "PUT /api/v1/next-steps/{step_id}/assignee": Call(
        "hangs", body=lambda world, holding, role: {"assignee_id": world.users[role]}
    ),
    "GET /api/v1/orders": Call(),
    "GET /api/v1/orders/count": Call(),
    f"GET {CUSTOMER}/orders": Call("list"),
    "GET /api/v1/orders/{order_id}": Call("hangs"),
    "POST /api/v1/orders": Call("hangs", body=an_order),
    "POST /api/v1/returns": Call("hangs", body=a_return),
    "GET /api/v1/returns/untied": Call(),
    "GET /api/v1/returns/{return_id}": Call("hangs"),
    "GET /api/v1/return-lines/{line_id}/candidates": Call("hangs"),
    "PUT /api/v1/return-lines/{line_id}/order-line": Call(
        "edit_404", body=lambda world, holding, role: {"order_line_id": holding.ids["order_line_id"]}
    ),
    "DELETE /api/v1/return-lines/{line_id}/order-line": Call("edit_404"),
    "GET /api/v1/route": Call(),
    "GET /api/v1/jars": Call(),
    "POST /api/v1/jars": Call(
        "edit",
        body=lambda world, holding, role: {
            "customer_id": holding.ids["customer_id"],
            "product_id": world.product_id,
            "capacity_milli": 160_000,
            "people": 3,
            "per_person_milli": 1_000,
            "consent": True,
        },
    ),
    "POST /api/v1/surveys": Call(
        body=lambda world, holding, role: {
            "household": {"name": "刘家"},
            "jar": {"product_id": world.product_id, "capacity_milli": 160_000, "people": 3, "per_person_milli": 1_000},
        }
    ),
}
for part in (
    imports_calls,
    jars_calls,
    operate_calls,
    grades_calls,
    cases_calls,
    exports_calls,
    rights_calls,
    shape_calls,
    units_calls,
    value_calls,
):
    CALLS |= part.calls(Call, fixed)
CALLS |= privacy_calls.calls(Call)
