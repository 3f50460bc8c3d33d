"""How the operations about erasing a person are called."""

from typing import Any

from minghua.domain.customers.models import Customer
from tests.functional.rest.world import Holding, World

ERASURE = "/api/v1/customers/{customer_id}/erasure"


def number_again(world: World, holding: Holding, role: str) -> Any:
    """The customer's number, typed again."""
    return {"confirm": Customer.objects.values_list("number", flat=True).get(pk=holding.ids["customer_id"])}


def calls(call: Any) -> dict[str, Any]:
    """Return the calls, made with the matrix's own words."""
    return {f"GET {ERASURE}": call("edit_404"), f"PUT {ERASURE}": call("edit_404", body=number_again)}
