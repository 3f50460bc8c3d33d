"""Facts that decide about Problems: what a unit suffers from, every report, every proven end."""

from datetime import datetime, timedelta

from minghua.domain.service.models import Occurrence, Problem, Repair, Rest
from minghua.domain.service.rules import problems as rules
from minghua.domain.service.types.problems import Condition, Known, Outcome, Told
from minghua.domain.service.types.symptoms import QUIET_DAYS, REPEAT_DAYS, group_of
from minghua.foundation.parameters import queries as parameters
from minghua.kernel.periods import local_date


def window(*, on: datetime) -> timedelta:
    """Return how long the same fault counts as a repeat, by the parameter of that day."""
    return timedelta(days=int(parameters.value(REPEAT_DAYS.code, on=local_date(on))))


def quiet_days(*, on: datetime) -> int:
    """Return how many days a fault has to stay away, by the parameter of that day."""
    return int(parameters.value(QUIET_DAYS.code, on=local_date(on)))


def known_of(unit_id: int) -> list[Known]:
    """Return what this unit suffers or suffered from."""
    rows = Problem.objects.filter(unit_id=unit_id).values_list("pk", "symptom", "level", "last_at")
    return [
        Known(id=pk, symptom=symptom, group=group_of(symptom), open=level > 0, last_at=last)
        for pk, symptom, level, last in rows
    ]


def told_of(problem_id: int) -> list[Told]:
    """Return every report of a Problem."""
    return [Told(*row) for row in Occurrence.objects.filter(problem_id=problem_id).values_list("key", "at")]


def rests_of(problem_id: int) -> list[datetime]:
    """Return when a Problem's end was proven."""
    return list(Rest.objects.filter(problem_id=problem_id).values_list("at", flat=True))


def level_with(problem_id: int, key: str, said: datetime, *, on: datetime) -> int:
    """Return the level a Problem has with one more report; a report from before the last rest is handled at level 1 at least."""
    told = [*told_of(problem_id), Told(key, said)]
    stands = rules.standing(told, rests=rests_of(problem_id), window=window(on=on))
    stored = Problem.objects.values_list("level", flat=True).get(pk=problem_id)
    return max(1, stands.level, stored)


def last_outcome(problem_id: int) -> Outcome:
    """Return how the latest report ended so far; open while nothing was done about it."""
    latest = (
        Occurrence.objects.filter(problem_id=problem_id).order_by("-at", "-pk").values_list("pk", flat=True).first()
    )
    if latest is None:
        return Outcome.OPEN
    done = Repair.objects.filter(occurrence_id=latest).order_by("-at", "-pk").values_list("outcome", flat=True).first()
    return Outcome(done) if done else Outcome.OPEN


def last_condition(problem_id: int) -> Condition | None:
    """Return the latest condition somebody knew; None when nobody did."""
    rows = Occurrence.objects.filter(problem_id=problem_id).exclude(condition=Condition.UNKNOWN)
    found = rows.order_by("-at", "-pk").values_list("condition", flat=True).first()
    return None if found is None else Condition(found)
