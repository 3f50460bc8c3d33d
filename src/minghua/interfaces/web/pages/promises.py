"""Promises 承诺: what is owed with the most overdue first, how each owner and department keeps its word; keeping, waiving."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.service import operations as service
from minghua.domain.service import queries as service_reads
from minghua.domain.service.queries import PromiseFilter
from minghua.interfaces.web import answers, customer_values
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.kernel.errors import Refusal

ROWS = 50
STATES = ("unended", "open", "broken", "kept", "late", "waived", "")


@page("service.view")
def promises(request: Any) -> HttpResponse:
    """Show the promises that a filter keeps; htmx asks for further rows."""
    return _list(request)


@page("service.work", methods=("POST",))
def keeping(request: Any, promise_id: int) -> HttpResponse:
    """Say that it was fulfilled, and by what."""
    evidence = request.POST.get("evidence", "")
    return _after(
        request, _("承诺已兑现。"),
        lambda: service.keep_promise(promise_id, evidence=evidence, by=request.actor, at=request.at),
    )  # fmt: skip


@page("service.work", methods=("POST",))
def waiver(request: Any, promise_id: int) -> HttpResponse:
    """Say that the customer lets it go."""
    words = request.POST.get("words", "")
    return _after(
        request, _("已记为客户免除。"),
        lambda: service.waive_promise(promise_id, words=words, by=request.actor, at=request.at),
    )  # fmt: skip


def _after(request: Any, text: str, act: Callable[[], Any]) -> HttpResponse:
    refusal = attempt(request, act)
    where = answers.at_home(request, request.POST.get("back", ""), otherwise="/promises")
    return done(request, text, where) if refusal is None else _list(request, refusal)


def _list(request: Any, refusal: Refusal | None = None) -> HttpResponse:
    cursor, keep = request.GET.get("cursor") or None, _kept(request)
    context = {
        "page": service_reads.promises(request.actor, keep, at=request.at, cursor=cursor, limit=ROWS),
        "query": _query(request),
        "now": request.at,
        "may": request.actor.may,
    }
    if request.headers.get("HX-Request") and cursor:
        return render(request, "promises/rows.html", context, using="jinja")
    names = {"unended": _("还没兑现"), "": _("全部")} | dict(customer_values.choices("service.promise_state"))
    context |= {
        "tabs": [
            {
                "url": f"/promises?{_query(request, state=each)}",
                "text": names[each],
                "count": service_reads.promise_count(request.actor, keep._replace(state=each), at=request.at).number,
                "current": keep.state == each,
            }
            for each in STATES
        ],
        "owners": service_reads.kept_by_owner(request.actor, at=request.at),
        "teams": service_reads.kept_by_team(request.actor, at=request.at),
        "error": answers.told(refusal) if refusal else "",
    }
    return render(request, "promises/list.html", context, status=refusal.status if refusal else 200, using="jinja")


def _kept(request: Any) -> PromiseFilter:
    state = request.GET.get("state", "unended")
    return PromiseFilter(
        state=state if state in STATES else "unended",
        owner_id=answers.optional_number(request.GET.get("owner"), field="owner"),
        customer_id=answers.optional_number(request.GET.get("customer"), field="customer"),
    )


def _query(request: Any, **changed: str) -> str:
    kept = request.GET.copy()
    kept.pop("cursor", None)
    for name, value in changed.items():
        kept[name] = value
    return str(kept.urlencode())


urls = [
    path("promises", promises, name="promises"),
    path("promises/<int:promise_id>/keeping", keeping, name="promise_keeping"),
    path("promises/<int:promise_id>/waiver", waiver, name="promise_waiver"),
]
