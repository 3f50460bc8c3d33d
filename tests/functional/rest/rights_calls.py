"""How the operations of consent, requests, reveals and packages are called."""

from typing import Any

CUSTOMER = "/api/v1/customers/{customer_id}"


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return them by method and path."""
    return {
        f"GET {CUSTOMER}/consents": call("list"),
        f"GET {CUSTOMER}/consent-matrix": call("see"),
        f"GET {CUSTOMER}/contact-decision": call("hangs", query="purpose=marketing&channel=sms"),
        f"POST {CUSTOMER}/consents": call("hangs", body=fixed(purpose="marketing", channel="sms", how="form")),
        f"POST {CUSTOMER}/consent-withdrawals": call("hangs", body=fixed(purpose="marketing")),
        f"POST {CUSTOMER}/withdrawal-link": call("hangs"),
        f"PUT {CUSTOMER}/restriction": call("hangs", body=fixed(reason="有异议")),
        f"DELETE {CUSTOMER}/restriction": call("hangs"),
        "POST /api/v1/bulk/customers/consent-withdrawals": call(
            "bulk_told", body=lambda world, holding, role: {"ids": [holding.ids["customer_id"]], "purpose": "marketing"}
        ),
        f"POST {CUSTOMER}/reveals": call("see", body=fixed(field="mobile", reason="callback")),
        "GET /api/v1/reveals": call(),
        f"GET {CUSTOMER}/packages": call("list"),
        f"POST {CUSTOMER}/packages": call("hangs"),
        "GET /api/v1/packages/{package_id}/file": call("absent", path={"package_id": 999_999}),
        "GET /api/v1/requests": call(),
        "GET /api/v1/requests/{request_id}": call("hangs"),
        "GET /api/v1/requests/{request_id}/deeds": call("hangs"),
        f"POST {CUSTOMER}/requests": call("hangs", body=fixed(ask="copy", channel="phone")),
        "POST /api/v1/requests/{request_id}/deeds": call("hangs", body=fixed(deed="identify", how="callback")),
        "GET /api/v1/privacy-policies": call(),
        "POST /api/v1/privacy-policies": call(body=fixed(title="二版", body_zh="全文", renews=["marketing"])),
    }
