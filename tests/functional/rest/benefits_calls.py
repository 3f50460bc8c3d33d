"""How the operations of benefits and packs are called."""

from typing import Any

CUSTOMER = "/api/v1/customers/{customer_id}"
TEXT = "code: mine\nprogramme: none\nbenefits:\n  - {code: tea, levels: {gold: true}}\n"


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    return {
        "GET /api/v1/benefit-schemes": call(),
        "GET /api/v1/benefit-schemes/{code}": call("absent", path={"code": "none"}),
        "POST /api/v1/benefit-schemes": call(body=fixed(text=TEXT)),
        "POST /api/v1/benefit-schemes/presets": call(body=fixed(preset="jd_birthday")),
        "POST /api/v1/benefit-schemes/examination": call(body=fixed(text=TEXT)),
        "DELETE /api/v1/benefit-schemes/{code}": call("absent", path={"code": "none"}),
        f"GET {CUSTOMER}/benefits": call("see"),
        f"POST {CUSTOMER}/packs": call("absent", body=fixed(scheme="none", pack="none")),
        "GET /api/v1/pack-grants": call(),
        "GET /api/v1/pack-grants/{grant_id}": call("absent", path={"grant_id": 999_999}),
        "POST /api/v1/pack-grants/{grant_id}/revocation": call(
            "absent", path={"grant_id": 999_999}, body=fixed(reason="发错了")
        ),
    }
