"""What changes in a household: days away, days with guests, a new size from a day on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from minghua.domain.care.models import Absence, Jar, Occasion, Sizing
from minghua.domain.care.operations import schedule
from minghua.domain.care.operations.answers import MOST_PEOPLE, MOST_SERVINGS, check_day, rate_micro
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid, NotFound
from minghua.kernel.periods import local_date

SUBJECT = "care.Jar"
LONGEST_DAYS = 400
LARGEST_FACTOR = 20_000


def add_absence(jar_id: int, *, from_on: date, until_on: date, note: str = "", by: Actor, at: datetime) -> int:
    """Keep days away (`until_on` exclusive) and return their id; raises NotFound, Invalid."""
    require(by, "jars.edit")
    jar = schedule.locked(jar_id, by=by)
    _check_days(from_on, until_on)
    row = Absence.objects.create(jar=jar, from_on=from_on, until_on=until_on, note=note[:100])
    _replan(jar, "care.add_absence", {"from_on": from_on, "until_on": until_on}, by=by, at=at)
    return row.pk


def add_occasion(
    jar_id: int, *, from_on: date, until_on: date, factor_milli: int, note: str = "", by: Actor, at: datetime
) -> int:
    """Keep days with guests (need × factor ÷ 1000) and return their id; raises NotFound, Invalid."""
    require(by, "jars.edit")
    jar = schedule.locked(jar_id, by=by)
    _check_days(from_on, until_on)
    if not 0 < factor_milli <= LARGEST_FACTOR:
        raise Invalid("倍数应在 0 到 20 之间。", "The factor lies between 0 and 20.", field="factor")
    row = Occasion.objects.create(
        jar=jar, from_on=from_on, until_on=until_on, factor_milli=factor_milli, note=note[:100]
    )
    _replan(jar, "care.add_occasion", {"from_on": from_on, "until_on": until_on, "factor": factor_milli}, by=by, at=at)
    return row.pk


def drop_absence(jar_id: int, absence_id: int, *, by: Actor, at: datetime) -> None:
    """Remove days away that were entered by mistake; raises NotFound."""
    require(by, "jars.edit")
    jar = schedule.locked(jar_id, by=by)
    if not Absence.objects.filter(jar=jar, pk=absence_id).delete()[0]:
        raise NotFound(field="absence_id")
    _replan(jar, "care.drop_absence", {"absence_id": absence_id}, by=by, at=at)


def drop_occasion(jar_id: int, occasion_id: int, *, by: Actor, at: datetime) -> None:
    """Remove days with guests that were entered by mistake; raises NotFound."""
    require(by, "jars.edit")
    jar = schedule.locked(jar_id, by=by)
    if not Occasion.objects.filter(jar=jar, pk=occasion_id).delete()[0]:
        raise NotFound(field="occasion_id")
    _replan(jar, "care.drop_occasion", {"occasion_id": occasion_id}, by=by, at=at)


def resize(
    jar_id: int,
    *,
    people: int,
    per_person_milli: int,
    portions: Sequence[tuple[str, int]] = (),
    from_on: date,
    note: str = "",
    by: Actor,
    at: datetime,
) -> date | None:
    """Keep the household's size from a day on and return the new day to go; raises NotFound, Invalid.

    From a later day on, the learned rate is scaled by new size ÷ old size; a size that holds since the last refill
    or earlier is an answer about now and replaces the rate.
    """
    require(by, "jars.edit")
    jar = schedule.locked(jar_id, by=by)
    amounts = (per_person_milli, *(portion for _, portion in portions))
    if not 0 <= people <= MOST_PEOPLE or not all(0 <= one <= MOST_SERVINGS for one in amounts):
        raise Invalid("人数或每人用量不对。", "The number of people or their use cannot be right.", field="people")
    check_day(from_on, field="from_on")
    size = {
        "people": people,
        "per_person_milli": per_person_milli,
        "portions": [list(portion) for portion in portions],
        "note": note[:100],
        "by_id": by.user_id,
        "at": at,
    }
    Sizing.objects.update_or_create(jar=jar, from_on=from_on, defaults=size)
    _take_over(jar, size, from_on=from_on, today=local_date(at))
    return _replan(jar, "care.resize", {"people": people, "from_on": from_on}, by=by, at=at)


def _take_over(jar: Jar, size: dict[str, Any], *, from_on: date, today: date) -> None:
    if from_on <= today:
        jar.people, jar.per_person_milli, jar.portions = size["people"], size["per_person_milli"], size["portions"]
    if not jar.rate_micro or from_on <= jar.level_on:
        jar.level_on = max(jar.level_on, min(from_on, today)) if not jar.rate_micro else jar.level_on
        jar.rate_micro = rate_micro(size["people"], size["per_person_milli"], size["portions"])


def _check_days(from_on: date, until_on: date) -> None:
    check_day(from_on, field="from_on")
    check_day(until_on, field="until_on")
    if until_on <= from_on:
        raise Invalid("结束要在开始之后。", "The end must lie after the start.", field="until_on")
    if (until_on - from_on).days > LONGEST_DAYS:
        raise Invalid("时间太长了，请关闭这个缸。", "That is very long: close the jar instead.", field="until_on")


def _replan(jar: Jar, verb: str, data: dict[str, Any], *, by: Actor, at: datetime) -> date | None:
    plan = schedule.keep(jar, on=local_date(at), at=at)
    audit.record(verb, SUBJECT, jar.pk, data, by=by, at=at)
    return plan.go_on
