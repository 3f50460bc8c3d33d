"""How fast one token or person may ask: a fixed number of requests a minute."""

import os
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

REQUESTS_PER_MINUTE = int(os.environ.get("MINGHUA_REST_PER_MINUTE", "1200"))
MINUTE = 60


class PerCaller(BaseThrottle):
    """Counts in the shared cache, by token where there is one, else by person."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Return whether this caller may ask once more in this minute."""
        at: datetime = request.at  # type: ignore[attr-defined]
        key = f"rest:{_caller(request)}:{int(at.timestamp()) // MINUTE}"
        cache.add(key, 0, timeout=2 * MINUTE)
        return cache.incr(key) <= REQUESTS_PER_MINUTE

    def wait(self) -> float:
        """Return the seconds after which asking again is sure to be allowed."""
        return MINUTE


def _caller(request: HttpRequest) -> str:
    bearer = request.bearer  # type: ignore[attr-defined]
    return f"token:{bearer.token_id}" if bearer else f"user:{request.actor.user_id}"  # type: ignore[attr-defined]
