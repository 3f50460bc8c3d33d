"""The words of the member centre's door: how long codes and sessions live, how often one may ask, who a member may be."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from minghua.kernel.personal import Register, register

CODE_LIVES: Final = timedelta(minutes=10)
TRIES: Final = 5
IDLE: Final = timedelta(days=14)
LONGEST: Final = timedelta(days=60)
WINDOW: Final = timedelta(hours=1)
PER_CONTACT: Final = 5
PER_CUSTOMER: Final = 5
PER_PLACE: Final = 30
MEMBER_MAY: Final = frozenset(
    {
        "customers.view", "orders.view", "tiering.view", "points.view", "benefits.view", "benefits.give",
        "activities.view", "activities.record", "coupons.view", "interactions.view", "consent.record", "rights.view", "rights.handle",
    }
)  # fmt: skip
"""What a member may do, always within their own rows: the scope of a member is one customer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking for a code gave: a secret for the browser that asked, and where the code goes ("" nowhere)."""

    ref: str
    customer_id: int | None
    code: str
    email: str


PERSONAL: tuple[Register, ...] = (
    register(
        "interactions.MemberCode",
        "customer_id",
        "code_hash | security contract ordinary session row",
        impersonal="ref_sha256 tries_left asked_at until_at used_at",
    ),
    register(
        "interactions.MemberSession",
        "customer_id",
        "token_sha256 | security contract ordinary session row",
        impersonal="began_at seen_at until_at ended_at",
    ),
    register("interactions.MemberAllowance", "none", "", impersonal="key since left"),
)
