"""Whoever types codes that do not exist is soon asked to wait: twenty in ten minutes, then none until they are over (trust R3)."""

from collections.abc import Iterable
from typing import Any, Final

from django.core.cache import cache

from minghua.domain.loyalty.types.coupon_story import SkippedCoupon
from minghua.interfaces.rest.problems import TooMany

MOST: Final = 20  # our choice; a code has 80 random bits, so this is about noise and tills with a worn scanner
SECONDS: Final = 600


def require_patience(request: Any) -> None:
    """Raise TooMany for a person who tried too many codes that do not exist."""
    if cache.get(_key(request), 0) >= MOST:
        raise TooMany(wait=SECONDS)


def note(request: Any, skipped: Iterable[SkippedCoupon]) -> None:
    """Count the codes that do not exist, or are somebody else's, which is told alike."""
    wrong = sum(each.code == "unknown" for each in skipped)
    if wrong:
        cache.add(_key(request), 0, timeout=SECONDS)
        cache.incr(_key(request), wrong)


def _key(request: Any) -> str:
    return f"coupon-guess:{request.actor.user_id}"
