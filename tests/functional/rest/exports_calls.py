"""How the operations around exports are called; an export of somebody else is absent."""

from typing import Any

PLACE = {"export_id": "0" * 32}
EXPORT = "/api/v1/exports/{export_id}"


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    absent = {"rows": "absent", "path": PLACE}
    return {
        "GET /api/v1/exports/customers.csv": call(),
        "GET /api/v1/exports/orders.csv": call(),
        "GET /api/v1/exports": call(),
        "POST /api/v1/exports/customers": call(body=fixed(reason="年度回访名单")),
        "POST /api/v1/exports/orders": call(body=fixed(reason="年度回访名单")),
        "GET /api/v1/export-approvals": call(),
        f"GET {EXPORT}": call(**absent),
        f"GET {EXPORT}/file": call(**absent),
        f"PUT {EXPORT}/decision": call(**absent, body=fixed(approve=True)),
        f"DELETE {EXPORT}": call(**absent),
    }
