"""Reads of the service policy: the one in force, and any earlier one, with the holidays it counts by."""

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from minghua.domain.service.models import ServicePolicy
from minghua.domain.service.rules import terms
from minghua.domain.service.types.clocks import Terms
from minghua.foundation.calendars import queries as calendars
from minghua.kernel.holidays import Arrangement


def in_force(*, on: date) -> tuple[int, int]:
    """Return the version of the policy and of the holidays that new cases are counted by."""
    last = ServicePolicy.objects.order_by("-version").values_list("version", flat=True).first()
    return last or 0, calendars.arrangement(on=on).version


def text_of(version: int) -> dict[str, Any]:
    """Return the text of a policy; version 0 is the one that is shipped."""
    if not version:
        return dict(terms.STANDARD)
    return dict(ServicePolicy.objects.values_list("text", flat=True).get(version=version))


def books(named: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Terms]:
    """Return the terms that entries name; a text once read is not read again in a process."""
    return {
        (policy, holidays): _read(json.dumps(text_of(policy)), calendars.arrangement_of(holidays))
        for policy, holidays in dict.fromkeys(named)
    }


@lru_cache(maxsize=64)
def _read(text: str, arrangement: Arrangement) -> Terms:
    return terms.read(json.loads(text), arrangement=arrangement)
