"""Numbers of the business: parameters with their versions."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field, JsonValue

from minghua.foundation.parameters import operations as parameters
from minghua.foundation.parameters import queries as parameter_reads
from minghua.foundation.parameters.types import ParameterValue
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import NO_NUL, Body, Code, Day, Instant, Line, ListOut, Out
from minghua.kernel.clock import local_date

router = Door(tags=["settings"])
Number = Annotated[int, Field(ge=-(10**15), le=10**15)]
Written = Annotated[str, Field(max_length=500, pattern=NO_NUL)]


class ParameterOut(Out):
    """A parameter and the value in force; version 0 is the declared default."""

    code: str
    kind: str
    zh: str
    en: str
    unit_zh: str
    unit_en: str
    source: str
    value: JsonValue
    version: int
    valid_from: Day | None
    set_by: str
    reason: str


class ParameterVersionOut(Out):
    """One published value."""

    version: int
    valid_from: Day
    value: JsonValue
    reason: str
    set_at: Instant
    set_by_name: str


class ParameterIn(Body):
    """A new value from a day on; decimals are written as text."""

    value: bool | Number | Written
    valid_from: Day
    reason: Line = ""


class VersionMade(Out):
    """The number of the version that was published."""

    version: int


def _parameter(found: ParameterValue) -> dict[str, Any]:
    known = found.definition
    return {
        "code": known.code,
        "kind": known.kind,
        "zh": known.label.zh,
        "en": known.label.en,
        "unit_zh": known.unit.zh,
        "unit_en": known.unit.en,
        "source": known.source,
        "value": found.value,
        "version": found.version,
        "valid_from": found.valid_from,
        "set_by": found.set_by,
        "reason": found.reason,
    }


@router.read("/parameters", permission="parameters.view", answers=ListOut[ParameterOut])
def list_parameters(request: HttpRequest, on: Day | None = None) -> Any:
    """Every parameter with the value in force on a day (default: today)."""
    caller = of(request)
    found = parameter_reads.all_in_force(caller.actor, on=on or local_date(caller.at))
    return {"items": [_parameter(value) for value in found]}


@router.read("/parameters/{code}/versions", permission="parameters.view", answers=ListOut[ParameterVersionOut])
def list_parameter_versions(request: HttpRequest, code: Code) -> Any:
    """The published values of one parameter, newest first."""
    return {"items": parameter_reads.versions(of(request).actor, code)}


@router.write("POST", "/parameters/{code}/versions", permission="parameters.edit", answers=VersionMade, status=201)
def set_parameter(request: HttpRequest, code: Code, body: ParameterIn) -> Any:
    """Publish a new value from a day on; the past keeps its numbers."""
    caller = of(request)
    made = parameters.set_value(
        code, body.value, valid_from=body.valid_from, reason=body.reason, by=caller.actor, at=caller.at
    )
    return {"version": made}
