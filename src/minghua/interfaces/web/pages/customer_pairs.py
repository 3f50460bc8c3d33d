"""The review queue of look-alikes: one pair after the other, merged, told apart or passed over (R06.8)."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.pairs import PairRow
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, customer_values
from minghua.interfaces.web.guard import page
from minghua.journeys import merge_customers as journey
from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.periods import local_date

VERDICTS = ("suggest", "review", "likely")
KINDS = ("person", "household", "organization")


@page("customers.merge")
def pairs(request: Any) -> HttpResponse:
    """Show the queue, with the chosen pair side by side."""
    verdict, kind = _among(request, "verdict", VERDICTS), _among(request, "kind", KINDS)
    cursor = request.GET.get("cursor", "")[:200]
    found = customer_reads.pairs(request.actor, verdict=verdict, kind=kind, order="chance", cursor=cursor)
    current = _current(request, found.items)
    context = {
        "pairs": found.items,
        "next_cursor": found.next_cursor,
        "verdict": verdict,
        "kind": kind,
        "query": urlencode({name: value for name, value in (("verdict", verdict), ("kind", kind)) if value}),
        "current": current,
        "skip_to": _after(found.items, current),
        "choices": _choices(request, current),
        "values": customer_values,
        "search": customer_reads.search_state(request.actor),
        "many": bool(parameters.value("duplicates.auto_merge", on=local_date(request.at))),
    }
    return render(request, "customer/pairs.html", context, using="jinja")


def _among(request: Any, name: str, known: tuple[str, ...]) -> str:
    given = request.GET.get(name, "")
    return given if given in known else ""


def _current(request: Any, found: tuple[PairRow, ...]) -> PairRow | None:
    asked = request.GET.get("pair", "")
    if asked.isdecimal() and len(asked) < 19:
        chosen = customer_reads.pair(request.actor, int(asked))
        if chosen is not None:
            return chosen
    return found[0] if found else None


def _after(found: tuple[PairRow, ...], current: PairRow | None) -> int | None:
    ids = [pair.id for pair in found]
    if current is None or current.id not in ids:
        return None
    place = ids.index(current.id) + 1
    return ids[place] if place < len(ids) else None


def _choices(request: Any, current: PairRow | None) -> Any:
    return customer_reads.merge_choices(request.actor, current.one.id, current.two.id) if current else []


@page("customers.merge", methods=("POST",))
def difference(request: Any, pair_id: int) -> HttpResponse:
    """Remember that the two are not the same, and go on to the next pair."""
    with unit_of_work(request.actor, at=request.at):
        customers.not_the_same(pair_id, by=request.actor, at=request.at)
    messages.success(request, _("已记住：不是同一位，不再提示。"))
    return redirect(reverse("customer_pairs"))


@page("customers.merge", methods=("POST",))
def search(request: Any) -> HttpResponse:
    """Ask for a search for doubles: among what is new, or among everybody anew."""
    with unit_of_work(request.actor, at=request.at):
        customers.start_seeking(anew="anew" in request.POST, by=request.actor, at=request.at)
    messages.success(request, _("已开始在后台查找重复客户。"))
    return redirect(reverse("customer_pairs"))


@page("customers.merge", methods=("POST",))
def stop(request: Any) -> HttpResponse:
    """Ask the search under way to stop; what it found stays."""
    with unit_of_work(request.actor, at=request.at):
        customers.stop_seeking(by=request.actor, at=request.at)
    messages.success(request, _("正在停止；找到的保留，下次从这里继续。"))
    return redirect(reverse("customer_pairs"))


@page("customers.merge", methods=("GET", "HEAD", "POST"))
def many(request: Any) -> HttpResponse:
    """Show what merging many at once would do, or do it; only where the rule allows it."""
    percent = _percent(request)
    if request.method == "POST":
        with unit_of_work(request.actor, at=request.at):
            merged = journey.merge_many(percent=percent, by=request.actor, at=request.at)
        messages.success(request, _("已合并 %(n)s 对客户，可在「合并记录」中逐一撤销。") % {"n": len(merged)})
        return redirect(reverse("customer_merges"))
    couples, problem = [], ""
    try:
        couples = customers.acceptable(request.actor, percent=percent, at=request.at)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        problem = answers.told(refusal)
    people = customer_reads.summaries(request.actor, {pk for couple in couples for pk in couple})
    shown = [(people[stays], people[goes]) for stays, goes in couples if stays in people and goes in people]
    context = {"couples": shown, "percent": percent, "problem": problem, "may": request.actor.may}
    return render(request, "customer/pairs_many.html", context, using="jinja")


def _percent(request: Any) -> int:
    given = (request.POST if request.method == "POST" else request.GET).get("percent", "95")
    percent = answers.number(given, field="percent")
    if not 60 <= percent <= 100:
        raise NotFound(field="percent")
    return percent


urls = [
    path("customers/pairs", pairs, name="customer_pairs"),
    path("customers/pairs/<int:pair_id>/difference", difference, name="customer_difference"),
    path("customers/pairs/search", search, name="customer_pair_search"),
    path("customers/pairs/search/stop", stop, name="customer_pair_search_stop"),
    path("customers/pairs/many", many, name="customer_pairs_many"),
]
