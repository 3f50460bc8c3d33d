"""The worker's look at the clocks: each deadline is taken by one worker, its case counted anew, what was reached told."""

from datetime import datetime
from typing import Final

from minghua.domain.service.models import Case, Clock
from minghua.domain.service.operations import case_log, deeds, hands, judging, telling, watching
from minghua.domain.service.queries import policies
from minghua.domain.service.types.clocks import ClockKind, State
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.periods import local_date

MOST: Final = 200


def tick_clocks(*, by: Actor, at: datetime) -> int:
    """Look at the clocks whose moment has come, each once however many workers tick; return how many cases were seen."""
    require(by, "service.lead")
    due = Clock.objects.filter(next_at__lt=at).order_by("next_at", "pk").values_list("pk", "next_at", "case_id")[:MOST]
    seen: set[int] = set()
    for pk, moment, case_id in list(due):
        # Compare and set: whoever moves the deadline has the case; the others see it moved.
        if Clock.objects.filter(pk=pk, next_at=moment).update(next_at=None) and case_id not in seen:
            seen.add(case_id)
            _look(case_log.held(case_id, by=by), by=by, at=at)
    return len(seen)


def _look(case: Case, *, by: Actor, at: datetime) -> None:
    alerts = watching.recount(case, at=at)
    case.save(update_fields=deeds.COLUMNS)
    telling.tell(case, alerts, by=by, at=at)
    late = any(one.clock.kind == ClockKind.HAND_OVER and one.percent == watching.BREACH for one in alerts)
    if late and case.offered_to_id is not None:
        deeds.finish(case, hands.give_back(case, reason="", by=by, at=at), by=by, at=at)


def renew_provisional(*, by: Actor, at: datetime) -> int:
    """Count anew what hung on a year that has been published since; return how many cases changed."""
    require(by, "service.lead")
    holidays = policies.in_force(on=local_date(at))[1]
    unsure = Clock.objects.filter(provisional=True, state=State.OPEN).exclude(case__holidays=holidays)
    ids = list(unsure.order_by("case_id").values_list("case_id", flat=True).distinct()[:MOST])
    for case_id in ids:
        judging.renew_terms(case_log.held(case_id, by=by), by=by, at=at)
    return len(ids)
