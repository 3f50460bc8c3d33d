"""The refill calendar 补货日历: a month at a glance, what was missed, how true the forecasts were."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.domain.care import queries as care_reads
from minghua.interfaces.web.guard import page
from minghua.kernel.periods import Period, add_months, local_date

JUDGED_DAYS = 90
LISTED = 8


@page("route.view")
def refills(request: Any) -> HttpResponse:
    """Show a month of refills as a grid, and as a list on a phone."""
    today = local_date(request.at)
    first = _month(request.GET.get("month", ""), today)
    shown = _weeks(first)
    days = care_reads.calendar(request.actor, period=shown, on=today, named=4)
    missed = care_reads.missed(request.actor, on=today)
    context = {
        "first": first,
        "previous": add_months(first, -1),
        "next": add_months(first, 1),
        "days": days,
        "now": today,
        "missed": missed,
        "listed": LISTED,
        "total": sum(day.count for day in days if day.on.month == first.month),
        "empty_jars": sum(row.alarm == "empty" for row in missed),
        "report": care_reads.accuracy(
            request.actor, period=Period(today - timedelta(days=JUDGED_DAYS), today + timedelta(days=1))
        ),
        "judged_days": JUDGED_DAYS,
    }
    return render(request, "refills/page.html", context, using="jinja")


def _month(given: str, today: date) -> date:
    """Return the first of the month asked for ("2026-06"), at most two years off; else this month."""
    this = today.replace(day=1)
    try:
        first = date.fromisoformat(f"{given}-01")
    except ValueError:
        return this
    return min(max(first, add_months(this, -24)), add_months(this, 24))


def _weeks(first: date) -> Period:
    """Return the whole weeks (from Monday) that hold the month."""
    start = first - timedelta(days=first.weekday())
    end = add_months(first, 1)
    return Period(start, end + timedelta(days=-end.weekday() % 7))


urls = [path("refills", refills, name="refills")]
