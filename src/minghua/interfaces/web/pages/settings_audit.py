"""Settings: the audit record, filtered, and the check that its chain is whole."""

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.audit.types import Sought
from minghua.foundation.people.models import Role, Team, User
from minghua.interfaces.web import audit_details, audit_words, leaving
from minghua.interfaces.web.audit_values import Names
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import show
from minghua.journeys import export_audit
from minghua.kernel.words import Text

FILTERS = ("person", "area", "act", "subject", "subject_id", "request", "since", "until")

YEARS = range(1900, 2200)


@page("audit.view")
def audit(request: Any) -> HttpResponse:
    """Show what was done, newest first; htmx asks for further rows."""
    given = _given(request)
    found = audit_reads.sought(request.actor, _sought(given), cursor=request.GET.get("cursor", ""))
    context = {
        "page": found,
        "given": given,
        "query": urlencode({key: value for key, value in given.items() if value}),
        "words": audit_words,
        "told": audit_details.told,
        "names": _names(request.actor.language),
        "place_of": audit_details.place_of,
    }
    if request.headers.get("HX-Request") and request.GET.get("cursor"):
        return render(request, "settings/audit_rows.html", context, using="jinja")
    return show(request, "audit", "audit", context | _choices(request))


@page("audit.view")
def export(request: Any) -> Any:
    """Hand out the events as they are filtered, through the gate of all exports."""
    sought = asdict(_sought(_given(request)))
    plain = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in sought.items()}
    return leaving.hand_out(request, export_audit.AUDIT, {"sought": plain})


def _given(request: Any) -> dict[str, str]:
    return {key: request.GET.get(key, "").replace("\x00", "").strip()[:60] for key in FILTERS}


def _sought(given: dict[str, str]) -> Sought:
    area = f"{given['area']}." if given["area"] in audit_words.AREAS else ""
    return Sought(
        actor_id=int(given["person"]) if given["person"].isdecimal() and len(given["person"]) < 19 else None,
        verb=given["act"] or area,
        subject_type=given["subject"],
        subject_id=given["subject_id"],
        request_id=given["request"],
        since=_midnight(given["since"], 0),
        until=_midnight(given["until"], 1),
    )


@page("audit.view", methods=("POST",))
def verification(request: Any) -> HttpResponse:
    """Read the whole chain and say whether it holds."""
    check = audit_reads.check_chain(request.actor)
    return render(request, "settings/audit_check.html", {"check": check, "at": request.at}, using="jinja")


def _choices(request: Any) -> dict[str, Any]:
    language = request.actor.language
    areas = [(code, name.say(language)) for code, name in audit_words.AREAS.items()]
    subjects = [(code, name.say(language)) for code, name in audit_words.SUBJECTS.items()]
    people = User.objects.order_by("username").values_list("pk", "name")
    return {"areas": areas, "subjects": subjects, "people": [(str(key), name) for key, name in people]}


def _names(language: str) -> Names:
    """Return what people, teams and roles are called, all at once for the whole page."""
    roles = Role.objects.values_list("code", "name_zh", "name_en")
    return Names(
        people=dict(User.objects.values_list("pk", "name")),
        teams=dict(Team.objects.values_list("pk", "name")),
        roles={code: Text(zh, en).say(language) for code, zh, en in roles},
    )


def _midnight(text: str, days_after: int) -> datetime | None:
    """The instant at which a local day begins, or the one after it; None for what is no day."""
    try:
        day = date.fromisoformat(text)
        if day.year not in YEARS:
            return None
        return datetime.combine(day + timedelta(days=days_after), time.min, ZoneInfo(settings.TIME_ZONE))
    except (ValueError, OverflowError):
        return None


urls = [
    path("settings/audit", audit, name="settings_audit"),
    path("settings/audit/export", export, name="settings_audit_export"),
    path("settings/audit/verification", verification, name="settings_audit_verification"),
]
