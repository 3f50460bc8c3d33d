"""Reads of calendars: the arrangement of holidays by its version."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from minghua.foundation.calendars.parameters import HOLIDAYS
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.parameters.models import ParameterVersion
from minghua.kernel.holidays import SHIPPED, Arrangement


class Known(NamedTuple):
    """An arrangement and its version; 0 is what was shipped."""

    version: int
    arrangement: Arrangement


def arrangement(*, on: date) -> Known:
    """Return the arrangement in force on that day."""
    found = parameters.in_force(HOLIDAYS, on=on)
    return Known(found.version, _read(found.value))


def arrangement_of(version: int) -> Arrangement:
    """Return the arrangement of one version, so that the past counts as it did; an unknown version is a defect."""
    if not version:
        return SHIPPED
    return _read(ParameterVersion.objects.values_list("value", flat=True).get(code=HOLIDAYS, version=version))


@lru_cache(maxsize=16)
def _read(text: str) -> Arrangement:
    return SHIPPED.with_years(text)
