"""Two customers side by side, merged field by field; what was merged, and the way back (R06.8)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.interfaces.web import answers, customer_values
from minghua.interfaces.web.guard import page
from minghua.journeys import merge_customers as journey
from minghua.kernel.errors import Refusal

CHOICE = "keep."


@page("customers.merge", methods=("GET", "HEAD", "POST"))
def merge(request: Any, customer_id: int) -> HttpResponse:
    """Show both records with what a merge would keep, or merge the other one into this one."""
    customer_reads.require_seen(request.actor, customer_id)
    other = answers.number(request.POST.get("other") or request.GET.get("other"), field="other")
    if request.method != "POST":
        return _compared(request, customer_id, other)
    chosen = {name.removeprefix(CHOICE): value for name, value in request.POST.items() if name.startswith(CHOICE)}
    sides = {name: value for name, value in chosen.items() if value in ("survivor", "loser")}
    try:
        with unit_of_work(request.actor, at=request.at):
            journey.merge_customers(customer_id, other, choices=sides, by=request.actor, at=request.at)
    except Refusal as refusal:
        if refusal.status not in {409, 422}:
            raise
        return _compared(request, customer_id, other, refusal)
    messages.success(request, _("已合并。%(days)s 天内可在「合并记录」中撤销。") % {"days": _days(request)})
    return redirect(_next(request) or reverse("customer", args=[customer_id]))


def _next(request: Any) -> str:
    return reverse("customer_pairs") if request.POST.get("next") == "queue" else ""


def _days(request: Any) -> int:
    return customer_reads.undo_days(request.at)


def _compared(request: Any, customer_id: int, other: int, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "one": customer_reads.customer(request.actor, customer_id),
        "two": customer_reads.customer(request.actor, other),
        "choices": customer_reads.merge_choices(request.actor, customer_id, other),
        "alike": customer_reads.likeness_of(request.actor, customer_id, other, at=request.at),
        "values": customer_values,
        "days": _days(request),
        "problems": [answers.told(refusal)] if refusal else [],
        "next": request.GET.get("next", ""),
    }
    status = refusal.status if refusal else 200
    return render(request, "customer/merge.html", context, status=status, using="jinja")


@page("customers.merge")
def merges(request: Any) -> HttpResponse:
    """Show what was merged lately, with the way back where there is one."""
    found = customer_reads.merges(request.actor, at=request.at)
    return render(request, "customer/merges.html", {"merges": found, "now": request.at}, using="jinja")


@page("customers.merge", methods=("POST",))
def unmerge(request: Any, merge_id: int) -> HttpResponse:
    """Take a merge back, and say what went back, what did not and what stays."""
    try:
        with unit_of_work(request.actor, at=request.at):
            undone = journey.unmerge(merge_id, by=request.actor, at=request.at)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        messages.error(request, answers.told(refusal))
        return redirect("customer_merges")
    told = _("已撤销合并，%(n)s 条记录已归还。") % {"n": undone.returned}
    if undone.stayed:
        told += _("合并后新增的 %(n)s 条留在原客户。") % {"n": sum(undone.stayed.values())}
    if undone.conflicts:
        told += _("合并后又改过、未还原：%(what)s。") % {"what": "、".join(map(_called, undone.conflicts))}
    messages.success(request, told)
    return redirect(reverse("customer", args=[undone.loser_id]))


def _called(what: str) -> str:
    return customer_values.label(what) if ":" not in what and "." not in what.removeprefix("archive.") else what


urls = [
    path("customers/<int:customer_id>/merge", merge, name="customer_merge"),
    path("customers/merges", merges, name="customer_merges"),
    path("customers/merges/<int:merge_id>/reversal", unmerge, name="customer_unmerge"),
]
