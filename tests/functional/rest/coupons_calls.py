"""How the operations of coupons are called."""

from typing import Any

OWN = "/api/v1/customers/{customer_id}/coupons"
TEXT = "code: mine\nkind: no_threshold\nvalue: 100\nvalid: {days: 5}\ntotal: 10\n"
SALE: dict[str, Any] = {"lines": [{"product": "R", "amount_minor": 100}]}


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    none = {"code": "none"}
    return {
        f"GET {OWN}": call("see"),
        f"POST {OWN}": call("absent", body=fixed(batch="none", key="k")),
        "POST /api/v1/coupons/quotes": call(body=fixed(**SALE)),
        "POST /api/v1/coupons/holds": call("absent", body=fixed(**SALE, key="k", customer_id=999_999)),
        "POST /api/v1/coupons/redemptions": call("absent", body=fixed(**SALE, key="k", customer_id=999_999)),
        "POST /api/v1/coupons/captures": call("absent", body=fixed(key="k")),
        "POST /api/v1/coupons/releases": call("absent", body=fixed(key="k")),
        "POST /api/v1/coupons/reversals": call("absent", body=fixed(of="k", key="r")),
        "GET /api/v1/coupon-batches": call(),
        "GET /api/v1/coupon-batches/{code}": call("absent", path=none),
        "POST /api/v1/coupon-batches": call(body=fixed(text=TEXT)),
        "POST /api/v1/coupon-batches/presets": call(body=fixed(preset="new_rice")),
        "POST /api/v1/coupon-batches/examination": call(body=fixed(text=TEXT)),
        "DELETE /api/v1/coupon-batches/{code}": call("absent", path=none),
        "POST /api/v1/coupon-batches/{code}/codes": call("absent", path=none, body=fixed(count=1, key="k")),
    }
