"""How grave a case is, who outside asks about it, and by which terms it is counted."""

from datetime import datetime

from minghua.domain.service.models import Case
from minghua.domain.service.operations import deeds
from minghua.domain.service.queries import policies
from minghua.domain.service.types.deeds import Done
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabulary
from minghua.kernel.periods import local_date

_ORDER = ("general", "major", "urgent")
_REGULATOR = ("referred", "regulator_accepted", "regulator_ended")


def set_severity(case_id: int, severity: str, *, reason: str, by: Actor, at: datetime) -> Done:
    """Say how grave a case is: anyone who works on it may raise, only a lead lowers (R19.7)."""
    require(by, "service.work")
    known = severity in vocabulary.codes("service.severity")
    deeds.refuse_first(
        {"severity": "" if known else "unknown_severity", "reason": "" if reason.strip() else "needs_reason"}
    )
    case = deeds.begin(case_id, "severity", by=by)
    if _rank(severity) < _rank(case.severity):
        require(by, "service.lead")
    case.severity = severity
    seq = deeds.do(case, "severity", text=reason, data={"severity": severity}, by=by, at=at)
    return deeds.finish(case, seq, by=by, at=at)


def regulator(case_id: int, act: str, *, text: str, by: Actor, at: datetime) -> Done:
    """Keep that the authority asks (`referred`), was answered (`regulator_accepted`) or is done (`regulator_ended`)."""
    require(by, "service.work")
    deeds.refuse_first({"act": "" if act in _REGULATOR else "needs_reason", "text": "" if text.strip() else "empty"})
    case = deeds.begin(case_id, act, by=by)
    return deeds.finish(case, deeds.do(case, act, text=text, by=by, at=at), by=by, at=at)


def renew_terms(case: Case, *, by: Actor, at: datetime) -> Done:
    """Count a held case by the policy and holidays now in force; pauses and breaches stay (GLPI#6902)."""
    policy, holidays = policies.in_force(on=local_date(at))
    case.holidays = holidays
    seq = deeds.do(case, "terms", data={"policy": policy, "holidays": holidays}, by=by, at=at)
    return deeds.finish(case, seq, by=by, at=at)


def _rank(severity: str) -> int:
    return _ORDER.index(severity) if severity in _ORDER else 0
