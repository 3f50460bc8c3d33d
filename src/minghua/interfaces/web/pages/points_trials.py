"""A text of points tried before it is published 试算: over the orders of the past, and on one purchase."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.domain.loyalty import queries as loyalty_reads
from minghua.domain.loyalty.queries import Piece
from minghua.domain.loyalty.types.points_simulation import RuleTrace
from minghua.interfaces.web import answers, earning_words
from minghua.interfaces.web.guard import page
from minghua.kernel import money
from minghua.kernel.errors import Invalid, Refusal

MOST_LINES = 50


@page("points.manage", methods=("POST",))
def simulation(request: Any) -> HttpResponse:
    """Answer what a text would have given over the last twelve months, beside the version in force."""
    context: dict[str, Any] = {"hindrance": ""}
    try:
        context["tried"] = loyalty_reads.try_points(request.actor, request.POST.get("text", ""), at=request.at)
    except Refusal as refusal:
        context["hindrance"] = answers.told(refusal)
    return render(request, "points/tried.html", context, using="jinja")


@page("points.manage", methods=("POST",))
def trial(request: Any) -> HttpResponse:
    """Answer what each rule of a text gives of a purchase of now, and why."""
    context: dict[str, Any] = {"hindrance": "", "words": earning_words, "because": _because}
    try:
        pieces = [_piece(line) for line in request.POST.get("lines", "").splitlines()[:MOST_LINES] if line.strip()]
        customer_id = _number(request.POST.get("customer_id", ""))
        text = request.POST.get("text", "")
        context["traces"] = loyalty_reads.try_purchase(request.actor, text, customer_id, pieces, at=request.at)
    except Refusal as refusal:
        context["hindrance"] = answers.told(refusal)
    return render(request, "points/traced.html", context, using="jinja")


def _because(each: RuleTrace) -> str:
    return earning_words.because({"rule": each.code, **each.inputs})


def _number(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 18):
        raise Invalid("请填客户编号。", "Give the number of a customer.", field="customer_id")
    return int(said)


def _piece(line: str) -> Piece:
    told = line.split()
    if len(told) != 3:
        raise Invalid("每行写货号、件数、金额。", "Each line is a sku, pieces and an amount.", field="lines")
    try:
        return Piece(told[0], money.scaled(money.parse_decimal(told[1]), 1_000), money.parse_minor(told[2]))
    except ValueError:
        raise Invalid("件数和金额应为数字。", "Pieces and amount are numbers.", field="lines") from None


urls = [
    path("points/scheme-text/simulation", simulation, name="points_simulation"),
    path("points/scheme-text/trial", trial, name="points_trial"),
]
