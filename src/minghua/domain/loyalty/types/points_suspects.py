"""Words for what looks wrong in points: a reason each, never a verdict (trust R4)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from minghua.kernel.words import Text

DAYS: Final = 30
EARNINGS_A_DAY: Final = 10
ORDERS_RETURNED: Final = 3


class Oddity(StrEnum):
    """Many earnings on one day; many orders that came back; gifts by one person that are small one by one and large together."""

    FAST = "fast"
    RETURNS = "returns"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Suspect:
    """What looks wrong with one member: how often, how many points (of returns none), on which day or by whom."""

    scheme: str
    scheme_name: Text
    customer_id: int
    customer_name: str
    oddity: Oddity
    count: int
    points: int
    on: date | None
    by: str
    most: int
