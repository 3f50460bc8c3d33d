"""The team's day: open steps of every customer in reach, by the person who is to do them."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from minghua.domain.interactions.queries.day import midnight_after
from minghua.domain.interactions.queries.steps import cards, steps
from minghua.domain.interactions.types import NextStepCard, PersonDay
from minghua.foundation.people import queries as people
from minghua.foundation.people.types import Actor

DOING = "interactions.log"
_EACH = 12


def team_days(viewer: Actor, *, at: datetime, days: int = 7) -> list[PersonDay]:
    """Return everybody in reach who can keep a promise, and whoever else has steps in reach, the most overdue first.

    Counted are open steps due before the end of the day `days` days on; of each person the first dozen is told.
    """
    tonight = midnight_after(at)
    open_ = steps(viewer).filter(done_at=None, due_at__lt=tonight + timedelta(days=days))
    begun = Q(due_at__lt=tonight - timedelta(days=1))
    counted = (
        open_.order_by()
        .values("assignee_id")
        .annotate(
            late=Count("pk", filter=begun),
            now=Count("pk", filter=~begun & Q(due_at__lt=tonight)),
            ahead=Count("pk", filter=Q(due_at__gte=tonight)),
        )
    )
    counts = {row["assignee_id"]: (row["late"], row["now"], row["ahead"]) for row in counted}
    place = Window(RowNumber(), partition_by=F("assignee_id"), order_by=("due_at", "pk"))
    first: dict[int, list[NextStepCard]] = defaultdict(list)
    for card in cards(open_.annotate(place=place).filter(place__lte=_EACH).order_by("due_at", "pk")):
        first[card.assignee_id].append(card)
    names = {pk: name for pk, name, _team in people.colleagues(viewer, holding=DOING)}
    names |= people.names_of(set(counts) - set(names))
    found = [PersonDay(pk, name, *counts.get(pk, (0, 0, 0)), tuple(first[pk])) for pk, name in names.items()]
    return sorted(found, key=lambda one: (-one.overdue, -one.today, -one.later, one.name))
