"""Words for how sound a scheme of points is (R24.2)."""

from enum import StrEnum


class BuyingShare(StrEnum):
    """Where the share of purchases in the points given out stands: about 70 % is meant, 60 to 80 % is sound."""

    UNKNOWN = "unknown"
    LOW = "low"
    SOUND = "sound"
    HIGH = "high"
