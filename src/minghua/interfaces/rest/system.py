"""The state of the system: what the doctor says, whether the data holds, and asking for a check now."""

from typing import Any

from django.http import HttpRequest

from minghua.foundation.doctor import queries as doctor
from minghua.foundation.doctor.types import Level
from minghua.foundation.invariants import operations as invariants
from minghua.foundation.invariants import queries as invariant_reads
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Instant, ListOut, Out

router = Door(tags=["system"])


class SystemCheckOut(Out):
    """One thing the doctor looked at; the texts are in the caller's language."""

    code: str
    level: Level
    name: str
    found: str
    remedy: str


class InvariantOut(Out):
    """One sentence about the data; `broken` is null when it has not been checked yet."""

    id: str
    sentence: str
    broken: int | None
    seconds: float | None
    findings: list[dict[str, Any]]


class VerificationOut(Out):
    """The last check of the data."""

    finished_at: Instant | None
    seconds: float | None
    checked: int
    broken: int
    items: list[InvariantOut]


class RequestedOut(Out):
    """The job that will check."""

    job_id: int


@router.read("/system/checks", permission="system.view", answers=ListOut[SystemCheckOut])
def examine(request: HttpRequest) -> Any:
    """What the doctor finds now, what is ill first."""
    caller = of(request)
    language = caller.actor.language
    found = doctor.examination(caller.actor, at=caller.at)
    return {
        "items": [
            SystemCheckOut(
                code=check.code,
                level=check.level,
                name=check.name.say(language),
                found=check.found,
                remedy=check.remedy.say(language),
            )
            for check in found
        ]
    }


@router.read("/system/verification", permission="system.view", answers=VerificationOut)
def last_verification(request: HttpRequest) -> Any:
    """Every invariant and how it stood at the last check."""
    actor = of(request).actor
    run = invariant_reads.last_run(actor)
    items = [
        InvariantOut(
            id=each.id,
            sentence=each.sentence.say(actor.language),
            broken=each.broken,
            seconds=each.seconds,
            findings=list(each.findings),
        )
        for each in invariant_reads.standings(actor)
    ]
    return VerificationOut(
        finished_at=run.finished_at if run else None,
        seconds=run.seconds if run else None,
        checked=run.checked if run else 0,
        broken=run.broken if run else 0,
        items=items,
    )


@router.write("POST", "/system/verification", permission="system.verify", answers=RequestedOut, status=202)
def request_verification(request: HttpRequest) -> Any:
    """Ask the worker to check everything now; within the same minute it is the same job."""
    caller = of(request)
    return RequestedOut(job_id=invariants.request(by=caller.actor, at=caller.at))
