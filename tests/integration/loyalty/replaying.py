"""The whole log of points told again to a scheme of its own, shuffled and three times: what stands must be the same bytes (I3, T12)."""

import json
from collections import Counter
from datetime import date, datetime
from random import Random
from typing import Any

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty.models import PointsAccount, PointsEntry, PointsFact, PointsLot
from minghua.domain.loyalty.operations import points_booking as booking
from minghua.domain.loyalty.operations.points_booking import NewFact
from minghua.domain.loyalty.queries import points_plans
from minghua.domain.loyalty.rules import points_facts as reading
from minghua.domain.loyalty.types.points_scheme import PointsPlan
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work

AGAIN = "code: again\nearn:\n  - {code: purchase, points: 1, per: 100}\npending: {days: none}\n"
_LOT = ("key", "points", "pending", "available", "held", "available_on", "expires_on")
_LINE = ("at", "cause", "move", "lot", "source", "target")


def replayed_differs(code: str, *, times: int, chunk: int, seed: int, at: datetime) -> bool:
    """Tell a scheme's whole log to a new scheme in another order, so often; return whether anything stands otherwise."""
    plan = points_plans.plan(code)
    customers = sorted(PointsAccount.objects.filter(scheme_id=plan.id).values_list("customer_id", flat=True))
    with unit_of_work(SYSTEM, at=at):
        booking.take_turns(customers)
        booking.refold(plan, customers, at=at)
        loyalty.publish_points(AGAIN, from_on=date(2000, 1, 1), by=SYSTEM, at=at)
    again = points_plans.plan("again")
    facts = [_new(row) for row in PointsFact.objects.filter(scheme_id=plan.id).order_by("pk")] * times
    Random(seed).shuffle(facts)
    for start in range(0, len(facts), chunk):
        some = facts[start : start + chunk]
        with unit_of_work(SYSTEM, at=at):
            booking.take_turns(new.customer_id for new in some)
            booking.book(again, some, by=SYSTEM, at=at)
    return standing(plan) != standing(again)


def standing(plan: PointsPlan) -> bytes:
    """Return accounts, lots and what the lines come to once corrections are set off, as bytes."""
    accounts = PointsAccount.objects.filter(scheme_id=plan.id, seq__gt=0).order_by("customer_id")
    return json.dumps([_account(row) for row in accounts], default=str, sort_keys=True).encode()


def _account(row: PointsAccount) -> list[Any]:
    lots = sorted(PointsLot.objects.filter(account=row).values_list(*_LOT), key=str)
    lines: Counter[str] = Counter()
    for corrects, amount, *line in PointsEntry.objects.filter(account=row).values_list("corrects", "amount", *_LINE):
        if corrects:
            line[-2:] = reversed(line[-2:])
        lines[str(line)] += -amount if corrects else amount
    stands = [row.customer_id, row.available, row.pending, row.held, row.debt, row.due_at]
    return [*stands, lots, sorted((line, amount) for line, amount in lines.items() if amount)]


def _new(row: PointsFact) -> NewFact:
    told = reading.happening(row.act, row.key, row.at, row.amount, row.of, row.back, row.terms)
    return NewFact(row.customer_id, told, row.inputs, row.order_id, row.version)
