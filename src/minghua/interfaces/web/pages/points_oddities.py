"""What looks wrong in points 异常积分: one list with reasons; it accuses nobody and stops nothing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.domain.loyalty import queries as loyalty_reads
from minghua.interfaces.web import points_words
from minghua.interfaces.web.guard import page


@page("points.manage")
def watch(request: Any) -> HttpResponse:
    """Show what looks wrong in the last thirty days, each with its reason."""
    context = {"suspects": loyalty_reads.points_suspects(request.actor, at=request.at), "words": points_words}
    return render(request, "points/watch.html", context, using="jinja")


urls = [path("points/watch-list", watch, name="points_watch")]
