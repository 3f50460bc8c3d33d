"""Watching a programme 预警 (R14.9): whose level ends soon and what they lack to stay, and who is about to fall."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import MemberRow
from minghua.interfaces.web import answers, leaving, tier_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.tiers import ROWS, frame
from minghua.journeys import export_members
from minghua.kernel.periods import local_date

WINDOWS = (7, 30, 60, 90)


@page("tiering.view")
def watch(request: Any, code: str) -> HttpResponse:
    """Show both lists; htmx asks for further rows of one of them."""
    wanted = request.GET.get("list", "")
    if request.headers.get("HX-Request") and wanted:
        part = _expiring(request, code) if wanted == "expiring" else _falling(request, code)
        return render(request, "tiers/member_rows.html", part | {"words": tier_words}, using="jinja")
    context = frame(request, code, tab="watch")
    context |= {
        "expiring": _expiring(request, code),
        "falling": _falling(request, code),
        "days": _window(request),
        "windows": WINDOWS,
    }
    return render(request, "tiers/watch.html", context, using="jinja")


def _window(request: Any) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(days) for days in WINDOWS} else 30


def _expiring(request: Any, code: str) -> dict[str, Any]:
    days, on = _window(request), local_date(request.at)
    place = None
    if request.GET.get("list") == "expiring":
        behind = answers.optional_day(request.GET.get("behind"), field="behind")
        if behind is not None:
            place = (behind, answers.number(request.GET.get("after"), field="after"))
    until = on + timedelta(days=days)
    found = tiering_reads.expiries(request.actor, code, on=on, until=until, after=place, limit=ROWS)
    return {"found": found, "more": _further(code, found, days)}


def _further(code: str, found: list[MemberRow], days: int) -> str:
    if len(found) < ROWS:
        return ""
    behind, after = tiering_reads.expiry_place(found[-1])
    return f"/tiers/{code}/watch?list=expiring&days={days}&behind={behind.isoformat()}&after={after}"


def _falling(request: Any, code: str) -> dict[str, Any]:
    after = 0
    if request.GET.get("list") == "falling":
        after = answers.optional_number(request.GET.get("after"), field="after") or 0
    found = tiering_reads.falling(request.actor, code, after_id=after, limit=ROWS)
    more = f"/tiers/{code}/watch?list=falling&after={found[-1].id}" if len(found) == ROWS else ""
    return {"found": found, "more": more}


@page("customers.export")
def expiring_export(request: Any, code: str) -> Any:
    """Hand out whose level ends soon."""
    on = local_date(request.at)
    until = on + timedelta(days=_window(request))
    part = {"programme": code, "on": on.isoformat(), "until": until.isoformat()}
    return leaving.hand_out(request, export_members.EXPIRIES, part)


@page("customers.export")
def falling_export(request: Any, code: str) -> Any:
    """Hand out who is about to fall."""
    return leaving.hand_out(request, export_members.FALLING, {"programme": code})


urls = [
    path("tiers/<slug:code>/watch", watch, name="tier_watch"),
    path("tiers/<slug:code>/watch/expiring", expiring_export, name="tier_expiring_export"),
    path("tiers/<slug:code>/watch/falling", falling_export, name="tier_falling_export"),
]
