"""Membership programmes 会员等级: the list, installing one that ships, and a programme's page with ladder and movement."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.domain.tiering.types import MemberRow, ProgrammeRow, ProgrammeSpec
from minghua.interfaces.web import answers, display, leaving, tier_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.journeys import export_members
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date, midnight

ROWS = 50
DAYS = 30


@page("tiering.view")
def programmes(request: Any) -> HttpResponse:
    """Show every programme, and those that ship with the product."""
    return _programmes(request)


@page("tiering.manage", methods=("POST",))
def install(request: Any) -> HttpResponse:
    """Make a draft of a programme that ships and lead to its page."""
    preset = request.POST.get("preset", "")
    refusal = attempt(request, lambda: tiering.install_preset(preset, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("草稿已存好。下一步：试算，看清谁升谁降。"), f"/tiers/{preset}")
    return _programmes(request, refusal=refusal)


def _programmes(request: Any, *, refusal: Refusal | None = None) -> HttpResponse:
    rows = tiering_reads.programmes(request.actor)
    known = {row.code for row in rows}
    context = {
        "rows": rows,
        "presets": tiering_reads.presets(request.actor) if request.actor.may("tiering.manage") else (),
        "known": known,
        "words": tier_words,
        "on": local_date(request.at),
        "may": request.actor.may,
        "error": answers.told(refusal) if refusal else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "tiers/list.html", context, status=status, using="jinja")


def frame(request: Any, code: str, *, tab: str) -> dict[str, Any]:
    """Return what every page of a programme shows: its row, its rules today, its tabs; raises NotFound."""
    row = tiering_reads.programme(request.actor, code)
    on = local_date(request.at)
    manages = request.actor.may("tiering.manage")
    spec = tiering_reads.rules_in_force(request.actor, code, on=on) if row.version is not None else None
    draft = tiering_reads.drafted(request.actor, code) if manages and row.draft else None
    return {
        "row": row,
        "spec": spec or draft,
        "in_force": spec,
        "draft": draft,
        "tabs": _tabs(row, tab, manages=manages),
        "words": tier_words,
        "may": request.actor.may,
        "on": on,
    }


def _tabs(row: ProgrammeRow, current: str, *, manages: bool) -> list[dict[str, Any]]:
    at = f"/tiers/{row.code}"
    named = [("", _("概览"), at, "layers")]
    if row.version is not None:
        named += [("members", _("会员"), f"{at}/members", "users"), ("watch", _("预警"), f"{at}/watch", "bell")]
    if manages and row.stopped_at is None:
        named.append(("draft", _("改规则"), f"{at}/draft/form", "pencil"))
        if row.draft:
            named.append(("simulation", _("试算与发布"), f"{at}/simulation", "chart-column"))
    return [
        {"url": where, "text": text, "current": tab == current, "icon_name": mark} for tab, text, where, mark in named
    ]


@page("tiering.view")
def programme(request: Any, code: str) -> HttpResponse:
    """Show a programme: the ladder, its rules, who moved between two days, its versions."""
    context = frame(request, code, tab="")
    if context["in_force"] is not None:
        counts = tiering_reads.level_counts(request.actor, code)
        context |= {"counts": counts, "total": sum(counts.values()), "ending": _ending(request, code)}
        context |= _movement(request, code, context["in_force"])
    context |= {"versions": list(reversed(tiering_reads.versions(request.actor, code)))}
    return render(request, "tiers/programme.html", context, using="jinja")


def _ending(request: Any, code: str) -> str:
    """How many levels end within thirty days, "50+" where more than a page of them does."""
    on = local_date(request.at)
    found = tiering_reads.expiries(request.actor, code, on=on, until=on + timedelta(days=DAYS), limit=ROWS)
    return f"{ROWS}+" if len(found) == ROWS else str(len(found))


def _movement(request: Any, code: str, spec: ProgrammeSpec) -> dict[str, Any]:
    """Who moved from the end of one local day to the end of another (now, when it has not ended)."""
    today = local_date(request.at, spec.tz)
    since, until, wrong = _days(request, today)
    after = min(midnight(until + timedelta(days=1), spec.tz), request.at)
    moved = tiering_reads.movement(request.actor, code, before=midnight(since, spec.tz), after=after)
    return {
        "moved": moved,
        "matrix": tier_words.matrix(spec, moved),
        "since": since,
        "until": until,
        "movement_error": wrong,
    }


def _days(request: Any, today: date) -> tuple[date, date, str]:
    """The two days that were asked for, the last thirty unless they make sense."""
    usual = (today - timedelta(days=DAYS), today)
    try:
        since = answers.optional_day(request.GET.get("since"), field="since") or usual[0]
        until = answers.optional_day(request.GET.get("until"), field="until") or usual[1]
    except Refusal as refusal:
        return *usual, answers.told(refusal)
    if not since <= until <= today or since.year < 1900:
        return *usual, _("起始日应不晚于截止日，截止日不晚于今天。")
    return since, until, ""


@page("tiering.manage", methods=("POST",))
def stop(request: Any, code: str) -> HttpResponse:
    """End a programme; its history stays."""
    refusal = attempt(request, lambda: tiering.stop(code, by=request.actor, at=request.at))
    if refusal is not None:
        raise refusal
    return done(request, _("计划已停用，历史保留。"), f"/tiers/{code}")


@page("tiering.view")
def members(request: Any, code: str) -> HttpResponse:
    """Show who stands on which level; htmx asks for further rows."""
    level = request.GET.get("level", "")
    after_id = answers.optional_number(request.GET.get("after"), field="after") or 0
    found = tiering_reads.members(request.actor, code, level=level, after_id=after_id, limit=ROWS)
    context = {"found": found, "more": _more(code, level, found), "words": tier_words}
    if request.headers.get("HX-Request") and after_id:
        return render(request, "tiers/member_rows.html", context, using="jinja")
    framed = frame(request, code, tab="members")
    context |= framed | {"level": level, "level_tabs": _level_tabs(request, code, level, framed["in_force"])}
    return render(request, "tiers/members.html", context, using="jinja")


def _more(code: str, level: str, found: list[MemberRow]) -> str:
    return f"/tiers/{code}/members?level={level}&after={found[-1].id}" if len(found) == ROWS else ""


def _level_tabs(request: Any, code: str, level: str, spec: ProgrammeSpec) -> list[dict[str, Any]]:
    counts = tiering_reads.level_counts(request.actor, code)
    where = f"/tiers/{code}/members"
    named = [(where, _("全部"), sum(counts.values()), not level)]
    named += [
        (f"{where}?level={each.code}", display.say(each.name), counts.get(each.code, 0), level == each.code)
        for each in reversed(spec.levels)
    ]
    return [{"url": url, "text": text, "count": n, "current": current} for url, text, n, current in named]


@page("customers.export")
def members_export(request: Any, code: str) -> Any:
    """Hand out the members as they stand."""
    part = {"programme": code, "level": request.GET.get("level", "")}
    return leaving.hand_out(request, export_members.MEMBERS, part)


urls = [
    path("tiers", programmes, name="tiers"),
    path("tiers/from-preset", install, name="tiers_install"),
    path("tiers/<slug:code>", programme, name="tier_programme"),
    path("tiers/<slug:code>/stop", stop, name="tier_stop"),
    path("tiers/<slug:code>/members", members, name="tier_members"),
    path("tiers/<slug:code>/members/export", members_export, name="tier_members_export"),
]
