"""Small answers that many pages give: go somewhere, read a number or a day from a form."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from minghua.interfaces.web import display
from minghua.kernel.errors import Invalid, Refusal


def told(refusal: Refusal) -> str:
    """Return what a refusal says, with its advice, in the reader's language."""
    language = display.language()
    between = " " if language == "en" else ""
    return between.join((refusal.message(language), refusal.advice(language)))


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead the browser to an address of ours, also when htmx asked."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=200, headers={"HX-Redirect": address})
    return redirect(address)


def at_home(request: HttpRequest, target: str, *, otherwise: str) -> str:
    """Return an address that was sent along when it leads to this host, else the other one."""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe and target.startswith(("/", "http")) else otherwise


def number(text: str | None, *, field: str) -> int:
    """Return the id or count in a form value; raises Invalid naming the field."""
    plain = (text or "").strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 19):
        raise Invalid("请选择一项。", "Choose one.", field=field)
    return int(plain)


def optional_number(text: str | None, *, field: str) -> int | None:
    """Return the number in a form value, None for nothing; raises Invalid naming the field."""
    return number(text, field=field) if (text or "").strip() else None


def optional_day(text: str | None, *, field: str) -> date | None:
    """Return the day in a form value, None for nothing; raises Invalid naming the field."""
    if not (text or "").strip():
        return None
    try:
        return date.fromisoformat(str(text).strip())
    except ValueError:
        raise Invalid("请选择日期。", "Choose a day.", field=field) from None
