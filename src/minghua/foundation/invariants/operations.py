"""Writes of invariants: check them all (or some) and keep what was found; ask the worker to do so."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from time import perf_counter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from minghua.foundation.audit import operations as audit
from minghua.foundation.invariants import register
from minghua.foundation.invariants.models import Verification
from minghua.foundation.invariants.types import COUNTED, SHOWN, Finding, Invariant, Verdict
from minghua.foundation.jobs import operations as jobs
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require

JOB = "invariants.verify"
SUBJECT = "invariants.Verification"


def verdicts(*, only: Iterable[str] = (), at: datetime, beat: Callable[[], None] = lambda: None) -> list[Verdict]:
    """Search for whatever breaks the invariants as of `at` and return a verdict on each; raises UnknownInvariant.

    Reads only, and outside a transaction: what looks broken is looked at twice, for others may be writing.
    """
    found = []
    for invariant in register.chosen(only):
        beat()
        found.append(_judge(invariant, at=at))
    return found


def _judge(invariant: Invariant, *, at: datetime) -> Verdict:
    began = perf_counter()
    first = _search(invariant, at=at)
    findings = [row for row in _search(invariant, at=at) if row in first] if first else []
    return Verdict(invariant.id, len(findings), tuple(findings[:SHOWN]), round(perf_counter() - began, 3))


def _search(invariant: Invariant, *, at: datetime) -> list[Finding]:
    return list(islice(invariant.found(at), COUNTED))


def keep(found: Iterable[Verdict], *, started_at: datetime, finished_at: datetime, by: Actor) -> int:
    """Keep the verdicts of one run and return its id; a broken one enters the audit record."""
    results = [_plain(verdict) for verdict in found]
    broken = [result["id"] for result in results if result["broken"]]
    kept = Verification(
        started_at=started_at,
        finished_at=finished_at,
        by_name=by.name,
        checked=len(results),
        broken=len(broken),
        results=results,
    )
    kept.save(force_insert=True)
    if broken:
        audit.record("verification.broken", SUBJECT, kept.pk, {"ids": broken}, by=by, at=finished_at)
    return kept.pk


def request(*, by: Actor, at: datetime) -> int:
    """Ask the worker to check everything now and return the job's id; twice within a minute is once."""
    require(by, "system.verify")
    job_id = jobs.enqueue(JOB, {"user_id": by.user_id}, at=at, key=f"{JOB}:{at:%Y%m%d%H%M}")
    audit.record("verification.requested", SUBJECT, job_id, {}, by=by, at=at)
    return job_id


def _plain(verdict: Verdict) -> dict[str, Any]:
    encoder = DjangoJSONEncoder()
    findings = [{name: _safe(value, encoder) for name, value in row.items()} for row in verdict.findings]
    return {"id": verdict.id, "broken": verdict.broken, "findings": findings, "seconds": verdict.seconds}


def _safe(value: Any, encoder: DjangoJSONEncoder) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else encoder.default(value)
