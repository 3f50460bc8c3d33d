"""Is a scheme of points sound: how many lapse unused, and do most come from buying (R24.2, R24.9, P33)?"""

from minghua.domain.loyalty.rules.portfolio import SHARE
from minghua.domain.loyalty.types.points_health import BuyingShare


def basis_points(part: int, whole: int) -> int | None:
    """Return a share in hundredths of a per cent, half up; None of nothing."""
    return None if whole <= 0 else (part * 20_000 + whole) // (2 * whole)


def breakage(*, expired: int, spent: int) -> int | None:
    """Return how much of the points that came to an end was never used, in basis points; None before any did (R24.9)."""
    return basis_points(expired, expired + spent)


def buying_share(*, bought: int, issued: int) -> BuyingShare:
    """Return whether purchases earn about 70 % of all points, judged exactly (R24.2, P33)."""
    least, most = SHARE
    if issued <= 0:
        return BuyingShare.UNKNOWN
    if bought < least * issued:
        return BuyingShare.LOW
    return BuyingShare.HIGH if bought > most * issued else BuyingShare.SOUND
