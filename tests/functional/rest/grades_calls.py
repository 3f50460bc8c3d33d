"""How the operations of business grades, and of what levels bring, are called."""

from typing import Any

from tests.functional.rest import activities_calls, benefits_calls, coupons_calls, points_calls, programmes_calls

CUSTOMER = "/api/v1/customers/{customer_id}"
CARD: dict[str, Any] = {
    "dimensions": [
        {"code": "purchase", "zh": "采购", "weight": "1", "indicators": [{"code": "purchase", "zh": "采购"}]}
    ],
    "cutoffs": {"S": "85", "A": "70", "B": "55", "C": "40"},
}


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    return (
        {
            "GET /api/v1/grades": call(),
            "GET /api/v1/grades/counts": call(),
            f"GET {CUSTOMER}/grade": call("hangs"),
            f"PUT {CUSTOMER}/grade/inputs": call("hangs", body=fixed(values={"credit": "80"})),
            f"POST {CUSTOMER}/gradings": call("hangs"),
            f"PUT {CUSTOMER}/grade/review": call("hangs", body=fixed(note="已确认")),
            "GET /api/v1/grade-cards": call(),
            "GET /api/v1/grade-cards/preset": call(),
            "POST /api/v1/grade-cards/examination": call(body=fixed(**CARD)),
            "POST /api/v1/grade-cards": call(body=fixed(card=CARD)),
        }
        | benefits_calls.calls(call, fixed)
        | coupons_calls.calls(call, fixed)
        | points_calls.calls(call, fixed)
        | activities_calls.calls(call, fixed)
        | programmes_calls.calls(call, fixed)
    )
