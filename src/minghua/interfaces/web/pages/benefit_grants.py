"""What was given 发放记录: the list with its file, one grant with its evidence, taking it back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import GrantFilter
from minghua.domain.loyalty.types import GrantState
from minghua.foundation.listing.types import Sort
from minghua.interfaces.web import answers, benefit_words, display, leaving
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.journeys import export_grants
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

ROWS = 50
SORTS = ("granted", "-granted", "until", "-until")


@page("benefits.view")
def grants(request: Any) -> HttpResponse:
    """Show what was given, of one state if asked; htmx asks for further rows."""
    cursor = request.GET.get("cursor") or None
    found = loyalty_reads.grants(
        request.actor, _kept(request), on=local_date(request.at), sorts=_sorts(request), cursor=cursor, limit=ROWS
    )
    context = {"page": found, "query": _query(request), "words": benefit_words}
    if request.headers.get("HX-Request") and cursor:
        return render(request, "benefits/rows.html", context, using="jinja")
    context |= {
        "tabs": _tabs(request),
        "sort": _sort(request),
        "sort_url": lambda code: f"?{_query(request, sort=code)}",
        "any": any(_kept(request)),
        "may": request.actor.may,
    }
    return render(request, "benefits/grants.html", context, using="jinja")


@page("customers.export")
def export(request: Any) -> Any:
    """Hand out the list as it stands."""
    sorts = [{"field": each.field, "descending": each.descending} for each in _sorts(request)]
    return leaving.hand_out(request, export_grants.GRANTS, {**_kept(request)._asdict(), "sorts": sorts})


@page("benefits.view")
def grant(request: Any, grant_id: int) -> HttpResponse:
    """Show one grant with its evidence."""
    return _grant(request, grant_id)


def _grant(request: Any, grant_id: int, *, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "grant": loyalty_reads.grant(request.actor, grant_id, on=local_date(request.at)),
        "words": benefit_words,
        "may": request.actor.may,
        "error": answers.told(refusal) if refusal else "",
    }
    return render(request, "benefits/grant.html", context, status=refusal.status if refusal else 200, using="jinja")


@page("benefits.give", methods=("POST",))
def revocation(request: Any, grant_id: int) -> HttpResponse:
    """Take a grant back, with a reason."""
    reason = request.POST.get("reason", "")
    refusal = attempt(request, lambda: loyalty.revoke_grant(grant_id, reason=reason, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("已撤回。"), f"/benefits/grants/{grant_id}")
    return _grant(request, grant_id, refusal=refusal)


def _kept(request: Any) -> GrantFilter:
    return GrantFilter(**{name: request.GET.get(name, "") for name in GrantFilter._fields})


def _sort(request: Any) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked in SORTS else "-granted"


def _sorts(request: Any) -> tuple[Sort, ...]:
    code = _sort(request)
    return (Sort(code.lstrip("-"), code.startswith("-")),)


def _query(request: Any, **changed: str) -> str:
    kept = request.GET.copy()
    kept.pop("cursor", None)
    for name, value in changed.items():
        kept[name] = value
    return str(kept.urlencode())


def _tabs(request: Any) -> list[dict[str, Any]]:
    chosen = _kept(request)
    on = local_date(request.at)
    found = []
    for state in ("", *GrantState):
        count = loyalty_reads.grant_count(request.actor, chosen._replace(state=str(state)), on=on)
        name = display.say(benefit_words.STATES[GrantState(state)][0]) if state else _("全部")
        query = _query(request, state=str(state))
        found.append(
            {
                "url": f"/benefits/grants?{query}",
                "text": name,
                "count": count.number,
                "current": chosen.state == str(state),
            }
        )
    return found


urls = [
    path("benefits/grants", grants, name="benefit_grants"),
    path("benefits/grants/export", export, name="benefit_grants_export"),
    path("benefits/grants/<int:grant_id>", grant, name="benefit_grant"),
    path("benefits/grants/<int:grant_id>/revocation", revocation, name="benefit_revocation"),
]
