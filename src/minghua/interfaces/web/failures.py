"""How a refusal looks: a page for a person who navigates, a toast for one who clicks, never a 500."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import get_language

from minghua.kernel.errors import FormExpired, NoSuchPage, Refusal
from minghua.kernel.words import Text


class NoPageOfStaff(NoSuchPage):
    """The address leads nowhere; whoever is signed in can search from there."""

    remedy = Text(
        "请检查地址，或者用搜索找客户、订单和页面。", "Check the address, or search for customers, orders and pages."
    )


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the refusal with its status, its reason and what to do next."""
    language = get_language() or "zh-hans"
    request.refused_as = refusal.code  # type: ignore[attr-defined]  # the watch reads it
    context = {
        "message": refusal.message(language),
        "advice": refusal.advice(language),
        "code": refusal.code,
        "status": refusal.status,
        "field": refusal.field,
        "request_id": getattr(request, "request_id", ""),
        "searchable": isinstance(refusal, NoSuchPage) and hasattr(request, "actor"),
    }
    if request.headers.get("HX-Request"):
        response = render(request, "failures/toast.html", context, status=refusal.status, using="jinja")
        response.headers["HX-Retarget"] = "#toasts"
        response.headers["HX-Reswap"] = "beforeend"
        return response
    return render(request, "failures/page.html", context, status=refusal.status, using="jinja")


def wrong_method(request: HttpRequest, methods: Iterable[str]) -> HttpResponse:
    """Return 405 with the methods that are allowed."""
    return HttpResponseNotAllowed(list(methods))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for an address that leads nowhere; whoever is signed in can search from there."""
    return answer(request, NoPageOfStaff())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that was open too long or came from elsewhere."""
    return answer(request, FormExpired())


def broken(request: HttpRequest) -> HttpResponse:
    """Return the last-resort page: nothing was changed, the request id helps whoever looks into it."""
    number = getattr(request, "request_id", "")
    body = (
        "<!doctype html><html lang='zh-Hans'><meta charset='utf-8'><title>明华</title>"
        f"<h1>出错了，未做任何更改</h1><p>请重试；若仍出错，请把编号 {number} 告诉管理员。</p>"
        f"<p lang='en'>Something failed and nothing was changed. Quote request {number} to your administrator.</p>"
    )
    return HttpResponse(body, status=500)
