"""Points by hand 积分调整: every change a person made or asks for, with who agreed; approving, turning down, the list as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import AdjustmentFilter
from minghua.domain.loyalty.types.adjustments import AdjustmentState
from minghua.foundation.listing.types import Sort
from minghua.interfaces.web import answers, display, leaving, points_words
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.journeys import export_adjustments
from minghua.kernel.errors import Refusal

ROWS = 50
SORTS = ("asked", "-asked", "amount", "-amount")
HOME = "/points/by-hand"


@page("points.record")
def adjustments(request: Any) -> HttpResponse:
    """Show every change by hand, those that a filter keeps; htmx asks for further rows."""
    return _list(request)


def _list(request: Any, *, refusal: Refusal | None = None) -> HttpResponse:
    cursor = request.GET.get("cursor") or None
    found = loyalty_reads.adjustments(request.actor, _kept(request), sorts=_sorts(request), cursor=cursor, limit=ROWS)
    context = {
        "page": found,
        "query": _query(request),
        "words": points_words,
        "may": request.actor.may,
        "me": request.actor.user_id,
    }
    if request.headers.get("HX-Request") and cursor:
        return render(request, "points/adjustment_rows.html", context, using="jinja")
    context |= {
        "tabs": _tabs(request),
        "sort": _sort(request),
        "sort_url": lambda code: f"?{_query(request, sort=code)}",
        "any": any(_kept(request)),
        "most": loyalty_reads.most_by_hand(request.actor, at=request.at),
        "error": answers.told(refusal) if refusal else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "points/adjustments.html", context, status=status, using="jinja")


@page("customers.export")
def export(request: Any) -> Any:
    """Hand out the list as it stands."""
    sorts = [{"field": each.field, "descending": each.descending} for each in _sorts(request)]
    return leaving.hand_out(request, export_adjustments.ADJUSTMENTS, {**_kept(request)._asdict(), "sorts": sorts})


@page("points.manage", methods=("POST",))
def approval(request: Any, adjustment_id: int) -> HttpResponse:
    """Agree to what another person asked for."""
    refusal = attempt(request, lambda: loyalty.approve_adjustment(adjustment_id, by=request.actor, at=request.at))
    return done(request, _("已批准，积分已入账。"), HOME) if refusal is None else _list(request, refusal=refusal)


@page("points.record", methods=("POST",))
def refusal_of(request: Any, adjustment_id: int) -> HttpResponse:
    """Turn down what was asked for, with a reason."""
    why = request.POST.get("reason", "")
    refusal = attempt(
        request, lambda: loyalty.refuse_adjustment(adjustment_id, reason=why, by=request.actor, at=request.at)
    )
    return done(request, _("已退回，积分没有变动。"), HOME) if refusal is None else _list(request, refusal=refusal)


def _kept(request: Any) -> AdjustmentFilter:
    return AdjustmentFilter(**{name: request.GET.get(name, "") for name in AdjustmentFilter._fields})


def _sort(request: Any) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked in SORTS else "-asked"


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
    named = {each: {"state": each.value, "size": ""} for each in AdjustmentState}
    places: list[tuple[str, dict[str, str]]] = [(_("全部"), {"state": "", "size": ""})]
    places += [(display.say(points_words.STATES[each][0]), told) for each, told in named.items()]
    places.append((_("两人经手"), {"state": "", "size": "large"}))
    return [
        {
            "url": f"{HOME}?{_query(request, **told)}",
            "text": text,
            "count": loyalty_reads.adjustment_count(request.actor, chosen._replace(**told)).number,
            "current": (chosen.state, chosen.size) == (told["state"], told["size"]),
        }
        for text, told in places
    ]


urls = [
    path("points/by-hand", adjustments, name="points_by_hand"),
    path("points/by-hand/export", export, name="points_by_hand_export"),
    path("points/by-hand/<int:adjustment_id>/approval", approval, name="points_approval"),
    path("points/by-hand/<int:adjustment_id>/refusal", refusal_of, name="points_refusal"),
]
