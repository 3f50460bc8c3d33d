"""How the operations of activities are called."""

from typing import Any

OWN = "/api/v1/customers/{customer_id}/activities"
TEXT = "code: fun\npoints: none\nactivities:\n  - {code: follow, kind: follow, points: 20}\n"


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    none = {"code": "none"}
    return {
        "GET /api/v1/activities": call(),
        "POST /api/v1/activities": call(body=fixed(text=TEXT)),
        "POST /api/v1/activities/presets": call("absent", body=fixed(preset="taobao_shop")),
        "POST /api/v1/activities/examination": call(body=fixed(text=TEXT)),
        "GET /api/v1/activities/{code}": call("absent", path=none),
        "DELETE /api/v1/activities/{code}": call("absent", path=none),
        "POST /api/v1/activities/{code}/decks/{activity}/revealing": call("absent", path=none | {"activity": "none"}),
        "GET /api/v1/activities/{code}/results": call("absent", path=none),
        "POST /api/v1/activity-takings/{taking_id}/handover": call("absent", path={"taking_id": 999_999}),
        "POST /api/v1/activity-takings/{taking_id}/cancellation": call("absent", path={"taking_id": 999_999}),
        f"GET {OWN}": call("see"),
        f"POST {OWN}/{{portfolio}}/{{activity}}/takings": call(
            "absent", path={"portfolio": "none", "activity": "none"}, body=fixed(key="k")
        ),
    }
