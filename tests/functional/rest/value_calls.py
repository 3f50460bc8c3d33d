"""How the operations of value and the pyramid are called."""

from typing import Any

CUSTOMER = "/api/v1/customers/{customer_id}"
NOWHERE = {"pyramid_id": 999_999}


def a_cost(world: Any, holding: Any, role: str) -> dict[str, Any]:
    """A cost of the holding's customer."""
    return {
        "customer_id": holding.ids["customer_id"],
        "part": "service",
        "amount_minor": 500,
        "event_at": "2026-06-01T10:00:00+08:00",
        "source": "tickets",
        "key": f"t{holding.ids['customer_id']}",
    }


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return them by method and path."""
    return {
        f"GET {CUSTOMER}/value": call("hangs"),
        f"GET {CUSTOMER}/return": call("hangs", query="assets_minor=100"),
        "GET /api/v1/pyramids": call(),
        "POST /api/v1/pyramids": call(body=fixed(preset="pyramid")),
        "GET /api/v1/pyramids/{pyramid_id}": call("absent", path=NOWHERE),
        "GET /api/v1/pyramids/{pyramid_id}/places": call("absent", path=NOWHERE),
        "GET /api/v1/rfm": call(),
        "POST /api/v1/rfm": call(body=fixed()),
        "GET /api/v1/rfm/{rfm_id}": call("absent", path={"rfm_id": 999_999}),
        "GET /api/v1/rfm/{rfm_id}/places": call("absent", path={"rfm_id": 999_999}),
        "GET /api/v1/analysis/freshness": call(),
        "POST /api/v1/analysis/refreshes": call(),
        "POST /api/v1/costs": call("hangs", body=a_cost),
        "POST /api/v1/costs/reversal": call("absent", body=fixed(source="tickets", key="none")),
    }
