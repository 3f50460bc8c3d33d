"""Reads of parameters: the value in force on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from minghua.foundation.parameters.models import ParameterVersion
from minghua.foundation.parameters.register import definition, definitions
from minghua.foundation.parameters.types import ParameterValue
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require


def in_force(code: str, *, on: date) -> ParameterValue:
    """Return the value of that day with its version; the declared default is version 0."""
    known = definition(code)
    row = ParameterVersion.objects.filter(code=code, valid_from__lte=on).order_by("-valid_from", "-version").first()
    if row is None:
        return ParameterValue(known, known.default, 0)
    return ParameterValue(known, row.value, row.version, row.valid_from, row.set_by_name, row.reason)


def value(code: str, *, on: date) -> Any:
    """Return just the value in force on that day."""
    return in_force(code, on=on).value


def values(codes: Iterable[str], *, on: date) -> dict[str, Any]:
    """Return code → value in force on that day for several parameters, in one query."""
    known = {code: definition(code).default for code in codes}
    rows = ParameterVersion.objects.filter(code__in=known, valid_from__lte=on).order_by("valid_from", "version")
    return known | dict(rows.values_list("code", "value"))


def all_in_force(viewer: Actor, *, on: date) -> list[ParameterValue]:
    """Return every parameter with its value of that day; needs `parameters.view`."""
    require(viewer, "parameters.view")
    return [in_force(known.code, on=on) for known in definitions()]


def versions(viewer: Actor, code: str) -> list[ParameterVersion]:
    """Return the versions of one parameter, newest first; needs `parameters.view`."""
    require(viewer, "parameters.view")
    return list(ParameterVersion.objects.filter(code=code).order_by("-version"))
