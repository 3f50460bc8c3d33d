"""Which entries of a customer's story ask for more than seeing the customer."""

from typing import Final

STORY_PERMISSIONS: Final[dict[str, str]] = {
    "order": "orders.view",
    "return": "orders.view",
    "contact": "interactions.view",
    "note": "interactions.view",
    "next_step": "interactions.view",
    "delivery": "route.view",
    "visit": "route.view",
}

# A customer in the pool tells how it came there; trade, talk, files and family wait for the claim.
TOLD_AFTER_CLAIM: Final = frozenset({*STORY_PERMISSIONS, "attachment", "change"})
