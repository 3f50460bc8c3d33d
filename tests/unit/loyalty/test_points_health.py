"""Breakage and the share of purchases in the points given out, judged exactly (R24.2, R24.9, P33)."""

import pytest

from minghua.domain.loyalty.rules import points_health as rules
from minghua.domain.loyalty.types.points_health import BuyingShare


@pytest.mark.parametrize(
    ("bought", "issued", "standing"),
    [
        (0, 0, BuyingShare.UNKNOWN),
        (599, 1_000, BuyingShare.LOW),
        (600, 1_000, BuyingShare.SOUND),
        (700, 1_000, BuyingShare.SOUND),
        (800, 1_000, BuyingShare.SOUND),
        (801, 1_000, BuyingShare.HIGH),
        (10**18, 10**18, BuyingShare.HIGH),
    ],
)
def test_the_seventy_per_cent_rule_holds_from_sixty_to_eighty(bought: int, issued: int, standing: BuyingShare) -> None:
    assert rules.buying_share(bought=bought, issued=issued) is standing


@pytest.mark.parametrize(
    ("expired", "spent", "share"),
    [(0, 0, None), (0, 5, 0), (5, 0, 10_000), (1, 2, 3_333), (2, 1, 6_667), (50, 30, 6_250)],
)
def test_breakage_is_what_expired_of_what_came_to_an_end(expired: int, spent: int, share: int | None) -> None:
    assert rules.breakage(expired=expired, spent=spent) == share
