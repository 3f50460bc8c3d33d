"""Recording a visit that delivered nothing: nobody home, another day, not this time (MH-08)."""

from datetime import date, datetime, timedelta
from math import floor

from minghua.domain.care.models import Jar, Visit
from minghua.domain.care.operations import schedule
from minghua.domain.care.operations.answers import check_day
from minghua.domain.care.queries.facts import facts_of, terms_in_force, terms_of
from minghua.domain.care.rules import visit as rules
from minghua.domain.care.types import Outcome, Retry, VisitDone
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import local_date

SUBJECT = "care.Visit"
LATEST = timedelta(days=366)
TRIED = ("nobody_home", "postponed", "declined")


def record_visit(
    jar_id: int, *, outcome: Outcome, agreed_on: date | None = None, note: str = "", on: date, by: Actor, at: datetime
) -> VisitDone:
    """Record a try at the door and return when to go again; the same outcome on one day is one visit.

    Raises NotFound, and Invalid for an outcome that is no try or an agreed day that is not ahead.
    """
    require(by, "route.deliver")
    if outcome not in TRIED:
        raise Invalid("没有这种结果。", "There is no such outcome.", field="outcome")
    if agreed_on is not None and agreed_on <= on:
        raise Invalid("改约的日子要在今天之后。", "The agreed day must lie ahead.", field="agreed_on")
    check_day(on, field="on")
    if agreed_on is not None and agreed_on > on + LATEST:
        raise Invalid("改约的日子太远了。", "The agreed day is too far ahead.", field="agreed_on")
    if on > local_date(at):
        raise Invalid("上门日期不能在今天之后。", "A visit cannot lie in the future.", field="on")
    jar = schedule.locked(jar_id, by=by)
    again = _again(jar, outcome, agreed_on=agreed_on, on=on)
    key = f"{on.isoformat()}:{outcome}:{agreed_on.isoformat() if agreed_on else ''}"
    fields = {"on": on, "outcome": outcome, "retry_on": again.on, "note": note[:200], "by_id": by.user_id, "at": at}
    row, created = Visit.objects.get_or_create(jar=jar, key=key, defaults=fields)
    if created:
        jar.retry_on = again.on
        schedule.keep(jar, on=on, at=at)
        _tell(row, jar, again.notices, by=by, at=at)
    return VisitDone(row.pk, jar.pk, jar.customer_id, row.outcome, row.retry_on, again.notices, replayed=not created)


def _again(jar: Jar, outcome: Outcome, *, agreed_on: date | None, on: date) -> Retry:
    facts = facts_of([jar])[jar.pk]
    plan = rules.plan(facts, terms_of(jar, terms_in_force(on)), on=on)
    if outcome == "declined" and agreed_on is None and facts.rate:
        agreed_on = on + timedelta(days=min(LATEST.days, max(1, floor(facts.capacity / facts.rate))))
    return rules.retry(outcome, plan, on=on, agreed_on=agreed_on)


def _tell(row: Visit, jar: Jar, notices: tuple[str, ...], *, by: Actor, at: datetime) -> None:
    told = {
        "jar_id": jar.pk,
        "product": jar.product.name,
        "outcome": row.outcome,
        "note": row.note,
        "on": row.on,
        "next_on": row.retry_on,
        "notices": list(notices),
    }
    timeline.post(jar.customer_id, "visit", at=at, data=told, ref=("visit", row.pk), by=by)
    kept = {name: value for name, value in told.items() if name != "note"}
    private = {"note": row.note}
    audit.record("care.record_visit", SUBJECT, row.pk, kept, private=private, about=jar.customer_id, by=by, at=at)
