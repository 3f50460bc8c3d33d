"""How the operations of jars and refills are called."""

from typing import Any

DAYS = {"from_on": "2026-12-20", "until_on": "2026-12-24"}


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    return {
        "GET /api/v1/jars/{jar_id}": call("hangs"),
        "PATCH /api/v1/jars/{jar_id}": call("edit_404", body=fixed(note="门口有狗")),
        "POST /api/v1/jars/{jar_id}/closure": call("edit_404"),
        "POST /api/v1/jars/{jar_id}/sizings": call(
            "edit_404", body=fixed(people=5, per_person_milli=1_000, from_on="2026-12-01")
        ),
        "POST /api/v1/jars/{jar_id}/absences": call("edit_404", body=fixed(**DAYS)),
        "DELETE /api/v1/jars/{jar_id}/absences/{absence_id}": call("edit_404"),
        "POST /api/v1/jars/{jar_id}/occasions": call("edit_404", body=fixed(**DAYS, factor_milli=2_000)),
        "DELETE /api/v1/jars/{jar_id}/occasions/{occasion_id}": call("edit_404"),
        "POST /api/v1/jars/{jar_id}/deliveries": call("edit_404", body=fixed(quantity_milli=80_000)),
        "POST /api/v1/deliveries/{delivery_id}/withdrawal": call("edit_404"),
        "POST /api/v1/jars/{jar_id}/visits": call("edit_404", body=fixed(outcome="nobody_home")),
        "POST /api/v1/rhythms/{rhythm_id}/pause": call("absent", path={"rhythm_id": 999_999}),
        "GET /api/v1/refills": call(),
        "GET /api/v1/refills/missed": call(),
        "GET /api/v1/refills/accuracy": call(),
        "GET /api/v1/demand": call(),
    }
