"""How activities fare: what happened day by day, and what members answered, within the viewer's rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Sum

from minghua.domain.loyalty.models import ActivityTaking
from minghua.domain.loyalty.queries import activity_plans
from minghua.domain.loyalty.types.playing import ASKING, Play
from minghua.domain.loyalty.types.questionnaire import Question, QuestionKind
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require

ONE_DAY = timedelta(days=1)


class ActivityDay(NamedTuple):
    """One local day: how often members took part, and the points given and taken."""

    on: date
    times: int
    earned: int
    cost: int


@dataclass(frozen=True, slots=True)
class AskedResult:
    """What members answered to one question: how many did, the count of each option, the mean of numbers in hundredths."""

    play: Play
    question: Question
    answered: int
    counts: tuple[tuple[str, int], ...]
    mean_hundredths: int | None


def activity_days(viewer: Actor, *, portfolio: str = "", days: int = 30, on: date) -> list[ActivityDay]:
    """Return so many days up to one, the earliest first, days without anything too; of one portfolio where it is named."""
    require(viewer, "activities.view")
    first = on - (days - 1) * ONE_DAY
    rows = visible(ActivityTaking.objects.filter(on__gte=first, on__lte=on), viewer)
    rows = rows.filter(portfolio__code=portfolio) if portfolio else rows
    told: list[Any] = list(
        rows.order_by().values("on").annotate(times=Count("pk"), gave=Sum("earned"), took=Sum("cost"))
    )
    found = {row["on"]: ActivityDay(row["on"], row["times"], row["gave"], row["took"]) for row in told}
    every = [first + each * ONE_DAY for each in range(days)]
    return [found.get(day, ActivityDay(day, 0, 0, 0)) for day in every]


def activity_results(viewer: Actor, code: str, *, on: date) -> list[AskedResult]:
    """Return what members answered to every question of the editions in force on a day; raises NotFound."""
    require(viewer, "activities.view")
    plan = activity_plans.plan(code)
    version = plan.on(on) or plan.versions[0]
    asked = [each for each in version.spec.plays if each.kind in ASKING and each.asked is not None]
    kinds = [each.value for each in ASKING]
    rows = visible(ActivityTaking.objects.filter(portfolio_id=plan.id, kind__in=kinds), viewer)
    said: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for activity, key, told in rows.order_by("pk").values_list("activity", "key", "said").iterator():
        said.setdefault((activity, key), []).append(told)
    return [result for play in asked for result in _results(play, said)]


def _results(play: Play, said: dict[tuple[str, str], list[dict[str, Any]]]) -> Iterator[AskedResult]:
    if play.asked is not None:
        rows = said.get((play.code, play.asked.edition), [])
        for question in play.asked.questions:
            yield _result(play, question, [row[question.code] for row in rows if question.code in row])


def _result(play: Play, question: Question, answers: list[Any]) -> AskedResult:
    counts: Counter[str] = Counter()
    for each in answers if question.options else ():
        counts.update(each if isinstance(each, list) else [each])
    numbers = [each for each in answers if question.kind is QuestionKind.NUMBER and isinstance(each, int)]
    mean = (200 * sum(numbers) + len(numbers)) // (2 * len(numbers)) if numbers else None
    return AskedResult(play, question, len(answers), tuple((each, counts[each]) for each in question.options), mean)
