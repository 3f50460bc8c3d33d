"""One portfolio of activities 活动组合: rules in words, findings, figures, answers, prizes, revealing a deck, stopping it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.domain.loyalty import operations as loyalty
from minghua.domain.loyalty import queries as loyalty_reads
from minghua.interfaces.web import activity_words, answers, display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import attempt, done
from minghua.interfaces.web.table_files import table_file
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

DAYS = 30


@page("activities.view")
def portfolio(request: Any, code: str) -> HttpResponse:
    """Show one portfolio as it is today."""
    return _portfolio(request, code)


def _portfolio(request: Any, code: str, *, refusal: Refusal | None = None) -> HttpResponse:
    on, may = local_date(request.at), request.actor.may
    context = {
        "sheet": loyalty_reads.portfolio(request.actor, code, on=on),
        "days": loyalty_reads.activity_days(request.actor, portfolio=code, days=DAYS, on=on),
        "results": loyalty_reads.activity_results(request.actor, code, on=on),
        "takings": loyalty_reads.takings(request.actor, code) if may("customers.view") else [],
        "prizes": loyalty_reads.activity_prizes(request.actor, code) if may("customers.view") else [],
        "words": activity_words,
        "may": may,
        "error": answers.told(refusal) if refusal else "",
    }
    return render(
        request, "activities/portfolio.html", context, status=refusal.status if refusal else 200, using="jinja"
    )


@page("activities.view")
def figures_file(request: Any, code: str) -> HttpResponse:
    """Give the figures of every activity as a table file."""
    sheet = loyalty_reads.portfolio(request.actor, code, on=local_date(request.at))
    head = [_("代码"), _("活动名称"), _("类型"), _("人数"), _("次数"), _("发出积分"), _("收回积分")]
    return table_file(f"activities-{code}", head, [_cells(each) for each in sheet.plays])


def _cells(each: Any) -> tuple[object, ...]:
    names = (each.play.code, display.say(each.play.name), activity_words.kind(each.play.kind))
    return *names, each.takers, each.times, each.earned, each.cost


@page("activities.manage", methods=("POST",))
def closure(request: Any, code: str) -> HttpResponse:
    """Stop a portfolio."""
    refusal = attempt(request, lambda: loyalty.stop_activities(code, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("活动已停办；已得的照旧。"), f"/activities/{code}")
    return _portfolio(request, code, refusal=refusal)


@page("activities.manage", methods=("POST",))
def revealing(request: Any, code: str, activity: str) -> HttpResponse:
    """Make a deck public when its lottery is over."""
    refusal = attempt(request, lambda: loyalty.reveal_deck(code, activity, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("种子和签池已公布。"), f"/activities/{code}")
    return _portfolio(request, code, refusal=refusal)


@page("activities.record", methods=("POST",))
def handover(request: Any, code: str, taking_id: int) -> HttpResponse:
    """Note that a member got their prize."""
    refusal = attempt(request, lambda: loyalty.hand_over(taking_id, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("已登记交付。"), f"/activities/{code}")
    return _portfolio(request, code, refusal=refusal)


@page("activities.manage", methods=("POST",))
def cancellation(request: Any, code: str, taking_id: int) -> HttpResponse:
    """Cancel an exchange: points and stock come back."""
    refusal = attempt(request, lambda: loyalty.cancel_exchange(taking_id, by=request.actor, at=request.at))
    if refusal is None:
        return done(request, _("兑换已取消，积分和库存已退回。"), f"/activities/{code}")
    return _portfolio(request, code, refusal=refusal)


urls = [
    path("activities/<slug:code>", portfolio, name="activity_portfolio"),
    path("activities/<slug:code>/figures", figures_file, name="activity_figures_file"),
    path("activities/<slug:code>/closure", closure, name="activity_closure"),
    path("activities/<slug:code>/decks/<slug:activity>/revealing", revealing, name="activity_revealing"),
    path("activities/<slug:code>/takings/<int:taking_id>/handover", handover, name="activity_handover"),
    path("activities/<slug:code>/takings/<int:taking_id>/cancellation", cancellation, name="activity_cancellation"),
]
