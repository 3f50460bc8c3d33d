"""Words for points that a person gives or takes by hand (R24.1, trust R4)."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from minghua.kernel.words import Text


class Way(StrEnum):
    """Whether points are given or taken away."""

    GIVE = "give"
    TAKE = "take"


class AdjustmentState(StrEnum):
    """Asked for, in the ledger, or turned down."""

    ASKED = "asked"
    BOOKED = "booked"
    REFUSED = "refused"


class AdjustmentRow(NamedTuple):
    """One adjustment: what, for whom, why, who asked and who decided; above `most` points it needed two people."""

    id: int
    scheme: str
    scheme_name: Text
    customer_id: int
    customer_number: str
    customer_name: str
    way: Way
    amount: int
    most: int
    reason: str
    state: AdjustmentState
    asked_at: datetime
    asked_by_id: int | None
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    decided_why: str

    @property
    def is_large(self) -> bool:
        """Whether a second person has to agree."""
        return self.amount > self.most
