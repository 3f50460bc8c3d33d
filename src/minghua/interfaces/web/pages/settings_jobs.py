"""Settings: the work behind the scenes, what failed and why, and the way to try it again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.foundation.jobs import operations as jobs
from minghua.foundation.jobs import queries as job_reads
from minghua.foundation.jobs import register
from minghua.foundation.jobs.types import STATES, JobState
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done, show
from minghua.kernel.errors import Refusal

TONES = {JobState.QUEUED: "info", JobState.LEASED: "accent", JobState.DONE: "ok", JobState.DEAD: "danger"}


@page("jobs.view")
def job_list(request: Any) -> HttpResponse:
    """Show jobs, those that failed first if there are any; htmx asks for further rows."""
    counts = job_reads.counts(request.actor)
    asked = request.GET.get("state", "")
    state = JobState(asked) if asked in set(JobState) else None
    found = job_reads.listing(request.actor, state=state, cursor=request.GET.get("cursor"), limit=50)
    context = {"page": found, "state": state, "counts": counts, "states": STATES} | _words(request)
    if request.headers.get("HX-Request") and request.GET.get("cursor"):
        return render(request, "settings/job_rows.html", context, using="jinja")
    return show(request, "jobs", "jobs", context)


@page("jobs.view")
def job(request: Any, job_id: int) -> HttpResponse:
    """Show one job with its error."""
    return _sheet(request, job_id)


@page("jobs.manage", methods=("POST",))
def retry(request: Any, job_id: int) -> HttpResponse:
    """Put a failed job back into the queue."""
    refusal = attempt(request, lambda: jobs.requeue(job_id, by=request.actor, at=request.at))
    return _answer(request, job_id, refusal, _("已放回队列，稍后重试。"))


@page("jobs.manage", methods=("POST",))
def abandonment(request: Any, job_id: int) -> HttpResponse:
    """Close a failed job that need not be done any more."""
    refusal = attempt(request, lambda: jobs.give_up(job_id, by=request.actor, at=request.at))
    return _answer(request, job_id, refusal, _("已放弃，不再重试。"))


def _answer(request: Any, job_id: int, refusal: Refusal | None, said: str) -> HttpResponse:
    return done(request, said, f"/settings/jobs/{job_id}") if refusal is None else _sheet(request, job_id, refusal)


def _words(request: Any) -> dict[str, Any]:
    return {
        "tones": TONES,
        "label_of": register.label,
        "now": request.at,
        "may_manage": request.actor.may("jobs.manage"),
    }


def _sheet(request: Any, job_id: int, refusal: Refusal | None = None) -> HttpResponse:
    language = request.actor.language
    context = {
        "job": job_reads.job(request.actor, job_id),
        "states": STATES,
        "error": f"{refusal.message(language)} {refusal.advice(language)}" if refusal else "",
    }
    return show(request, "jobs", "job", context | _words(request), status=refusal.status if refusal else 200)


urls = [
    path("settings/jobs", job_list, name="settings_jobs"),
    path("settings/jobs/<int:job_id>", job, name="settings_job"),
    path("settings/jobs/<int:job_id>/retry", retry, name="settings_job_retry"),
    path("settings/jobs/<int:job_id>/abandonment", abandonment, name="settings_job_abandonment"),
]
