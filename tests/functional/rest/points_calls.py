"""How the operations of points are called."""

from typing import Any

OWN = "/api/v1/customers/{customer_id}/points"
TEXT = "code: mine\nearn:\n  - {code: purchase, points: 1, per: 100}\n"
ACTS: dict[str, dict[str, Any]] = {
    "earnings": {"amount": 10, "key": "k", "reason": "活动"},
    "spendings": {"amount": 10, "key": "k"},
    "holds": {"amount": 10, "key": "k"},
    "captures": {"key": "k"},
    "releases": {"key": "k"},
    "adjustments": {"way": "give", "amount": 10, "key": "k", "reason": "更正"},
    "reversals": {"of": "k", "key": "r"},
}


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    none = {"code": "none"}
    acts = {
        f"POST {OWN}/{{scheme}}/{noun}": call("absent", path={"scheme": "none"}, body=fixed(**body))
        for noun, body in ACTS.items()
    }
    return acts | {
        "GET /api/v1/points-schemes": call(),
        "GET /api/v1/points-schemes/{code}": call("absent", path=none),
        "POST /api/v1/points-schemes": call(body=fixed(text=TEXT)),
        "POST /api/v1/points-schemes/presets": call(body=fixed(preset="shop_points")),
        "POST /api/v1/points-schemes/examination": call(body=fixed(text=TEXT)),
        "POST /api/v1/points-schemes/simulation": call(body=fixed(text=TEXT)),
        "POST /api/v1/points-schemes/trial": call(
            "absent", body=fixed(text=TEXT, customer_id=999_999, lines=[{"sku": "a", "quantity_milli": 1, "minor": 1}])
        ),
        "DELETE /api/v1/points-schemes/{code}": call("absent", path=none),
        "POST /api/v1/points-schemes/{code}/earnings": call(
            "absent", path=none, body=fixed(items=[{"customer_id": 1, "amount": 1, "key": "k", "reason": "活动"}])
        ),
        "GET /api/v1/points-schemes/{code}/liability": call("absent", path=none),
        "GET /api/v1/points-schemes/{code}/overview": call("absent", path=none),
        "GET /api/v1/points-adjustments": call(),
        "GET /api/v1/points-suspects": call(),
        "POST /api/v1/points-adjustments/{adjustment_id}/approval": call("absent", path={"adjustment_id": 999_999}),
        "POST /api/v1/points-adjustments/{adjustment_id}/refusal": call(
            "absent", path={"adjustment_id": 999_999}, body=fixed(reason="记错了")
        ),
        f"GET {OWN}": call("see"),
        f"GET {OWN}/{{scheme}}/statement": call("absent", path={"scheme": "none"}),
    }
