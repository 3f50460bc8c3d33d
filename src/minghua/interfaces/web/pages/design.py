"""The page that shows every part of the kit, with the small answers its live parts ask for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from minghua.interfaces.web.guard import page

_SHOWN = {"remark": "每次送两袋，放厨房"}


@page("signed_in")
def design(request: HttpRequest) -> HttpResponse:
    """Show the kit."""
    return render(request, "design/page.html", {"remark": _SHOWN["remark"]}, using="jinja")


@page("signed_in", methods=("GET", "POST"))
def sample_value(request: HttpRequest) -> HttpResponse:
    """Answer the sample of a value edited in place; nothing is stored, an empty value is refused."""
    value = request.POST.get("remark", _SHOWN["remark"]).strip()
    saved = request.method == "POST" and bool(value)
    context = {
        "editing": "edit" in request.GET or (request.method == "POST" and not value),
        "value": value,
        "error": "" if saved or request.method == "GET" else _("备注不能为空。"),
        "saved": saved,
    }
    return render(request, "design/value.html", context, status=422 if context["error"] else 200, using="jinja")


@page("signed_in")
def sample_panel(request: HttpRequest) -> HttpResponse:
    """Answer the sample side panel."""
    return render(request, "design/panel.html", using="jinja")


@page("signed_in", methods=("POST",))
def sample_toast(request: HttpRequest) -> HttpResponse:
    """Answer a toast, with its way back unless this is already the way back."""
    return render(request, "design/toast.html", {"undone": "undo" in request.GET}, using="jinja")


urls = [
    path("design", design, name="design"),
    path("design/value", sample_value, name="design_value"),
    path("design/panel", sample_panel, name="design_panel"),
    path("design/toast", sample_toast, name="design_toast"),
]
