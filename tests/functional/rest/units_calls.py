"""How the operations of units, their problems and promises are called."""

from typing import Any

WHEN = "2026-12-01T08:00:00Z"


def calls(call: Any, fixed: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    unit, card, problem, promise = ({name: 999_999} for name in ("unit_id", "card_id", "problem_id", "promise_id"))
    terms = fixed(
        code="mine", zh="保修", en="Warranty", source="maker", scope="whole_unit", months=12, sold_from="2026-06-15"
    )
    return {
        "GET /api/v1/units": call(),
        "POST /api/v1/units": call("hangs", body=_unit),
        "POST /api/v1/orders/{order_id}/units": call("absent", path={"order_id": 999_999}, body=fixed()),
        "GET /api/v1/units/{unit_id}": call("absent", path=unit),
        "GET /api/v1/units/{unit_id}/cover": call("absent", path=unit),
        "POST /api/v1/units/{unit_id}/moves": call("absent", path=unit, body=fixed(on="2026-06-01")),
        "POST /api/v1/units/{unit_id}/cards": call(
            "absent", path=unit, body=fixed(code="gold", state="handed", evidence="JK-1")
        ),
        "POST /api/v1/units/{unit_id}/charges": call("absent", path=unit, body=fixed(amount_minor=100, key="k")),
        "POST /api/v1/units/{unit_id}/faults": call("absent", path=unit, body=fixed(symptom="noise", key="k")),
        "POST /api/v1/cards/{card_id}/confirmation": call("absent", path=card),
        "POST /api/v1/cards/{card_id}/handing": call("absent", path=card, body=fixed(number="JK-1")),
        "GET /api/v1/warranty-terms": call(),
        "POST /api/v1/warranty-terms": call(body=terms),
        "POST /api/v1/warranty-terms/{code}/stock": call("absent", path={"code": "none"}, body=fixed(count=1)),
        "GET /api/v1/problems": call(),
        "GET /api/v1/problems/{problem_id}": call("absent", path=problem),
        "POST /api/v1/problems/{problem_id}/repairs": call("absent", path=problem, body=fixed(outcome="works_again")),
        "POST /api/v1/problems/{problem_id}/rest": call(
            "absent", path=problem, body=fixed(basis="confirmed", words="好了")
        ),
        "GET /api/v1/promises": call(),
        "POST /api/v1/promises": call("hangs", body=_promise),
        "POST /api/v1/promises/{promise_id}/keeping": call("absent", path=promise, body=fixed(evidence="通话")),
        "POST /api/v1/promises/{promise_id}/waiver": call("absent", path=promise, body=fixed(words="算了")),
        "GET /api/v1/promise-tallies": call(),
    }


def _unit(world: Any, holding: Any, role: str) -> Any:
    key = f"{role}:{holding.ids['customer_id']}"
    return {"customer_id": holding.ids["customer_id"], "product_id": world.product_id, "key": key}


def _promise(world: Any, holding: Any, role: str) -> Any:
    told = {"customer_id": holding.ids["customer_id"], "kind": "call_back", "text": "回电", "due_at": WHEN}
    return told | {"key": f"{role}:{holding.ids['customer_id']}"}
