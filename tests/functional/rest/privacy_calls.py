"""How the operations about erasing a person are called."""

from typing import Any

from minghua.domain.customers.models import Customer
from tests.functional.rest.world import Holding, World

HOLD = "/api/v1/customers/{customer_id}/hold"
ERASURE = "/api/v1/customers/{customer_id}/erasure"


def number_again(world: World, holding: Holding, role: str) -> Any:
    """The customer's number, typed again."""
    return {"confirm": Customer.objects.values_list("number", flat=True).get(pk=holding.ids["customer_id"])}


def calls(call: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    why, reason = ({word: "诉讼"} for word in ("why", "reason"))
    return {
        f"GET {ERASURE}": call("edit_404"),
        f"PUT {ERASURE}": call("edit_404", body=number_again),
        "GET /api/v1/retention": call("none"),
        "GET /api/v1/legal-holds": call("list"),
        f"GET {HOLD}": call("absent"),
        f"PUT {HOLD}": call("edit_404", body=lambda world, holding, role: why),
        f"PUT {HOLD}/lifting": call("absent", body=lambda world, holding, role: reason),
    }
