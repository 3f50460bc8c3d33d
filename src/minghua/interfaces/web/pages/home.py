"""The front door: where one lands, whether the house is well, and the small preferences of a person."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path

from minghua.foundation.people.models import User
from minghua.interfaces.web import answers
from minghua.interfaces.web.guard import page

THEMES = ("system", "light", "dark")


@page("public")
def home(request: HttpRequest) -> HttpResponse:
    """Lead to today's work."""
    return redirect("/today")


@page("public")
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask on their own (a file, an error page) to the seal."""
    return redirect(static("brand/seal.svg"))


@page("public")
def health(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"})


@page("public", methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language a person reads, in the browser and for a signed-in person in the record."""
    code = request.POST.get("language", "")
    code = code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=code)
    response = redirect(_back(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=31_536_000,
        samesite="Lax",
        secure=settings.BEHIND_TLS,
        httponly=True,
    )
    return response


@page("signed_in", methods=("POST",))
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the system's choice."""
    chosen = request.POST.get("theme", "")
    people = User.objects.filter(pk__in=[request.user.pk])
    people.update(theme=chosen if chosen in THEMES else "system")
    return HttpResponse(status=204) if request.headers.get("HX-Request") else redirect(_back(request))


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.headers.get("Referer", "")
    return answers.at_home(request, target, otherwise="/")


urls = [
    path("", home, name="home"),
    path("favicon.ico", favicon, name="favicon"),
    path("health", health, name="health"),
    path("i18n/language", language, name="language"),
    path("preferences/theme", theme, name="theme"),
]
